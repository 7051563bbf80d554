"""What came from elsewhere: archived copies, collections, published fact-checks."""

from __future__ import annotations

from django.contrib import admin

from claims.admin.acts import ASK_AGAIN
from claims.admin.base import ReadOnlyAdmin, excerpt, link, work_state
from claims.models import Capture, Collection, FactCheck, Subscription, WaybackSave


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    """Copies kept here."""

    acts = [ASK_AGAIN]
    list_display = ["url", work_state, link("document", "document"), "http_status", "size", "captured_at"]
    list_select_related = ["document"]
    list_filter = ["state"]
    titles = "document__title"
    deferred = ["text", "document__text"]


@admin.register(WaybackSave)
class WaybackSaveAdmin(ReadOnlyAdmin):
    """Copies asked of the Wayback Machine."""

    acts = [ASK_AGAIN]
    list_display = ["url", work_state, link("document", "document"), "archived_url", "attempts", "queued_at"]
    list_select_related = ["document"]
    list_filter = ["state"]
    titles = "document__title"
    deferred = ["document__text"]


@admin.register(Collection)
class CollectionAdmin(ReadOnlyAdmin):
    """Many documents or fact-checks brought in at once."""

    acts = [ASK_AGAIN]
    list_display = [
        "__str__",
        "kind",
        work_state,
        link("project", "project"),
        "done",
        "total",
        "added",
        "refused_count",
        "queued_at",
    ]
    list_select_related = ["project"]
    list_filter = ["state", "kind", "project"]
    search_fields = ["filename", "url"]
    deferred = ["refused"]


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    """Feeds that are read again and again."""

    list_display = ["url", "kind", link("project", "project"), "every", "active", "read_at"]
    list_select_related = ["project"]
    list_filter = ["active", "kind", "project"]
    search_fields = ["url"]


@admin.register(FactCheck)
class FactCheckAdmin(ReadOnlyAdmin):
    """Fact-checks that others published."""

    list_display = [
        excerpt("claim_reviewed", "claim reviewed"),
        "rating_as_given",
        "publisher",
        link("project", "project"),
        "reviewed_at",
        "retrieved_at",
    ]
    list_select_related = ["project"]
    list_filter = ["project", ("deleted_at", admin.EmptyFieldListFilter)]
    words = "search"
    deferred = ["raw", "search", "embedding"]
    exclude = ["search"]
