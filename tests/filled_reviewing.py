"""One row of everything that several reviewers at one desk need."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

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
    Rating,
    Ruling,
    RulingBasis,
    Seat,
)
from tests import factories

if TYPE_CHECKING:
    from claims.models import Claim
    from tests.conftest import Cast


def fill_reviewing(cast: Cast, claim: Claim) -> None:
    """Seats, questions, a vote, two rounds, an expert, a correction and what guides the desk."""
    later = timezone.now() + timedelta(hours=1)
    Seat.objects.create(claim=claim, holder=cast.second_reviewer, assigned_by=cast.editor, expires_at=later)
    Question.objects.create(claim=claim, by=cast.reviewer, to="editor", text="Which month?")
    Notice.objects.create(to=cast.editor, kind="question", project=cast.project, claim=claim, by=cast.reviewer)
    rating = Rating.objects.newest_of(cast.project.scale).first()
    said = {"finding": "confirmed", "rating": rating, "rationale": "So it is."}
    panel = Panel.objects.create(claim=claim, proposed_by=cast.editor, size=3, needed=2, **said)
    PanelVote.objects.create(panel=panel, by=cast.owner, agrees=False, reason="It is not.")
    inquiry = Inquiry.objects.create(
        gathering=Gathering.objects.create(claim=claim, number=1), text="By how much?", by=cast.reviewer
    )
    evidence = claim.evidence.first() or factories.make_evidence(claim)
    Answer.objects.create(inquiry=inquiry, kind="extractive", text="4", evidence=evidence, by=cast.reviewer)
    link = ExpertLink.objects.create(
        project=cast.project, expert="An economist", token_sha256="0" * 64, by=cast.editor, expires_at=later
    )
    ExpertQuestion.objects.create(link=link, claim=claim, wording=claim.text)
    _corrected(cast, claim, said)
    Guideline.objects.create(project=cast.project, number=1, text="Read it twice.", by=cast.editor)
    Example.objects.create(project=cast.project, rating="true", statement="Prices rose.", why="So.", by=cast.editor)


def _corrected(cast: Cast, claim: Claim, said: dict[str, object]) -> None:
    newest = Ruling.objects.filter(claim=claim, superseded_by=None).first()
    first = newest or Ruling.objects.create(claim=claim, basis=RulingBasis.EDITOR, by=cast.editor, **said)
    Publication.objects.create(claim=claim, ruling=first, by=cast.editor)
    after = Ruling.objects.create(
        claim=claim, basis=RulingBasis.REOPENED, rationale="It changed.", by=cast.editor, supersedes=first
    )
    Correction.objects.create(claim=claim, before=first, after=after, why="It changed.", by=cast.editor)
