"""The audit trail."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.base import ReadOnlyAdmin
from claims.models import Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what to what, when."""

    list_display = ["created_at", "verb", "target_type", "target_id", "by_name"]
    list_filter = ["target_type"]
    search_fields = ["=by_name", "=verb"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """All for a superuser; to other staff what they could read as members."""
        events: QuerySet[Event] = super().get_queryset(request)
        user: Any = request.user
        visible: QuerySet[Event] = events if user.is_superuser else events.visible_to(user)  # type: ignore[attr-defined]
        return visible
