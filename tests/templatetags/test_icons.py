"""Shapes that stand beside words."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from claims.models import SourceKind, WorkState
from claims.templatetags.icons import (
    SOURCE_SHAPES,
    STATE_WORDS,
    WORK_SHAPES,
    claim_state,
    icon,
    is_unnamed,
    place_on_scale,
    rating_mark,
)

ROOT = Path(__file__).resolve().parent.parent.parent
SPRITE = Template("{% include '_icons.html' %}")
USED = re.compile(r"""{% icon ["']([\w-]+)["'] %}""")


@pytest.fixture(scope="module")
def drawn() -> set[str]:
    """The shapes that the sprite holds."""
    return set(re.findall(r'<symbol id="i-([\w-]+)"', SPRITE.render(Context())))


@pytest.mark.parametrize(
    ("value", "lowest", "highest", "place"),
    [
        (5, 1, 5, "5"), (4, 1, 5, "4"), (3, 1, 5, "3"), (2, 1, 5, "2"), (1, 1, 5, "1"),
        (1, 0, 1, "5"), (0, 0, 1, "1"),
        (3, 1, 3, "5"), (2, 1, 3, "3"), (1, 1, 3, "1"),
        (-2, -2, 2, "1"), (2, -2, 2, "5"),
        (7, 7, 7, "3"),
        (None, 1, 5, "off"), (None, None, None, "off"),
    ],
)  # fmt: skip
def test_place_on_scale(value: int | None, lowest: int, highest: int, place: str) -> None:
    assert place_on_scale(value, lowest, highest) == place


def test_every_shape_a_template_asks_for_is_drawn(drawn: set[str]) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    asked = set(USED.findall(text)) | set(WORK_SHAPES.values()) | set(SOURCE_SHAPES.values())
    asked |= {f"s-{state}" for state in STATE_WORDS} | {f"r-{place}" for place in ("5", "4", "3", "2", "1", "off")}
    assert asked - drawn == set()


def test_every_kind_and_state_has_a_shape() -> None:
    assert set(SOURCE_SHAPES) == set(SourceKind.values)
    assert set(WORK_SHAPES) == set(WorkState.values)


def test_unnamed_kinds() -> None:
    assert [kind for kind in SourceKind.values if is_unnamed(kind)] == [
        "anonymous",
        "unnamed_person",
        "unnamed_group",
    ]


def test_shapes_are_silent_and_words_stand_beside_them() -> None:
    assert 'aria-hidden="true"' in icon("done")
    assert claim_state("disputed").endswith("disputed</span>")
    assert rating_mark("Half true", 3).endswith("Half true</span>")


def test_labels_are_escaped() -> None:
    assert "<b>" not in rating_mark("<b>True</b>", 5)
