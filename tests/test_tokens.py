"""The colours of the interface hold WCAG 2.2 contrast in the light and in the dark scheme."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
# The first block is the rule; the later ones (more contrast, forced colours) only widen it.
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.split("@media", maxsplit=1)[0])}

GROUNDS = ("paper", "sheet", "sunk")
TEXTS = [
    "ink", "ink-2", "ink-3", "accent", "accent-deep", "v5", "v4", "v3", "v2", "v1", "voff",
    "s-open", "s-mine", "s-judged", "s-settled", "s-disputed", "bad", "warn", "good", "marker-edge",
]  # fmt: skip
ON_WASHES = [
    ("ink", "marker"), ("ink-2", "marker"), ("ink", "marker-2"), ("ink-2", "marker-2"), ("ink-3", "marker-2"),
    ("bad", "bad-wash"), ("ink", "bad-wash"), ("warn", "warn-wash"), ("ink", "warn-wash"),
    ("good", "good-wash"), ("ink", "good-wash"), ("accent", "accent-wash"), ("ink-2", "accent-wash"),
    ("accent-ink", "accent"), ("accent-ink", "accent-deep"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [(t, g) for t in TEXTS for g in GROUNDS] + ON_WASHES, ids=str)
def test_text_stands_out(text: str, ground: str, scheme: int) -> None:
    assert contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_stand_out(ground: str, scheme: int) -> None:
    assert contrast(COLOURS["edge"][scheme], COLOURS[ground][scheme]) >= 3.0
