"""The voices of a project: how much each says and denies, where and when; merged ones counted as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from claims.models import Attribution, Claim, Mention, Polarity, Project, Ruling, Source, User, Verdict

HEAD = Coalesce(F("source__merged_into_id"), F("source_id"))


@dataclass(frozen=True, slots=True)
class Tally:
    """What rests on one source. ``first`` and ``last`` are days on which articles with it were published."""

    claims: int = 0
    articles: int = 0
    denials: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def denied_share(self) -> float:
        """Share of its claims in which it denies, 0 to 1."""
        return self.denials / self.claims if self.claims else 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A source and what rests on it."""

    source: Source
    count: Tally


ORDERS: dict[str, Callable[[Entry], Any]] = {
    "claims": lambda entry: (-entry.count.claims, entry.source.name.casefold()),
    "name": lambda entry: (entry.source.name.casefold(), entry.source.pk),
    "articles": lambda entry: (-entry.count.articles, entry.source.name.casefold()),
    "denied": lambda entry: (-entry.count.denied_share, -entry.count.claims, entry.source.name.casefold()),
    "last": lambda entry: (-(entry.count.last or date.min).toordinal(), entry.source.name.casefold()),
}
"""How the roll can be sorted."""


def roll(project: Project, *, search: str = "", kinds: Iterable[str] = (), order: str = "claims") -> list[Entry]:
    """The project's sources with what rests on each; two queries.

    ``search`` is looked for in names and aliases, also in those of merged sources, whatever the capitals.
    """
    sources = Source.objects.heads().filter(project=project).select_related("article").defer("search")
    if words := " ".join(search.split()):
        named = Q(name__icontains=words) | Q(absorbed__name__icontains=words)
        also = Q(aliases__icontains=words) | Q(absorbed__aliases__icontains=words)
        sources = sources.filter(named | also).distinct()
    if chosen := list(kinds):
        sources = sources.filter(kind__in=chosen)
    counts = counts_of(Attribution.objects.filter(source__project=project))
    entries = (Entry(source, counts.get(source.pk, Tally())) for source in sources)
    return sorted(entries, key=ORDERS.get(order, ORDERS["claims"]))


def counts_of(attributions: QuerySet[Attribution]) -> dict[UUID, Tally]:
    """What rests on each head among these attributions; one query."""
    kept = attributions.filter(claim__deleted_at=None, claim__revision__article__deleted_at=None)
    day = Coalesce("claim__revision__article__published_at", TruncDate("claim__revision__article__created_at"))
    rows = (
        kept.exclude(source=None)
        .order_by()
        .values(head=HEAD)
        .annotate(
            claims=Count("claim", distinct=True),
            articles=Count("claim__revision__article", distinct=True),
            denials=Count("claim", distinct=True, filter=Q(claim__polarity=Polarity.DENIES)),
            first=Min(day),
            last=Max(day),
        )
    )
    return {row.pop("head"): Tally(**row) for row in rows}


def claims_of(source: Source) -> QuerySet[Claim]:
    """Every kept claim that rests on a head source or on one merged into it, newest article first."""
    resting = Attribution.objects.filter(Q(source=source) | Q(source__merged_into=source))
    claims = Claim.objects.kept().filter(pk__in=resting.values("claim"), revision__article__deleted_at=None)
    return claims.order_by("-revision__article__created_at", "number")


def verdict_mix(source: Source, viewer: User) -> list[tuple[str, int]]:
    """Ratings of the current verdicts on its claims that the viewer may see, with how many; most first."""
    current = Verdict.objects.current().filter(claim__in=claims_of(source).order_by()).visible_to(viewer)
    return _mix(current)


def ruling_mix(source: Source) -> list[tuple[str, int]]:
    """Ratings of the rulings in force on its claims."""
    return _mix(Ruling.objects.in_force().filter(claim__in=claims_of(source).order_by()).exclude(rating=None))


def _mix(rows: Any) -> list[tuple[str, int]]:
    counted = rows.order_by().values("rating__label").annotate(n=Count("pk", distinct=True))
    return [(row["rating__label"], row["n"]) for row in counted.order_by("-n", "rating__label")]


def mentions_of(source: Source) -> QuerySet[Mention]:
    """How each article presents it, and what was merged into it."""
    rows = Mention.objects.filter(Q(source=source) | Q(source__merged_into=source), article__deleted_at=None)
    return rows.select_related("article").order_by("-article__created_at", "name")
