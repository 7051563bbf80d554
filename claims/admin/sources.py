"""Whoever claims rest on, and what the desk knows and decided about them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from claims.admin.acts import ASK_AGAIN, RESTORE
from claims.admin.base import ReadOnlyAdmin, excerpt, link, listing, work_state
from claims.admin.filters import NewestValues
from claims.models import (
    ConfidentialIdentity,
    GradeOverride,
    Mention,
    Merge,
    Namesake,
    NamesakeSearch,
    Source,
    SourcingAnswer,
)


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Whoever claims rest on."""

    acts = [RESTORE]
    list_display = [
        "name",
        "kind",
        "role",
        link("project", "project"),
        link("article", "article"),
        link("merged_into", "merged into"),
        "has_identity",
    ]
    list_select_related = ["project", "article", "merged_into"]
    list_filter = [
        "kind", "project", ("merged_into", admin.EmptyFieldListFilter), ("deleted_at", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    words = "search"
    deferred = ["search", "merged_into__search"]
    exclude = ["search"]
    readonly_fields = [
        listing("attribution", "source__id__exact", "Claims that rest on it"),
        listing("mention", "source__id__exact", "How articles present it"),
        listing("merge", "source__id__exact", "When it was merged"),
        listing("sourcinganswer", "source__id__exact", "What the desk answered"),
        listing("namesake", "source__id__exact", "Entries that may be it"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """With a word on whether an identity is sealed, never with the identity."""
        sealed = ConfidentialIdentity.objects.filter(source=OuterRef("pk"))
        rows: QuerySet[Source] = super().get_queryset(request).annotate(identity_known=Exists(sealed))
        return rows

    @admin.display(description="identity known", boolean=True)
    def has_identity(self, source: Source) -> bool:
        """Whether somebody confided who it is."""
        return bool(getattr(source, "identity_known", False))


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """How articles present sources."""

    list_display = ["name", "role", link("source", "source"), link("article", "article")]
    list_select_related = ["source", "article"]
    words = "source__search"
    deferred = ["source__search"]


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Sources taken for one another."""

    list_display = ["id", link("source", "source"), link("into", "into"), "by", "created_at", "undone_at"]
    list_select_related = ["source", "into", "by"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    words = "source__search"
    deferred = ["source__search", "into__search"]


@admin.register(SourcingAnswer)
class SourcingAnswerAdmin(ReadOnlyAdmin):
    """What desks answered to their sourcing policies."""

    list_display = ["question", excerpt("answer", "answer"), link("source", "source"), "by", "answered_at"]
    list_select_related = ["source", "by"]
    list_filter = [("question", NewestValues)]
    words = "source__search"
    deferred = ["source__search"]


@admin.register(GradeOverride)
class GradeOverrideAdmin(ReadOnlyAdmin):
    """Grades that people set; an empty one lifts the one before it."""

    list_display = ["id", link("claim", "claim"), "grade", excerpt("reason", "reason"), "by", "created_at"]
    list_select_related = ["claim", "by"]
    list_filter = ["grade"]
    words = "claim__search"
    deferred = ["claim__search"]


@admin.register(ConfidentialIdentity)
class ConfidentialIdentityAdmin(ReadOnlyAdmin):
    """That there is an identity, who entered it and when. Who it is can be read on the source's page alone."""

    list_display = ["id", link("source", "source"), "entered_by", "entered_at"]
    list_select_related = ["source", "entered_by"]
    words = "source__search"
    deferred = ["sealed", "source__search"]
    exclude = ["sealed"]


@admin.register(NamesakeSearch)
class NamesakeSearchAdmin(ReadOnlyAdmin):
    """Searches for entries about sources."""

    acts = [ASK_AGAIN]
    list_display = ["provider", work_state, link("source", "source"), "query", "hit_count", "attempts", "queued_at"]
    list_select_related = ["source"]
    list_filter = ["state", ("provider", NewestValues)]
    words = "source__search"
    deferred = ["source__search"]


@admin.register(Namesake)
class NamesakeAdmin(ReadOnlyAdmin):
    """Entries that may be a source."""

    list_display = ["label", "description", link("source", "source"), "url", "confirmed", "decided_by"]
    list_select_related = ["source", "decided_by"]
    list_filter = ["confirmed"]
    words = "source__search"
    deferred = ["source__search"]
