"""Adding to the chain of rulings, on record; and telling those whom it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.models import Claim, Correction, Event, Notice, NoticeKind, Panel, PanelVote, Ruling, User, Verdict


def append(claim: Claim, standing: Ruling | None, *, verb: str = "", told: Any = None, **fields: Any) -> Ruling:
    """A ruling made by rule, in place of the one that stands; a vote on the claim ends with it.

    ``verb`` is that of the event, the ruling's basis where it is left out; ``told`` is kept with it.
    """
    Panel.objects.end_open(claim)
    ruling = Ruling.objects.create(claim=claim, supersedes=standing, **fields)
    Correction.objects.follow(ruling)
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk, "claim": str(claim.pk)}
    why = {"reason": ruling.rationale} if ruling.rationale else {}
    Event.objects.record(verb or f"claim.{fields['basis']}", ruling, by=None, **where, **why, **(told or {}))
    return ruling


def tell(claim: Claim, ruling: Ruling, verdicts: Iterable[Verdict], *, why: str) -> None:
    """Tell those who ruled, voted or judged that the ruling was reopened."""
    people = {row.by_id for row in verdicts} | ({ruling.by_id} if ruling.by_id else set())
    people |= set(PanelVote.objects.filter(panel__ruling=ruling).values_list("by_id", flat=True))
    project = claim.revision.article.project
    to = User.objects.filter(pk__in=people)
    Notice.objects.tell(to=to, kind=NoticeKind.REOPENED, project=project, claim=claim, by=None, reason=why)
