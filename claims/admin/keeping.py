"""How long projects keep what, and what must not go."""

from __future__ import annotations

from django.contrib import admin

from claims.admin.base import ReadOnlyAdmin, link
from claims.models import Hold, Retention


@admin.register(Retention)
class RetentionAdmin(ReadOnlyAdmin):
    """Days after which things go for good."""

    list_display = [
        link("project", "project"), "trash_days", "answer_days", "copy_days", "file_days", "draft_days",
        "notice_days", "delivery_days",
    ]  # fmt: skip
    list_select_related = ["project"]


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    """Legal holds, in force and lifted."""

    list_display = [
        "reason", link("project", "project"), link("article", "article"), link("by", "by"), "placed_at",
        "lifted_at",
    ]  # fmt: skip
    list_select_related = ["project", "article", "by"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter), "project"]
    search_fields = ["reason"]
