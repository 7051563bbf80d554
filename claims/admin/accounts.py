"""People and groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as PlainGroupAdmin
from django.contrib.auth.admin import UserAdmin as PlainUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from claims.admin.acting import ActingAdmin
from claims.admin.acts import ACTIVATE, DEACTIVATE
from claims.admin.erasing import person_erase
from claims.admin.past import PastAdmin
from claims.models import Event, User

admin.site.unregister(Group)
for _label in (
    "account",
    "mfa",
    "socialaccount",
    "usersessions",
):  # keys and sessions are looked after by their owners
    for _model in apps.get_app_config(_label).get_models():
        if admin.site.is_registered(_model):
            admin.site.unregister(_model)


@admin.register(User)
class UserAdmin(PlainUserAdmin, ActingAdmin, PastAdmin):  # type: ignore[type-arg]
    """Accounts: made, changed, deactivated; never deleted, because verdicts keep their authors."""

    acts = [DEACTIVATE, ACTIVATE]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "display_name", "email", "is_active", "is_staff", "is_superuser", "last_login"]
    search_fields = ["username", "display_name", "email"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["display_name", "first_name", "last_name", "email"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "erasure"]}),
    ]
    readonly_fields = ["last_login", "date_joined", "erasure"]

    def get_urls(self) -> list[Any]:
        """With the page that erases a person."""
        erasing = self.admin_site.admin_view(person_erase)
        return [path("<int:pk>/erase/", erasing, name="claims_user_erase"), *super().get_urls()]

    @admin.display(description="Erasure")
    def erasure(self, user: User) -> str:
        """The way to the page that erases the person."""
        if user.pk is None:
            return ""
        return format_html('<a href="{}">Erase this person</a>', reverse("admin:claims_user_erase", args=[user.pk]))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody: deactivate instead, or erase the person."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser hands out power: staff cannot raise themselves or others."""
        fields = [*super().get_readonly_fields(request, obj), *(["is_active"] if obj else [])]
        power = ["is_staff", "is_superuser", "groups", "user_permissions"]
        return fields if request.user.is_superuser else [*fields, *power]

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """On record in the audit trail too."""
        _record(request, obj, "user.created", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """On record in the audit trail too, a new password included: which fields, never what is in them."""
        _record(request, obj, "user.changed", message)
        return super().log_change(request, obj, message)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's account, password included, is for superusers only."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or obj is None or not obj.is_superuser)


def _record(request: HttpRequest, person: User, verb: str, message: Any) -> None:
    """One event about an account; accounts have numbers, events tell of ids."""
    by: Any = request.user
    parts = [one for part in message for one in part.values()] if isinstance(message, list) else []
    fields = sorted({name for one in parts for name in one.get("fields", [])})
    Event.objects.create(
        verb=verb, target_type="user", target_id=UUID(int=person.pk), by_id=by.pk, by_name=by.username,
        data={"person": person.pk, "fields": fields},
    )  # fmt: skip


@admin.register(Group)
class GroupAdmin(PlainGroupAdmin, ModelAdmin):  # type: ignore[misc] # unfold carries no types
    """Sets of permissions for staff; only superusers hand them out."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
