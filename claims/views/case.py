"""What an editor must see to settle a claim: the claim, its verdicts beside each other, what was ruled before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch

from claims.models import Claim, Evidence, Rating, Ruling, RulingBasis, Verdict
from claims.sourcing.grades import grades_of
from claims.views.requests import uuid_of

if TYPE_CHECKING:
    from claims.models import Attribution, User
    from claims.sourcing.grades import Graded


@dataclass(slots=True)
class Cited:
    """A passage that a verdict cites; ``alone`` where no other verdict does."""

    evidence: Evidence
    alone: bool


@dataclass(slots=True)
class Column:
    """One verdict that counts; what it says alone, and who is with it and against it."""

    verdict: Verdict
    finding_differs: bool
    rating_differs: bool
    cited: list[Cited]
    alike: list[str]
    others: list[str]


@dataclass(slots=True)
class Case:
    """``newest`` is the latest ruling of the claim, a reopening too; ``standing`` that which is in force.

    ``ready`` says that the claim is fully judged and the viewer sees all of it; ``hidden`` that blind review keeps
    verdicts from the viewer. ``words`` are the earlier wordings, the latest first.
    """

    claim: Claim
    said: list[Attribution]
    graded: Graded
    columns: list[Column]
    earlier: list[Verdict]
    rulings: list[Any]
    words: list[str]
    ready: bool
    hidden: bool
    needed: int
    standing: Ruling | None = field(init=False)

    def __post_init__(self) -> None:
        in_force = self.newest is not None and self.newest.basis != RulingBasis.REOPENED
        self.standing = self.newest if in_force and not self.newest.is_outdated else None

    @property
    def newest(self) -> Any:
        """The latest ruling, None for none."""
        return self.rulings[0] if self.rulings else None

    @property
    def may_reopen(self) -> bool:
        """Whether a person's ruling stands, which a person may take back."""
        return self.standing is not None and self.standing.is_by_people

    def split(self, finding: str, rating: str) -> dict[str, Any]:
        """The verdicts that would carry a ruling of that finding and rating (an id), and the dissent.

        ``chosen`` says whether both were given.
        """
        ratings = Rating.objects.select_related("version__scale")
        chosen = ratings.filter(pk=rating).first() if uuid_of(rating) else None
        says = finding, chosen.same_as if chosen else ""
        carries = [row.verdict for row in self.columns if _says(row.verdict) == says]
        dissent = [row.verdict for row in self.columns if row.verdict not in carries]
        return {"carries": carries, "dissent": dissent, "chosen": bool(finding and rating)}


def case_of(claim: Claim, viewer: User) -> Case:
    """The case of a claim; the same number of queries however many verdicts and rulings there are."""
    passages = Evidence.objects.select_related("document").defer("document__text").order_by("rank", "id")
    seen = Verdict.objects.filter(claim=claim).visible_to(viewer)
    seen = seen.select_related("rating__version__scale", "by", "claim")
    rows = list(
        seen.defer("claim__search").prefetch_related(Prefetch("cited", passages)).order_by("created_at", "id")
    )
    counting = set(Verdict.objects.counting().filter(claim=claim).values_list("pk", flat=True))
    needed = claim.revision.article.project.reviewers_per_claim
    current = [row for row in rows if row.pk in counting]
    rulings = Ruling.objects.filter(claim=claim).with_dissent().select_related("rating", "by")
    return Case(
        claim=claim,
        said=list(claim.attributions.select_related("source__merged_into").order_by("hop", "place")),
        graded=grades_of([claim])[claim.pk],
        columns=_columns(current),
        earlier=[row for row in reversed(rows) if row.pk not in counting],
        rulings=_newest_first(rulings),
        words=_earlier_words(claim),
        ready=claim.state != "open" and needed <= len(counting) == len(current),
        hidden=claim.state != "open" and len(current) < len(counting),
        needed=needed,
    )


def _columns(verdicts: list[Verdict]) -> list[Column]:
    findings = {row.finding for row in verdicts}
    ratings = {row.rating.same_as for row in verdicts}
    times = Counter(passage.pk for row in verdicts for passage in row.cited.all())
    return [
        Column(
            verdict=row,
            finding_differs=len(findings) > 1,
            rating_differs=len(ratings) > 1,
            cited=[Cited(one, len(verdicts) > 1 and times[one.pk] == 1) for one in row.cited.all()],
            alike=[one.by.label for one in verdicts if one is not row and _says(one) == _says(row)],
            others=[one.by.label for one in verdicts if _says(one) != _says(row)],
        )
        for row in verdicts
    ]


def _newest_first(rulings: Any) -> list[Any]:
    """The chain of rulings from its end; times may be equal, who supersedes whom is not."""
    by_id: dict[UUID | None, Ruling] = {row.pk: row for row in rulings}
    replaced = {row.supersedes_id for row in by_id.values()}
    chain, at = [], next((row for row in by_id.values() if row.pk not in replaced), None)
    while at is not None:
        chain.append(at)
        at = by_id.get(at.supersedes_id)
    return chain


def _earlier_words(claim: Claim) -> list[str]:
    if claim.reshaped_at is None:
        return []
    history: Any = claim.events.order_by("-pgh_id")  # type: ignore[attr-defined]
    return [text for text in dict.fromkeys(history.values_list("text", flat=True)) if text != claim.text]


def _says(verdict: Verdict) -> tuple[str, str]:
    return verdict.finding, verdict.rating.same_as
