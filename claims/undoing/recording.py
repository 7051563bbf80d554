"""Keeping what an act does to rows as one edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from claims.models import Edit, EditVerb
from claims.undoing.reshaping import clock
from claims.undoing.tracked import Plain, Rows, Scope

if TYPE_CHECKING:
    from claims.models import Article, Claim, Evidence, Sentence, User


def one_at_a_time(article_id: Any) -> None:
    """Hold off everybody else who edits the article, until this transaction has ended.

    Taken after ``Source.objects.one_at_a_time``, where that is needed too, and before any row is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [f"edits {article_id}"])


class Step:
    """One act under way. ``edit`` is there when it has ended, None where it changed nothing.

    ``claim`` and ``number`` name the claim that it is about; an act that makes one sets them.
    """

    def __init__(self, claim: Claim | None, number: int | None) -> None:
        self.claim, self.number = claim, number
        self.edit: Edit | None = None
        self._scope = Scope()
        self._before: Rows = {}

    def watch(
        self,
        *,
        claims: Iterable[Claim] = (),
        sentences: Iterable[Sentence] = (),
        evidence: Iterable[Evidence] = (),
        whole: bool = True,
    ) -> None:
        """Take the rows as they are, before changing them; with ``whole`` a claim's attributions and spans, too.

        What belongs to a watched claim and was not there yet counts as made by the act. Evidence is watched by
        the row, as look-ups add some meanwhile.
        """
        new = Scope(
            whole={row.pk for row in claims if whole} - self._scope.whole,
            bare={row.pk for row in claims if not whole} - self._scope.bare,
            sentences={row.pk for row in sentences} - self._scope.sentences,
            evidence={row.pk for row in evidence} - self._scope.evidence,
        )
        self._before = new.rows() | self._before
        self._widen(new)

    def made(self, claim: Claim) -> None:
        """Say that the act made this claim, with all that belongs to it."""
        self._widen(Scope(whole={claim.pk}))

    def _widen(self, new: Scope) -> None:
        self._scope.whole |= new.whole
        self._scope.bare |= new.bare
        self._scope.sentences |= new.sentences
        self._scope.evidence |= new.evidence

    def changes(self) -> list[Plain]:
        """What differs now from what was there; see ``Edit.changes``."""
        after = self._scope.rows()
        return [
            {"table": table, "id": pk, "before": self._before.get((table, pk)), "after": after.get((table, pk))}
            for table, pk in [*self._before, *(key for key in after if key not in self._before)]
            if self._before.get((table, pk)) != after.get((table, pk))
        ]


@contextmanager
def recorded(
    *, article: Article, by: User, verb: EditVerb, claim: Claim | None = None, number: int | None = None
) -> Iterator[Step]:
    """Do an act on an article's claims in one transaction and keep it as one edit of ``by``.

    One act on an article at a time. Nothing is kept of an act that changes nothing.
    """
    with transaction.atomic():
        one_at_a_time(article.pk)
        step = Step(claim, number if number or claim is None else claim.number)
        yield step
        if changes := step.changes():
            step.edit = _keep(article, by, verb, step, changes)


def _keep(article: Article, by: User, verb: EditVerb, step: Step, changes: list[Plain]) -> Edit:
    last = Edit.objects.of(article, by).aggregate(last=Max("place"))["last"]
    return Edit.objects.create(
        article=article,
        by=by,
        place=(last or 0) + 1,
        verb=verb,
        claim=step.claim,
        number=step.number,
        rows=_count(verb, changes),
        changes=changes,
        created_at=clock(),
    )


def _count(verb: EditVerb, changes: list[Plain]) -> int:
    """How many sentences were waived, or else how many claims were touched; at least 1."""
    if verb in (EditVerb.WAIVED, EditVerb.UNWAIVED):
        return max(1, sum(1 for change in changes if change["table"] == "waiver"))
    return max(1, len(claims_of(changes)))


def claims_of(changes: list[Plain]) -> list[UUID]:
    """The claims whose rows, or what belongs to them, changed; each once."""
    found: dict[str, None] = {}
    for change in changes:
        pk = change["id"] if change["table"] == "claim" else (change["before"] or change["after"]).get("claim_id")
        if pk:
            found[pk] = None
    return [UUID(pk) for pk in found]
