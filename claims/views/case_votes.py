"""Votes on a claim and the questions that went back to its reviewers, as those who settle see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from claims.models import Asked, Panel, PanelVote, Question
from claims.pipeline.adjudicate import too_few

if TYPE_CHECKING:
    from claims.models import User
    from claims.views.case import Case


@dataclass(slots=True)
class Votes:
    """``running`` is the open vote; ``given`` what the viewer may see of its votes, ``mine`` their own.

    ``ended`` are those without a ruling, the latest first; ``too_few`` says why none can be opened.
    """

    running: Any
    given: list[PanelVote]
    mine: PanelVote | None
    is_author: bool
    ended: list[Any]
    too_few: str

    @property
    def shown(self) -> bool:
        """Whether the viewer sees how others voted."""
        return self.is_author or self.mine is not None

    @property
    def agree(self) -> int:
        """Votes for it."""
        return sum(vote.agrees for vote in self.given)


def votes_on(case: Case, viewer: User) -> Votes:
    """The votes of a claim; those that were carried are hung on their rulings as ``vote``."""
    seen = PanelVote.objects.visible_to(viewer).select_related("by").order_by("created_at", "id")
    rows = Panel.objects.filter(claim=case.claim).select_related("proposed_by", "rating")
    panels = list(rows.prefetch_related(Prefetch("votes", seen, to_attr="given")).order_by("-opened_at", "-id"))
    by_ruling = {panel.ruling_id: panel for panel in panels if panel.ruling_id}
    for ruling in case.rulings:
        ruling.vote = by_ruling.get(ruling.pk)
    running: Any = next((panel for panel in panels if panel.closed_at is None), None)
    given = running.given if running else []
    project = case.claim.revision.article.project
    return Votes(
        running=running,
        given=given,
        mine=next((vote for vote in given if vote.by_id == viewer.pk), None),
        is_author=bool(running and running.proposed_by_id == viewer.pk),
        ended=[panel for panel in panels if panel.closed_at and not panel.ruling_id],
        too_few=too_few(project, viewer) if case.ready and not running else "",
    )


def returned_on(case: Case) -> list[Question]:
    """What went back to the reviewers of the claim and was not withdrawn, the latest first."""
    rows = Question.objects.filter(claim=case.claim, to=Asked.REVIEWERS, withdrawn_at=None)
    return list(rows.select_related("by", "answered_by").order_by("-created_at", "-id"))
