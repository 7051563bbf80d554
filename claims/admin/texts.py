"""What came in: articles, their texts, how they were read and split."""

from __future__ import annotations

from django.contrib import admin

from claims.admin.acts import ASK_AGAIN, RESTORE
from claims.admin.base import ReadOnlyAdmin, link, listing, work_state
from claims.admin.filters import AmongNewest, NewestValues
from claims.models import Article, Intake, Revision, Sentence, Split, Waiver


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Pieces to be checked."""

    acts = [RESTORE]
    list_display = ["title", link("project", "project"), "publisher", "published_at", "created_by", "created_at"]
    list_select_related = ["project", "created_by"]
    list_filter = ["project", ("language", NewestValues), ("deleted_at", admin.EmptyFieldListFilter)]
    titles = "title"
    readonly_fields = [listing("revision", "article__id__exact", "Its texts")]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Frozen texts."""

    list_display = ["id", link("article", "article"), "number", "length", "extractor", "fetched_at"]
    list_select_related = ["article"]
    list_filter = [("extractor", NewestValues)]
    hashes = "sha256"
    titles = "article__title"
    deferred = ["text"]
    readonly_fields = [
        listing("claim", "revision__id__exact", "Its claims"),
        listing("sentence", "revision__id__exact", "Its sentences"),
    ]


@admin.register(Intake)
class IntakeAdmin(ReadOnlyAdmin):
    """Files and addresses handed in."""

    acts = [ASK_AGAIN]
    list_display = ["__str__", work_state, link("project", "project"), link("article", "article"), "queued_at"]
    list_select_related = ["project", "article"]
    list_filter = ["state", "project"]
    search_fields = ["filename", "url"]
    deferred = ["text"]


@admin.register(Split)
class SplitAdmin(ReadOnlyAdmin):
    """Runs of the splitter."""

    acts = [ASK_AGAIN]
    list_display = ["id", work_state, "step", link("revision.article", "article"), "attempts", "queued_at"]
    list_select_related = ["revision__article"]
    list_filter = ["state", ("version", NewestValues)]
    titles = "revision__article__title"
    deferred = ["revision__text"]


@admin.register(Sentence)
class SentenceAdmin(ReadOnlyAdmin):
    """Sentences by their places in the text."""

    list_display = ["id", link("revision.article", "article"), "position", "start", "end", link("waiver", "waiver")]
    list_select_related = ["revision__article", "waiver"]
    deferred = ["revision__text"]


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin):
    """Sentences that are not to be checked, and why."""

    list_display = [
        "reason",
        link("sentence.revision.article", "article"),
        link("sentence", "sentence"),
        "waived_by",
    ]
    list_select_related = ["sentence__revision__article", "waived_by"]
    list_filter = [("reason", AmongNewest)]
    deferred = ["sentence__revision__text"]
