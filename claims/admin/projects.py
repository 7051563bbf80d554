"""Projects and their members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminSelectWidget

from claims.admin.acts import RESTORE
from claims.admin.base import RecordedAdmin, link, listing
from claims.models import Membership, Project
from claims.sourcing.policies import policies


class MembershipInline(TabularInline):  # type: ignore[misc] # unfold carries no types
    """Who belongs to the project, in which role."""

    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Project)
class ProjectAdmin(RecordedAdmin):
    """Desks: their members, scale and rules of review."""

    acts = [RESTORE]
    list_display = ["name", "slug", "scale", "reviewers_per_claim", "blind", "created_at"]
    list_select_related = ["scale"]
    list_filter = ["blind", "scale", ("deleted_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = [listing("article", "project__id__exact", "Its articles"), "guidelines", "created_at"]
    inlines = [MembershipInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A sourcing policy is one of the presets, or none."""
        if db_field.name != "sourcing_policy":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        presets = [(slug, policy.name) for slug, policy in policies().items()]
        return forms.ChoiceField(
            choices=[("", "None"), *presets],
            required=False,
            help_text=db_field.help_text,
            widget=UnfoldAdminSelectWidget,
        )


@admin.register(Membership)
class MembershipAdmin(RecordedAdmin):
    """Roles, one person and project a row."""

    list_display = ["user", link("project", "project"), "role", "created_at"]
    list_select_related = ["user", "project"]
    list_filter = ["role", "project"]
    search_fields = ["user__username", "user__display_name", "project__name"]
    autocomplete_fields = ["user", "project"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """From the project's page, where the others can be seen."""
        return False
