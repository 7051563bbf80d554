"""A claim in blind review that others judge while one who has not yet judged it watches every door."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.models import Claim, PanelVote, Project, Rating, Role, Seat
from claims.pipeline import adjudicate, draft, judge
from claims.pipeline.ask import ask_editor
from claims.pipeline.comment import add_comment
from claims.pipeline.prepare import set_role
from claims.pipeline.settle import settle_claim
from tests import factories

if TYPE_CHECKING:
    from claims.models import User
    from tests.conftest import Cast

MARKERS = (
    "Quaggarationale", "Quaggasecond", "Quaggacomment", "Quaggaquestion", "Quaggadraft", "Quaggapanel",
    "Quaggareason", "Quaggareturned", "Quaggaruling",
)  # fmt: skip
"""Words that stand nowhere but in what others say about their verdicts."""


def newcomer(cast: Cast, name: str, role: str = Role.REVIEWER) -> User:
    """A member who has judged nothing."""
    person = factories.make_user(name, display_name=name.title())
    set_role(project=cast.project, user=person, role=Role(role), by=cast.owner)
    return person


def seat(cast: Cast, claim: Claim) -> None:
    """The two who will judge hold their places, and one of them writes."""
    for person in (cast.reviewer, cast.second_reviewer):
        Seat.objects.create(claim=claim, holder=person, expires_at=timezone.now() + timedelta(minutes=30))
    draft.save_draft(claim=claim, by=cast.reviewer, fields={"rationale": "Quaggadraft"}, basis=None)


def judge_it(cast: Cast, claim: Claim, *, asks: bool = True) -> None:
    """Two verdicts that differ, what the two say about them, and the settling that follows.

    ``asks`` puts a question to the editors, too: editors read it, and nobody else who has not judged.
    """
    for person, slug, words in (
        (cast.reviewer, "true", "Quaggarationale"),
        (cast.second_reviewer, "false", "Quaggasecond"),
    ):
        judge.record_verdict(
            claim=claim, by=person, finding="confirmed", rationale=f"{words}: the minutes say so.",
            rating=_rating(cast, slug),
            cited=[factories.make_evidence(claim)] if slug == "false" and not claim.evidence.exists() else (),
        )  # fmt: skip
    remark = "Quaggacomment: @watcher, I do not trust the minutes."
    add_comment(claim=claim, by=cast.second_reviewer, text=remark, about_verdict=True)
    if asks:
        ask_editor(claim=claim, by=cast.reviewer, text="Quaggaquestion: is that true or half true?")
    settle_claim(claim_id=claim.pk)


def dispute_it(cast: Cast, claim: Claim) -> None:
    """What editors do about it: a question sent back, a vote with a reason against."""
    Project.objects.filter(pk=cast.project.pk).update(panel_size=1, panel_needed=1)
    claim = Claim.objects.get(pk=claim.pk)
    adjudicate.send_back(claim=claim, by=cast.editor, text="Quaggareturned: how do you read the minutes?")
    panel = adjudicate.open_panel(
        claim=claim, by=cast.editor, finding="confirmed", rating=_rating(cast, "true"), rationale="Quaggapanel: so."
    )
    PanelVote.objects.create(panel=panel, by=cast.owner, agrees=False, reason="Quaggareason: no.")


def rule_it(cast: Cast, claim: Claim) -> None:
    """An editor's ruling at last."""
    claim = Claim.objects.get(pk=claim.pk)
    adjudicate.rule(
        claim=claim, by=cast.editor, finding="confirmed", rating=_rating(cast, "true"), rationale="Quaggaruling."
    )


def _rating(cast: Cast, slug: str) -> Rating:
    return Rating.objects.get(version=cast.project.scale.current(), slug=slug)


SAME = (
    (re.compile(rb'(csrfmiddlewaretoken"[^>]*value="|X-CSRFToken": ")[^"]+'), rb"\1TOKEN"),
    (re.compile(rb'(data-since="|"since": ?"?)\d{13}'), rb"\1CLOCK"),
    (re.compile(rb"(copy of\s+watcher,\s+)[^<]+"), rb"\1CLOCK"),
)
"""What differs from one answer to the next though nothing happened."""
TOLD = ("Content-Type", "Content-Disposition", "Location", "Last-Modified", "ETag", "Link")


def said(answer: Any) -> tuple[int, dict[str, str], bytes]:
    """An answer without what differs anyway."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for pattern, instead in SAME:
        body = pattern.sub(instead, body)
    headers = {name: answer[name] for name in TOLD if name in answer}
    return answer.status_code, headers, body
