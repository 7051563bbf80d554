"""What was looked up and found."""

from __future__ import annotations

from django.contrib import admin

from claims.admin.acts import ASK_AGAIN
from claims.admin.base import ReadOnlyAdmin, excerpt, link, listing, work_state
from claims.admin.filters import AmongNewest
from claims.models import Document, Evidence, Lookup, LookupRun, Passage


@admin.register(Lookup)
class LookupAdmin(ReadOnlyAdmin):
    """Questions to providers."""

    acts = [ASK_AGAIN]
    list_display = [
        "provider",
        work_state,
        link("claim", "claim"),
        "hit_count",
        "attempts",
        "queued_at",
        "finished_at",
        excerpt("error", "error"),
    ]
    list_select_related = ["claim"]
    list_filter = ["state", ("provider", AmongNewest)]
    words = "claim__search"
    deferred = ["claim__search"]
    readonly_fields = [
        listing("evidence", "lookup__id__exact", "What it found"),
        listing("lookuprun", "lookup__id__exact", "Each time it ran"),
    ]


@admin.register(LookupRun)
class LookupRunAdmin(ReadOnlyAdmin):
    """What was asked and what came back, each time a look-up ran."""

    list_display = ["id", link("lookup", "look-up"), "number", "adapter_version", "from_cache", "retrieved_at"]
    list_select_related = ["lookup"]
    list_filter = ["from_cache"]
    deferred = ["request", "hits"]


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Texts that evidence is quoted from."""

    list_display = ["title", "kind", link("project", "project"), "publisher", "published_at", "retrieved_at"]
    list_select_related = ["project"]
    list_filter = ["kind", "project"]
    titles = "title"
    deferred = ["text"]
    readonly_fields = [
        listing("capture", "document__id__exact", "Its archived copies"),
        listing("passage", "document__id__exact", "Its passages"),
        listing("evidence", "document__id__exact", "Evidence quoted from it"),
    ]


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    """Stretches of the library's documents."""

    list_display = ["id", link("document", "document"), "start", "end", excerpt("text", "text")]
    list_select_related = ["document"]
    words = "search"
    deferred = ["search", "document__text"]
    exclude = ["search"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Passages set against claims."""

    list_display = [
        excerpt("quote", "quotation"),
        link("claim", "claim"),
        link("document", "document"),
        "stance",
        "directness",
        "stance_by",
        "dismissed_at",
    ]
    list_select_related = ["claim", "document", "stance_by"]
    list_filter = [
        ("stance", AmongNewest),
        ("directness", AmongNewest),
        ("dismissed_at", admin.EmptyFieldListFilter),
    ]
    words = "claim__search"
    deferred = ["claim__search", "document__text"]
