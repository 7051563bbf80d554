"""The audit trail."""

from __future__ import annotations

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
        """All for a superuser; to other staff it does not tell how far reviewers are."""
        events: QuerySet[Event] = super().get_queryset(request)
        return events if request.user.is_superuser else events.exclude(target_type="verdict")
