"""How a project gets on: verdicts and settled claims by week, what is left, and how long a verdict takes.

Counts are of a project and a week, never of a claim, so that they tell nobody who judged what.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimState, Project, Ruling, RulingBasis, User, Verdict

WEEKS_USUALLY = 12
WEEKS_AT_MOST = 104
LONGEST = timedelta(hours=2)
"""What takes longer was laid aside in between, and says nothing about how long a verdict takes."""
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)
"""Days that somebody may mean."""
AGES = (7, 28, 91)
"""Days at which the ages of what is left are cut."""


class Percentile(Aggregate):
    """PostgreSQL's ``percentile_cont``: between two values, where the share falls between them."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field: ClassVar[DurationField[Any, Any]] = DurationField()

    def __init__(self, expression: Any, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=float(share), **extra)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long verdicts took, from taking or beginning the claim to giving the verdict.

    ``n`` verdicts count; of ``unknown`` nobody knows when they were begun; ``long`` took more than ``LONGEST``.
    """

    median: timedelta | None
    slowest_tenth: timedelta | None
    n: int
    unknown: int
    long: int

    @property
    def verdicts(self) -> int:
        """All verdicts given."""
        return self.n + self.unknown + self.long


NO_PACE = Pace(None, None, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday ``day`` on; ``left`` is what was not settled at its end."""

    day: date
    pace: Pace
    settled: int
    left: int


@dataclass(frozen=True, slots=True)
class Age:
    """Claims that wait, of ``over`` days and more, up to ``under`` days (None: no end)."""

    over: int
    under: int | None
    open: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The figures of one project from ``since`` to ``until``, two days; weeks at the ends may be cut."""

    since: date
    until: date
    weeks: list[Week]
    pace: Pace
    settled: int
    ages: list[Age]
    people: list[tuple[User, Pace]]
    """Only where the owner has switched figures by person on; by name."""

    @property
    def waiting(self) -> int:
        """Claims that are not settled today."""
        return sum(age.open + age.disputed for age in self.ages)


def progress(project: Project, since: date, until: date) -> Progress:
    """The figures; a fixed number of queries, six at most."""
    given = Verdict.objects.filter(claim__in=_claims(project)).filter(_within(since, until))
    paces = {_day(row["week"]): _pace(row) for row in _paced(_by_week(given))}
    settled = Ruling.objects.filter(claim__in=_claims(project)).exclude(basis=RulingBasis.REOPENED)
    settled = settled.filter(_within(since, until))
    by_week = {_day(row["week"]): row["n"] for row in _by_week(settled).annotate(n=Count("claim", distinct=True))}
    left = _left(project)
    mondays = list(_mondays(since, until))
    return Progress(
        since=since,
        until=until,
        weeks=[Week(day, paces.get(day, NO_PACE), by_week.get(day, 0), _sum_until(left, day)) for day in mondays],
        pace=_pace(given.aggregate(**_PACES)),
        settled=sum(by_week.values()),
        ages=_ages(project),
        people=_people(given) if project.ranks_people else [],
    )


def asked(given: Mapping[str, str], today: date) -> tuple[date, date, dict[str, str]]:
    """The days that an address asks for, and what was wrong with it by field: there the usual takes its place."""
    wrong: dict[str, str] = {}
    until = _read("to", given, wrong) or today
    since = _read("from", given, wrong) or until - timedelta(weeks=WEEKS_USUALLY - 1, days=until.weekday())
    if since > until:
        wrong["to"] = _("This day is before the first.")
        since, until = until, since
    longest = timedelta(weeks=WEEKS_AT_MOST)
    if until - since > longest:
        wrong["from"] = _("At most %(weeks)d weeks are shown.") % {"weeks": WEEKS_AT_MOST}
        since = until - longest
    return since, until, wrong


def _read(name: str, given: Mapping[str, str], wrong: dict[str, str]) -> date | None:
    value = given.get(name, "")
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError:
        day = date.min
    if day and not EARLIEST <= day <= LATEST:
        wrong[name] = _("A day, such as 2026-11-23.")
        return None
    return day


def _claims(project: Project) -> QuerySet[Claim]:
    """The claims of the project that are in no trash; as a subquery."""
    rows = Claim.objects.filter(revision__article__project=project, revision__article__deleted_at=None)
    return rows.filter(deleted_at=None).order_by().values("pk")  # type: ignore[return-value]


def _within(since: date, until: date) -> Q:
    return Q(created_at__gte=_midnight(since), created_at__lt=_midnight(until + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _by_week(rows: QuerySet[Any]) -> Any:
    return rows.order_by().annotate(week=TruncWeek("created_at")).values("week")


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _mondays(since: date, until: date) -> Iterable[date]:
    day = since - timedelta(days=since.weekday())
    while day <= until:
        yield day
        day += timedelta(days=7)


_TOOK = ExpressionWrapper(F("created_at") - F("began_at"), output_field=DurationField())
_KNOWN = Q(began_at__isnull=False)
_SHORT = _KNOWN & Q(created_at__lte=F("began_at") + LONGEST)
_PACES: dict[str, Any] = {
    "median": Percentile(_TOOK, share=0.5, filter=_SHORT),
    "slowest_tenth": Percentile(_TOOK, share=0.9, filter=_SHORT),
    "n": Count("pk", filter=_SHORT),
    "unknown": Count("pk", filter=Q(began_at=None)),
    "long": Count("pk", filter=_KNOWN & ~Q(created_at__lte=F("began_at") + LONGEST)),
}


def _paced(rows: Any) -> Any:
    return rows.annotate(**_PACES)


def _pace(row: dict[str, Any]) -> Pace:
    return Pace(**{name: row[name] for name in _PACES})


def _left(project: Project) -> dict[date, int]:
    """By week, how many more claims wait at its end than at its beginning, over the project's whole life."""
    made = _by_week(Claim.objects.filter(pk__in=_claims(project))).annotate(n=Count("pk"))
    ended = ~Q(basis=RulingBasis.REOPENED) & (Q(supersedes=None) | Q(supersedes__basis=RulingBasis.REOPENED))
    begun = Q(basis=RulingBasis.REOPENED) & ~Q(supersedes__basis=RulingBasis.REOPENED)
    turned = _by_week(Ruling.objects.filter(claim__in=_claims(project))).annotate(
        n=Count("pk", filter=begun) - Count("pk", filter=ended)
    )
    changes: dict[date, int] = {}
    for row in (*made, *turned):
        day = _day(row["week"])
        changes[day] = changes.get(day, 0) + row["n"]
    return changes


