"""Verdicts and rulings. Blind review holds here too, for everybody but those who run the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.base import ReadOnlyAdmin, excerpt, link
from claims.admin.filters import AmongNewest
from claims.models import Ruling, Verdict


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    """What reviewers judged."""

    list_display = [
        "id",
        link("claim", "claim"),
        "by",
        "finding",
        "rating",
        excerpt("rationale", "rationale"),
        "created_at",
    ]
    list_select_related = ["claim", "by", "rating"]
    list_filter = [
        ("finding", AmongNewest),
        "rating__version__scale",
        ("superseded_by", admin.EmptyFieldListFilter),
    ]
    person = "by"
    words = "search"
    deferred = ["claim__search"]
    exclude = ["cited"]
    readonly_fields = ["evidence_cited"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Verdict]:
        """All for a superuser; for other staff what they could read as members."""
        verdicts: Any = super().get_queryset(request)
        user: Any = request.user
        visible: QuerySet[Verdict] = verdicts if user.is_superuser else verdicts.visible_to(user)
        return visible

    @admin.display(description="evidence cited")
    def evidence_cited(self, verdict: Verdict) -> str:
        """The quotations."""
        return "; ".join(f"“{row}”" for row in verdict.cited.all())


@admin.register(Ruling)
class RulingAdmin(ReadOnlyAdmin):
    """How claims were settled."""

    list_display = ["id", link("claim", "claim"), "basis", "finding", "rating", "by", "created_at"]
    list_select_related = ["claim", "rating", "by"]
    list_filter = ["basis", "finding"]
    deferred = ["claim__search"]
    exclude = ["verdicts"]
