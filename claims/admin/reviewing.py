"""What several reviewers at one desk need. Blind review holds here too, for all but who runs the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.acts import RELEASE
from claims.admin.base import ReadOnlyAdmin, excerpt, link
from claims.models import (
    Answer,
    Correction,
    Example,
    ExpertLink,
    ExpertQuestion,
    Gathering,
    Guideline,
    Inquiry,
    Notice,
    Panel,
    PanelVote,
    Publication,
    Question,
    Seat,
)


class BlindAdmin(ReadOnlyAdmin):
    """All rows for a superuser; for other staff what members read, nothing where no rule says so."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the person may see."""
        rows: Any = super().get_queryset(request)
        if request.user.is_superuser:
            return rows  # type: ignore[no-any-return]
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows.none()  # type: ignore[no-any-return]


@admin.register(Seat)
class SeatAdmin(BlindAdmin):
    """Who held which claim; a seat that was judged from tells of a verdict."""

    acts = [RELEASE]
    list_display = [
        "taken_at", link("claim", "claim"), "holder", "assigned_by", "expires_at", "released_at", "released_why",
    ]  # fmt: skip
    list_select_related = ["claim", "holder", "assigned_by"]
    list_filter = ["released_why", ("released_at", admin.EmptyFieldListFilter)]
    person = "holder"
    deferred = ["claim__search"]


@admin.register(Question)
class QuestionAdmin(BlindAdmin):
    """Questions between reviewers and editors."""

    list_display = ["created_at", link("claim", "claim"), "by", "to", excerpt("text", "text"), "answered_at"]
    list_select_related = ["claim", "by"]
    list_filter = ["to", ("answered_at", admin.EmptyFieldListFilter)]
    person = "by"
    deferred = ["claim__search"]


@admin.register(Panel)
class PanelAdmin(BlindAdmin):
    """Proposals that were put to a vote."""

    list_display = ["opened_at", link("claim", "claim"), "proposed_by", "rating", "size", "needed", "outcome"]
    list_select_related = ["claim", "proposed_by", "rating"]
    list_filter = ["outcome"]
    deferred = ["claim__search"]


@admin.register(PanelVote)
class PanelVoteAdmin(BlindAdmin):
    """Votes, one an editor."""

    list_display = ["created_at", "panel", "by", "agrees", excerpt("reason", "reason")]
    list_select_related = ["panel", "by"]
    list_filter = ["agrees"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PanelVote]:
        """All for a superuser, none for other staff: an ended vote tells what its claim's verdicts were."""
        rows: QuerySet[PanelVote] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.none()


@admin.register(Gathering)
class GatheringAdmin(BlindAdmin):
    """Passes of round one."""

    list_display = ["opened_at", link("claim", "claim"), "number", "closed_at", "closed_by"]
    list_select_related = ["claim", "closed_by"]
    deferred = ["claim__search"]


@admin.register(Inquiry)
class InquiryAdmin(BlindAdmin):
    """Questions of round one."""

    list_display = ["created_at", "gathering", "by", excerpt("text", "text"), "withdrawn_at"]
    list_select_related = ["gathering", "by"]


@admin.register(Answer)
class AnswerAdmin(BlindAdmin):
    """Answers of round one, on evidence."""

    list_display = ["created_at", "inquiry", "kind", "by", excerpt("text", "text"), "withdrawn_at"]
    list_select_related = ["inquiry", "by"]
    list_filter = ["kind"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What people were told; staff see their own."""

    list_display = ["created_at", "to", "kind", link("claim", "claim"), "by", "read_at", "mailed_at"]
    list_select_related = ["to", "claim", "by"]
    list_filter = ["kind", ("read_at", admin.EmptyFieldListFilter)]
    person = "to"
    deferred = ["claim__search"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """All for a superuser."""
        rows: QuerySet[Notice] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(to_id=request.user.pk)


@admin.register(ExpertLink)
class ExpertLinkAdmin(ReadOnlyAdmin):
    """Links of experts; not even the hash of the token is shown."""

    list_display = [
        "created_at",
        "expert",
        link("project", "project"),
        "by",
        "expires_at",
        "revoked_at",
        "opened_at",
    ]
    list_select_related = ["project", "by"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["expert"]
    exclude = ["token_sha256"]


@admin.register(ExpertQuestion)
class ExpertQuestionAdmin(BlindAdmin):
    """What experts were asked, and said."""

    list_display = ["id", "link", link("claim", "claim"), "opinion", excerpt("answer", "answer"), "answered_at"]
    list_select_related = ["link", "claim"]
    list_filter = ["opinion"]
    deferred = ["claim__search"]


@admin.register(Publication)
class PublicationAdmin(BlindAdmin):
    """Outcomes that are public."""

    list_display = ["published_at", link("claim", "claim"), "by", "withdrawn_at"]
    list_select_related = ["claim", "by"]
    deferred = ["claim__search"]


@admin.register(Correction)
class CorrectionAdmin(BlindAdmin):
    """What changed of them."""

    list_display = ["created_at", link("claim", "claim"), "before", "after", excerpt("why", "why"), "by"]
    list_select_related = ["claim", "before", "after", "by"]
    deferred = ["claim__search"]


@admin.register(Guideline)
class GuidelineAdmin(ReadOnlyAdmin):
    """Versions of guidelines."""

    list_display = ["created_at", link("project", "project"), "number", "note", "by"]
    list_select_related = ["project", "by"]


@admin.register(Example)
class ExampleAdmin(BlindAdmin):
    """Statements that show how a desk judges."""

    list_display = [
        "created_at",
        link("project", "project"),
        "rating",
        "finding",
        excerpt("statement", "statement"),
        "by",
    ]
    list_select_related = ["project", "by"]
