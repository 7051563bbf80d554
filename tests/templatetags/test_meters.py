"""Bars whose widths are shares of a whole."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.templatetags.meters import meter

BAR = re.compile(r'<rect class="(done|half|left)" x="([\d.]+)" width="([\d.]+)"')


def bars(html: str) -> dict[str, tuple[float, float]]:
    """``(x, width)`` by kind, in hundredths of the whole."""
    return {kind: (float(x), float(width)) for kind, x, width in BAR.findall(html)}


def test_shares() -> None:
    assert bars(meter(20, 10, 5, 5)) == {"done": (0, 50), "half": (50, 25), "left": (75, 25)}


def test_nothing_is_drawn_for_nothing() -> None:
    assert bars(meter(0, 0)) == {}
    assert bars(meter(10, 0)) == {}


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=3))
def test_parts_of_a_whole_never_overlap(parts: list[int]) -> None:
    drawn = sorted(bars(meter(sum(parts), *parts)).values())
    for (x, width), (following, _) in pairwise(drawn):
        assert x + width <= following + 0.02
    assert sum(width for _, width in drawn) == pytest.approx(100 if sum(parts) else 0, abs=0.05)
