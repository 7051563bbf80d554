"""Progress: what was done week by week, what is left, and how long a verdict takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.figures.progress import Progress, Week, asked, progress
from claims.measures import columns
from claims.measures.columns import Column, Tick
from claims.models import Act
from claims.views.access import powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: what it shows, its columns with a word below some, and the same as a table."""

    slug: str
    title: str
    says: str
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    columns: list[Column]
    ticks: list[tuple[Tick, str]]
    labels: list[tuple[float, str]]

    @property
    def box(self) -> str:
        """The drawing's frame."""
        return f"0 0 {columns.WIDTH} {columns.HEIGHT}"


@require_safe
@login_required
def progress_page(request: Request) -> HttpResponse:
    """The figures of the project at hand in the weeks that are asked for."""
    project = project_at_hand(request, Act.MEASURE)
    today = timezone.localdate()
    since, until, wrong = asked(request.GET.dict(), today)
    found = progress(project, since, until)
    context = {
        "nav": "figures",
        "subnav": "progress",
        "found": found,
        "wrong": wrong,
        "narrowed": bool(request.GET.get("from") or request.GET.get("to")),
        "charts": charts(found),
        "ages": [(_age(age.over, age.under), age) for age in found.ages],
        "people": [
            (person, _minutes(pace.median), _minutes(pace.slowest_tenth), pace) for person, pace in found.people
        ],
        "median": _minutes(found.pace.median),
        "slowest": _minutes(found.pace.slowest_tenth),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/progress_page.html", context)


def charts(found: Progress) -> list[Chart]:
    """The four charts of the page."""
    return [
        _chart("verdicts", _("Verdicts given"), found, lambda week: week.pace.verdicts, {}),
        _chart("settled", _("Claims settled"), found, lambda week: week.settled, {}),
        _chart("left", _("Claims not settled at the end of the week"), found, lambda week: week.left, {}),
        _chart(
            "pace",
            _("Median minutes per verdict"),
            found,
            lambda week: _in_minutes(week.pace.median),
            {
                _("Slowest tenth, minutes"): lambda week: _minutes(week.pace.slowest_tenth),
                _("n"): lambda week: str(week.pace.n),
                _("Beginning unknown"): lambda week: str(week.pace.unknown),
                _("Over two hours"): lambda week: str(week.pace.long),
            },
        ),
    ]


def _chart(
    slug: str,
    title: str,
    found: Progress,
    value: Callable[[Week], float | None],
    more: Mapping[str, Callable[[Week], str]],
) -> Chart:
    values = [value(week) for week in found.weeks]
    highest = max((one or 0 for one in values), default=0)
    drawn = columns.draw_columns(values, highest)
    names = [date_format(week.day, "SHORT_DATE_FORMAT") for week in found.weeks]
    told = ["–" if one is None else _figure(one) for one in values]
    chosen = columns.choose_labels(len(names))
    return Chart(
        slug=slug,
        title=title,
        says=_says(title, names, values),
        heads=[title, *more],
        rows=[
            (name, [figure, *(say(week) for say in more.values())])
            for name, figure, week in zip(names, told, found.weeks, strict=True)
        ],
        columns=drawn,
        ticks=[(tick, _figure(tick.value)) for tick in columns.draw_ticks(highest)],
        labels=[
            (drawn[number].middle, date_format(found.weeks[number].day, "j M"))
            for number in sorted(chosen)
            if drawn
        ],
    )


def _says(title: str, names: list[str], values: list[float | None]) -> str:
    """The chart in a sentence, for those who do not see it."""
    known = [(one, name) for one, name in zip(values, names, strict=True) if one is not None]
    if not known:
        return _("%(title)s: nothing in these weeks.") % {"title": title}
    highest, week = max(known, key=lambda pair: pair[0])
    return _("%(title)s, by week. Highest: %(highest)s in the week from %(week)s; last: %(last)s.") % {
        "title": title,
        "highest": _figure(highest),
        "week": week,
        "last": _figure(known[-1][0]),
    }


def _figure(value: float) -> str:
    """Whole numbers whole, others with one decimal."""
    return number_format(round(value, 1), 0 if round(value, 1) == int(value) else 1)


def _in_minutes(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 60, 1)


def _minutes(length: timedelta | None) -> str:
    minutes = _in_minutes(length)
    return "–" if minutes is None else _figure(minutes)


def _age(over: int, under: int | None) -> str:
    if under is None:
        return _("over %(days)d days") % {"days": over}
    if not over:
        return _("up to %(days)d days") % {"days": under}
    return _("%(over)d to %(under)d days") % {"over": over, "under": under}
