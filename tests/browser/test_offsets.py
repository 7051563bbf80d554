"""What is selected in the browser is, to the character, what the server is told, stores and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from claims.extraction import Unreadable, normalise
from claims.views.marked_text import Layer, marked_text, paragraphs
from tests.browser.acts import open_seed, text_of
from tests.browser.selections import Case, places, seen

if TYPE_CHECKING:
    from tests.browser.windows import Windows

PIECES = (
    *"ab .,“”<&>'\"",
    " ", "  ", "\t", "\n", "\r\n", "\n\n", "\r\n\r\n", " \n \n",
    "\u00a0", "\u2028", "\x85", "\u3000", "\ufeff", "\u200b",
    "😀", "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f3f3\ufe0f\u200d\U0001f308", "🇩🇪🇫🇷", "👍🏽", "𝒜", "𐍈",
    "e\u0301", "n\u0303\u0323", "\u0301", "ﷺ", "ﬁ", "İ", "ß",
    "קול", "שָׁלוֹם", "قال", "إِنَّ", "\u200f", "\u202bx\u202c", "中文", "ไทย", "हिन्दी",
)  # fmt: skip
CLASSES = ("m s-open k-direct", "m s-mine k-indirect u on", "m s-settled k-narrated", "src", "cue", "waived", "gap")
ROUNDS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text as it is frozen, of what is hard to count."""
    raw = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60)))
    try:
        return normalise(raw)
    except Unreadable:
        assume(False)
        raise


def places_in(text: str) -> st.SearchStrategy[tuple[int, int]]:
    """Start and end of some words of the text, not empty."""
    ends = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True)
    return ends.map(lambda two: (min(two), max(two)))


@st.composite
def drawn(draw: st.DrawFn) -> tuple[str, list[Layer], list[Case]]:
    """A text, what is drawn over it, overlapping and nested, and selections in it."""
    text = draw(texts())
    layers = [
        Layer(start, end, classes, claim="" if classes in ("waived", "gap") else f"c{number}", number=number + 1)
        for number, (classes, (start, end)) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(CLASSES), places_in(text)), max_size=6))
        )
    ]
    flags = st.booleans()
    cases = st.tuples(places_in(text), flags, flags, flags).map(lambda one: (*one[0], *one[1:]))
    return text, layers, draw(st.lists(cases, min_size=1, max_size=12))


def expected(text: str, start: int, end: int) -> dict[str, Any] | None:
    """What a selection of ``text[start:end]`` means: white space trimmed, paragraphs apart by a blank line."""
    said = text[start:end]
    if not said.strip():
        return None
    start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    parts = [(max(a, start), min(b, end)) for a, b in paragraphs(text) if a < end and b > start]
    return {"start": start, "end": end, "quote": "\n\n".join(text[a:b] for a, b in parts)}


def test_every_selection_means_the_words_that_were_selected(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_seed(page)

    @ROUNDS
    @given(drawn())
    def holds(example: tuple[str, list[Layer], list[Case]]) -> None:
        text, layers, cases = example
        found = seen(page, marked_text(text, layers), cases)
        assert found == [[expected(text, start, end)] * 2 for start, end, *_how in cases]

    holds()


def test_half_of_a_pair_takes_the_whole_character(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_seed(page)
    seen(page, marked_text("a 😀😎 b", []), [])
    page.evaluate("""() => {
      const [node] = document.querySelector("#article-text p").childNodes;
      document.getSelection().setBaseAndExtent(node, 3, node, 5);
    }""")
    assert places(page) == [{"start": 2, "end": 4, "quote": "😀😎"}]


def test_a_triple_click_takes_the_paragraph_and_not_the_next(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_seed(page)
    seen(page, marked_text("One 😀 paragraph.\n\n  Another one here.\n\nA third.", []), [])
    text_of(page).locator("p").nth(1).click(click_count=3, position={"x": 20, "y": 10})
    assert places(page) == [{"start": 20, "end": 37, "quote": "Another one here."}]


def test_a_selection_that_leaves_the_article_ends_at_its_edges(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_seed(page)
    seen(page, marked_text("Here 😀 it begins.\n\nHere it ends.", []), [])
    page.evaluate("document.getSelection().selectAllChildren(document.body)")
    [place] = places(page)
    assert (place["start"], place["end"]) == (0, 32)
    page.evaluate("document.getSelection().selectAllChildren(document.getElementById('panel'))")
    assert places(page) == []
