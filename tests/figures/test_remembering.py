"""Figures are computed once while nothing changes, and anew as soon as something did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as Away

from claims.figures import remembering
from claims.figures.remembering import remembered
from claims.models import Claim, Event
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


class Sums:
    """Counts how often it was computed."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.times = cast, 0

    def ask(self, viewer: Any = None, asked: str = "all") -> int:
        return remembered("sum", self.cast.project, viewer or self.cast.editor, asked, self._compute)

    def _compute(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def sums(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Sums:
    """With a claim in the project, and all that was written old enough to be kept."""
    factories.make_claim(factories.make_article(cast.project).latest())
    monkeypatch.setattr(remembering, "FRESH", -timedelta(seconds=5))
    return Sums(cast)


def test_what_was_computed_is_not_computed_again(sums: Sums) -> None:
    assert (sums.ask(), sums.ask()) == (1, 1)


def test_who_asks_and_for_what_is_told_apart(sums: Sums, cast: Cast) -> None:
    assert (sums.ask(), sums.ask(cast.owner), sums.ask(asked="less")) == (1, 2, 3)


@pytest.mark.parametrize("change", ["verdict", "claim", "event"])
def test_a_change_counts_at_once(sums: Sums, cast: Cast, change: str) -> None:
    claim = Claim.objects.get()
    assert sums.ask() == 1
    if change == "verdict":
        factories.make_verdict(claim, cast.reviewer, "true")
    elif change == "claim":
        Claim.objects.filter(pk=claim.pk).update(state="disputed")
    else:
        Event.objects.record("project.changed", cast.project, project_id=cast.project.pk, by=cast.owner)
    assert (sums.ask(), sums.ask()) == (2, 2)


def test_while_something_is_fresh_nothing_is_kept(sums: Sums, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "FRESH", timedelta(seconds=5))
    Event.objects.record("a.thing", sums.cast.project, project_id=sums.cast.project.pk, by=None)
    assert timezone.now() - Event.objects.latest("created_at").created_at < remembering.FRESH
    assert (sums.ask(), sums.ask()) == (1, 2)


def test_without_a_cache_the_figures_are_there_all_the_same(sums: Sums, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any, **_more: Any) -> None:
        raise Away

    monkeypatch.setattr(cache, "get", away)
    assert (sums.ask(), sums.ask()) == (1, 2)
