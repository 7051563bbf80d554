"""What people do on the workbench: edits, drafts, comments, keys. What somebody is still writing stays theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.base import ReadOnlyAdmin, excerpt, link
from claims.models import Comment, Draft, Edit, KeyBinding


@admin.register(Edit)
class EditAdmin(ReadOnlyAdmin):
    """Acts on claims, step by step."""

    list_display = ["created_at", link("article", "article"), "by", "place", "verb", "number", "rows", "undone_at"]
    list_select_related = ["article", "by"]
    list_filter = ["verb", ("undone_at", admin.EmptyFieldListFilter)]
    person = "by"
    deferred = ["changes"]


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    """That somebody is writing, and since when; never what: a draft is nobody else's."""

    list_display = ["saved_at", link("claim", "claim"), "by", "number"]
    list_select_related = ["claim", "by"]
    person = "by"
    deferred = ["fields", "claim__search"]
    exclude = ["fields"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        """All for a superuser; other staff would learn from them who judges what."""
        drafts: QuerySet[Draft] = super().get_queryset(request)
        return drafts if request.user.is_superuser else drafts.filter(by_id=request.user.pk)


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Remarks on claims. Blind review holds here too, for everybody but those who run the installation."""

    list_display = [
        "created_at",
        link("claim", "claim"),
        "by",
        excerpt("text", "text"),
        "about_verdict",
        "resolved_at",
    ]
    list_select_related = ["claim", "by"]
    list_filter = ["about_verdict", ("resolved_at", admin.EmptyFieldListFilter)]
    person = "by"
    deferred = ["claim__search"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """All for a superuser; for other staff what they could read as members."""
        comments: Any = super().get_queryset(request)
        user: Any = request.user
        visible: QuerySet[Comment] = comments if user.is_superuser else comments.visible_to(user)
        return visible


@admin.register(KeyBinding)
class KeyBindingAdmin(ReadOnlyAdmin):
    """Keys that people chose."""

    list_display = ["user", "act", "key"]
    list_select_related = ["user"]
    search_fields = ["=user__username", "=act"]
