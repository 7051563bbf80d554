"""Progress: weeks, what is left at their ends, and times whose figures are worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.figures.progress import asked, progress
from claims.models import Claim, Project, Ruling, RulingBasis
from tests import factories

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def claims(cast, revision):
    made = [factories.make_claim(revision) for _ in range(4)]
    Claim.objects.filter(pk__in=[one.pk for one in made]).update(created_at=NOON - timedelta(weeks=1))
    return made


def _rule(claim, at, basis=RulingBasis.EDITOR, supersedes=None):
    rating = (
        None if basis == RulingBasis.REOPENED else claim.revision.article.project.scale.current().ratings.first()
    )
    finding = "" if basis == RulingBasis.REOPENED else "confirmed"
    return Ruling.objects.create(
        claim=claim, basis=basis, rating=rating, finding=finding, created_at=at, supersedes=supersedes
    )


def _judge(claim, by, at, minutes=None):
    began = None if minutes is None else at - timedelta(minutes=minutes)
    return factories.make_verdict(claim, by, created_at=at, began_at=began)


def test_times_are_those_worked_out_by_hand(cast, claims):
    """10, 20, 30, 60 minutes: the median is 25; the ninth tenth lies 0.7 of the way from 30 to 60, at 51."""
    for claim, minutes in zip(claims, (10, 20, 30, 60), strict=True):
        _judge(claim, cast.reviewer, NOON, minutes)
    _judge(claims[0], cast.second_reviewer, NOON, 121)
    _judge(claims[1], cast.second_reviewer, NOON)
    pace = progress(cast.project, MONDAY, MONDAY + timedelta(days=6)).pace
    assert (pace.median, pace.slowest_tenth) == (timedelta(minutes=25), timedelta(minutes=51))
    assert (pace.n, pace.long, pace.unknown, pace.verdicts) == (4, 1, 1, 6)


def test_two_hours_count_and_a_second_more_does_not(cast, claims):
    _judge(claims[0], cast.reviewer, NOON, 120)
    factories.make_verdict(claims[1], cast.reviewer, created_at=NOON, began_at=NOON - timedelta(hours=2, seconds=1))
    pace = progress(cast.project, MONDAY, MONDAY).pace
    assert pace.verdicts == 0, "the Wednesday is not in it"
    pace = progress(cast.project, NOON.date(), NOON.date()).pace
    assert (pace.n, pace.long) == (1, 1)


def test_weeks_without_anything_are_there_and_days_outside_are_not(cast, claims):
    _judge(claims[0], cast.reviewer, NOON)
    _judge(claims[1], cast.reviewer, NOON + timedelta(weeks=2))
    _judge(claims[2], cast.reviewer, NOON + timedelta(weeks=3))
    found = progress(cast.project, MONDAY, MONDAY + timedelta(weeks=2, days=6))
    assert [(week.day, week.pace.verdicts) for week in found.weeks] == [
        (MONDAY, 1),
        (MONDAY + timedelta(weeks=1), 0),
        (MONDAY + timedelta(weeks=2), 1),
    ]
    assert found.pace.verdicts == 2


def test_what_is_left_follows_settling_and_reopening(cast, claims):
    first = _rule(claims[0], NOON)
    _rule(claims[1], NOON)
    again = _rule(claims[0], NOON + timedelta(weeks=1), RulingBasis.REOPENED, first)
    third = _rule(claims[0], NOON + timedelta(weeks=2), supersedes=again)
    _rule(claims[0], NOON + timedelta(weeks=2, days=1), supersedes=third)
    found = progress(cast.project, MONDAY - timedelta(weeks=2), MONDAY + timedelta(weeks=2, days=6))
    assert [(week.settled, week.left) for week in found.weeks] == [(0, 0), (0, 4), (2, 2), (0, 3), (1, 2)]
    assert found.settled == 3
    later = progress(cast.project, MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=2, days=6))
    assert later.weeks[0].left == 2, "what was before the range counts"


def test_the_trash_and_other_projects_are_in_no_figure(cast, claims):
    other = factories.make_project(by=cast.outsider)
    foreign = factories.make_claim(factories.make_article(other).latest())
    _judge(foreign, cast.outsider, NOON, 5)
    _judge(claims[0], cast.reviewer, NOON, 5)
    Claim.objects.filter(pk=claims[0].pk).update(deleted_at=timezone.now())
    found = progress(cast.project, MONDAY, MONDAY + timedelta(days=6))
    assert (found.pace.verdicts, found.weeks[0].left, found.waiting) == (0, 3, 3)


def test_what_waits_today_by_age(cast, claims):
    now = timezone.now()
    for claim, days, state in zip(
        claims, (1, 10, 40, 400), ("open", "disputed", "settled", "disputed"), strict=True
    ):
        Claim.objects.filter(pk=claim.pk).update(created_at=now - timedelta(days=days), state=state)
    ages = progress(cast.project, MONDAY, MONDAY).ages
    assert [(age.open, age.disputed) for age in ages] == [(1, 0), (0, 1), (0, 0), (0, 1)]


def test_people_only_where_an_owner_switched_it_on(cast, claims):
    _judge(claims[0], cast.second_reviewer, NOON, 10)
    _judge(claims[1], cast.reviewer, NOON, 30)
    assert progress(cast.project, MONDAY, NOON.date()).people == []
    Project.objects.update(ranks_people=True)
    people = progress(Project.objects.get(pk=cast.project.pk), MONDAY, NOON.date()).people
    assert [(one.username, pace.median) for one, pace in people] == [
        ("reviewer", timedelta(minutes=30)),
        ("second_reviewer", timedelta(minutes=10)),
    ], "by name, not by number"


def test_the_number_of_queries_does_not_grow(cast, claims, revision):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            progress(cast.project, MONDAY, MONDAY + timedelta(weeks=20))
        return len(caught)

    _judge(claims[0], cast.reviewer, NOON, 10)
    few = queries()
    for number in range(12):
        claim = factories.make_claim(revision)
        _judge(claim, cast.reviewer, NOON + timedelta(weeks=number), 10)
        _rule(claim, NOON + timedelta(weeks=number))
    assert queries() == few <= 6


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("given", "since", "until", "wrong"),
    [
        ({}, date(2026, 9, 7), TODAY, []),
        ({"from": "2026-11-01"}, date(2026, 11, 1), TODAY, []),
        ({"from": "soon"}, date(2026, 9, 7), TODAY, ["from"]),
        ({"to": "0001-01-01"}, date(2026, 9, 7), TODAY, ["to"]),
        ({"from": "2026-11-20", "to": "2026-11-10"}, date(2026, 11, 10), date(2026, 11, 20), ["to"]),
        ({"from": "2010-01-01"}, TODAY - timedelta(weeks=104), TODAY, ["from"]),
    ],
)
def test_what_an_address_asks_for(given, since, until, wrong):
    assert asked(given, TODAY) == (since, until, asked(given, TODAY)[2])
    assert list(asked(given, TODAY)[2]) == wrong