def _sum_until(changes: dict[date, int], week: date) -> int:
    return sum(change for day, change in changes.items() if day <= week)


def _ages(project: Project) -> list[Age]:
    """What waits today: fully judged and not settled counts as disputed, all else that is not settled as open."""
    now = timezone.now()
    bounds = (0, *AGES, None)
    counts: dict[str, Any] = {}
    for number, (over, under) in enumerate(itertools.pairwise(bounds)):
        of = Q(created_at__lte=now - timedelta(days=over or 0)) if over else Q()
        of &= Q(created_at__gt=now - timedelta(days=under)) if under else Q()
        disputed = Q(state=ClaimState.DISPUTED)
        counts[f"disputed{number}"] = Count("pk", filter=of & disputed)
        counts[f"open{number}"] = Count("pk", filter=of & ~disputed)
    waiting = Claim.objects.filter(pk__in=_claims(project)).exclude(state=ClaimState.SETTLED)
    found = waiting.order_by().aggregate(**counts)
    return [
        Age(over or 0, under, found[f"open{number}"], found[f"disputed{number}"])
        for number, (over, under) in enumerate(itertools.pairwise(bounds))
    ]


def _people(given: QuerySet[Verdict]) -> list[tuple[User, Pace]]:
    rows = {row["by"]: _pace(row) for row in _paced(given.order_by().values("by"))}
    people = User.objects.filter(pk__in=rows)
    return sorted(((one, rows[one.pk]) for one in people), key=lambda row: row[0].label.casefold())
