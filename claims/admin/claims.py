"""Claims and who they rest on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.admin.base import ReadOnlyAdmin, excerpt, link, listing
from claims.admin.filters import AmongNewest
from claims.models import Attribution, Claim, ClaimMeaning, Reading, Span


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Statements that can be checked."""

    list_display = [
        "number",
        excerpt("text", "wording"),
        link("revision.article", "article"),
        "speech",
        "polarity",
        "worthiness",
        "state",
    ]
    list_display_links = ["number", "text_excerpt"]
    list_select_related = ["revision__article"]
    list_filter = [
        ("state", AmongNewest), ("speech", AmongNewest), ("polarity", AmongNewest), "revision__article__project",
    ]  # fmt: skip
    words = "search"
    deferred = ["search", "revision__text"]
    readonly_fields = [
        listing("attribution", "claim__id__exact", "Who it rests on"),
        listing("lookup", "claim__id__exact", "Look-ups"),
        listing("evidence", "claim__id__exact", "Evidence"),
        listing("verdict", "claim__id__exact", "Verdicts"),
        listing("ruling", "claim__id__exact", "Rulings"),
        listing("gradeoverride", "claim__id__exact", "Grades set by people"),
    ]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """How many verdicts there are is for those who run the installation: it tells how far reviewers are."""
        return ["search"] if request.user.is_superuser else ["search", "verdicts_counted"]


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    """Which claim rests on whom."""

    list_display = ["id", link("claim", "claim"), link("source", "source"), "hop", "place", "cue", "tie", "set_by"]
    list_select_related = ["claim", "source", "set_by"]
    list_filter = [("hop", AmongNewest), ("tie", AmongNewest), ("set_by", admin.EmptyFieldListFilter)]
    words = "source__search"
    deferred = ["claim__search", "source__search"]
    readonly_fields = [listing("reading", "attribution__id__exact", "Whom it may mean")]


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    """Sources that the words of an attribution may mean."""

    list_display = ["id", link("attribution", "attribution"), link("source", "source"), "tie", "confidence"]
    list_select_related = ["attribution", "source"]
    list_filter = [("tie", AmongNewest)]
    words = "source__search"
    deferred = ["source__search"]


@admin.register(ClaimMeaning)
class ClaimMeaningAdmin(ReadOnlyAdmin):
    """Claims whose meaning was measured. The figures say nothing to people and are left out."""

    ordering = ["-claim"]
    list_display = ["__str__", link("claim", "claim")]
    list_select_related = ["claim"]
    words = "claim__search"
    deferred = ["embedding", "claim__search"]
    exclude = ["embedding"]


@admin.register(Span)
class SpanAdmin(ReadOnlyAdmin):
    """Places of claims, sources and cues in the text."""

    list_display = ["id", "role", "start", "end", link("claim", "claim"), link("attribution", "attribution")]
    list_select_related = ["claim", "attribution"]
    list_filter = [("role", AmongNewest)]
    words = "claim__search"
    deferred = ["claim__search"]
