"""Claims and who they rest on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.admin.base import ReadOnlyAdmin, excerpt, link, listing
from claims.models import Attribution, Claim, Source, Span


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
    list_filter = ["state", "speech", "polarity", "revision__article__project"]
    search_fields = ["text"]
    deferred = ["search", "revision__text"]
    readonly_fields = [
        listing("attribution", "claim__id__exact", "Who it rests on"),
        listing("lookup", "claim__id__exact", "Look-ups"),
        listing("evidence", "claim__id__exact", "Evidence"),
        listing("verdict", "claim__id__exact", "Verdicts"),
        listing("ruling", "claim__id__exact", "Rulings"),
    ]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """How many verdicts there are is for those who run the installation: it tells how far reviewers are."""
        return ["search"] if request.user.is_superuser else ["search", "verdicts_counted"]


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    """Which claim rests on whom."""

    list_display = ["id", link("claim", "claim"), link("source", "source"), "hop", "cue"]
    list_select_related = ["claim", "source"]
    list_filter = ["hop"]
    search_fields = ["source__name"]
    deferred = ["claim__search"]


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Whoever claims rest on."""

    list_display = ["name", "kind", "role", link("project", "project"), link("article", "article")]
    list_select_related = ["project", "article"]
    list_filter = ["kind", "project"]
    search_fields = ["name"]
    readonly_fields = [listing("attribution", "source__id__exact", "Claims that rest on it")]


@admin.register(Span)
class SpanAdmin(ReadOnlyAdmin):
    """Places of claims, sources and cues in the text."""

    list_display = ["id", "role", "start", "end", link("claim", "claim"), link("attribution", "attribution")]
    list_select_related = ["claim", "attribution"]
    list_filter = ["role"]
    search_fields = ["=claim__id"]
    deferred = ["claim__search"]
