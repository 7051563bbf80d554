"""The audit trail, and the seals that prove it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.base import ReadOnlyAdmin
from claims.admin.filters import AmongNewest, NewestValues
from claims.models import Event, Seal, SealMark, Unsealed


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what to what, when."""

    list_display = ["created_at", "verb", "target_type", "target_id", "by_name", "door"]
    list_filter = [("target_type", AmongNewest), ("verb", AmongNewest)]
    person = "by_id"
    also_ids = ["target_id", "claim_id", "article_id", "project_id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """All for a superuser; to other staff what they could read as members."""
        events: QuerySet[Event] = super().get_queryset(request)
        user: Any = request.user
        visible: QuerySet[Event] = events if user.is_superuser else events.visible_to(user)  # type: ignore[attr-defined]
        return visible

    def get_exclude(self, request: HttpRequest, obj: Event | None = None) -> list[str]:
        """Addresses are for superusers."""
        return [] if request.user.is_superuser else ["origin"]

    @admin.display(description="from")
    def door(self, event: Event) -> str:
        """Through which door it came."""
        return str(event.origin.get("door", ""))


class ProofAdmin(ReadOnlyAdmin):
    """For superusers: keys of rows tell of verdicts that others may not know of."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers alone."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return self.has_view_permission(request)


@admin.register(Seal)
class SealAdmin(ProofAdmin):
    """The chain, newest first."""

    list_display = ["made_at", "project", "number", "kind", "head"]
    list_filter = [("kind", NewestValues)]
    deferred = ("digests", "rows")
    fields = ["project", "number", "kind", "columns", "rows", "floor", "top", "before", "head", "made_at"]
    readonly_fields = fields

    @admin.display(description="hash")
    def head(self, seal: Seal) -> str:
        """As ``audit heads`` writes it."""
        return bytes(seal.hash).hex()

    @admin.display(description="hash of the seal before")
    def before(self, seal: Seal) -> str:
        """As ``audit heads`` wrote it then."""
        return bytes(seal.previous).hex()


@admin.register(Unsealed)
class UnsealedAdmin(ProofAdmin):
    """What waits to be sealed."""

    list_display = ["kind", "row"]


@admin.register(SealMark)
class SealMarkAdmin(ProofAdmin):
    """How far tables with numbers are sealed."""

    list_display = ["kind", "floor", "seen", "until"]
