"""The article's text as HTML: every word once, every claim marked, the tags well nested."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.views.marked_text import Layer, marked_paragraphs, marked_text, paragraphs

TEXT = "Prices rose. “Wait,” she said.\n\nThe café 🍵 <closed> & moved."


class Reader(HTMLParser):
    """Reads back what was written; unbalanced tags fail."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.paragraphs, self.starts = [], [], []
        self.seen, self.links, self.anchors = [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "p":
            assert self.open == [], "a paragraph stands in nothing"
            self.paragraphs.append("")
            self.starts.append(int(attributes.pop("id").removeprefix("p-")))
        if tag == "a":
            assert "a" not in self.open, "no link within a link"
            self.links.append((attributes["href"], "tabindex" not in attributes))
        if "id" in attributes:
            self.anchors.append(attributes["id"])
        self.seen.append((tag, attributes))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        assert self.open[:1] == ["p"], "words stand in paragraphs"
        self.paragraphs[-1] += data

    def words_of(self, claim):
        return [attributes for tag, attributes in self.seen if tag == "mark" and attributes["data-claim"] == claim]


def read(html):
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    assert reader.open == []
    return reader


def claim(start, end, name="c1", number=1):
    return Layer(start, end, "m s-open k-direct", claim=name, anchor=f"m-{number}")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("One.\n\nTwo.\nStill two.", ["One.", "Two.\nStill two."]),
        ("One.\nTwo.\n\t\nThree.", ["One.\nTwo.", "Three."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("\n\nOne.\n\n\n", ["One."]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_paragraphs(text, whole):
    assert [text[start:end] for start, end in paragraphs(text)] == whole


def test_markup_in_the_text_is_text():
    text = "<script>alert(1)</script> & \"quotes\" 'too'"
    html = str(marked_text(text, [claim(0, len(text))]))
    assert "<script" not in html
    assert read(html).paragraphs == [text]


def test_a_title_cannot_leave_its_attribute():
    layer = Layer(0, 6, "waived", title='" onclick="alert(1)')
    assert read(marked_text(TEXT, [layer])).seen[1] == ("span", {"class": "waived", "title": layer.title})


def test_a_claim_is_a_mark_a_link_and_an_anchor():
    reader = read(marked_text(TEXT, [claim(0, 12)], link="?show=open&claim="))
    assert ("mark", {"class": "m s-open k-direct", "data-claim": "c1", "id": "m-1"}) in reader.seen
    assert reader.links == [("?show=open&claim=c1", True)]


def test_a_claim_across_paragraphs_goes_on_in_the_next():
    reader = read(marked_text(TEXT, [claim(0, len(TEXT))]))
    assert [words["class"] for words in reader.words_of("c1")] == ["m s-open k-direct", "m s-open k-direct cont"]
    assert reader.anchors == ["m-1"]
    assert [stop for _, stop in reader.links] == [True, False], "one tab stop a claim"


def test_overlapping_claims_are_nested_the_longer_one_outside():
    html = str(marked_text("abcdef", [claim(2, 6, "late", 2), claim(0, 4, "early", 1)]))
    reader = read(html)
    assert reader.links == [("?claim=early", True), ("?claim=late", True), ("?claim=late", False)]
    assert [words["class"] for words in reader.words_of("late")] == ["m s-open k-direct", "m s-open k-direct cont"]


def test_source_and_cue_within_a_claim_keep_its_link():
    html = str(marked_text("she said so", [claim(0, 11), Layer(0, 3, "src", "c1"), Layer(4, 8, "cue", "c1")]))
    reader = read(html)
    assert {href for href, _ in reader.links} == {"?claim=c1"}
    assert [attributes["class"] for tag, attributes in reader.seen if tag == "span"] == ["src", "cue"]


def test_words_from_several_layers_are_one_link():
    layers = [claim(0, 11), Layer(0, 3, "src", "c1"), Layer(4, 8, "cue", "c1"), Layer(0, 11, "waived")]
    assert len(read(marked_text("she said so", layers)).links) == 1, "one thing to hear"


def test_a_sentence_leads_to_itself_but_for_the_words_of_claims():
    sentence = Layer(0, 12, "waived", href="?show=open&sentence=0", told="d-waived", anchor="s-0")
    reader = read(marked_text("Prices rose.", [sentence, claim(7, 11)]))
    assert [href for href, _ in reader.links] == ["?show=open&sentence=0", "?claim=c1", "?show=open&sentence=0"]
    assert reader.anchors == ["s-0", "m-1"]
    told = [attributes.get("aria-describedby") for tag, attributes in reader.seen if tag == "a"]
    assert told == ["d-waived", None, "d-waived"]


def test_what_is_in_hand_is_said():
    mine = Layer(0, 6, "m s-open k-direct on", claim="c1", told="d-open")
    links = [
        attributes for tag, attributes in read(marked_text(TEXT, [mine, claim(7, 11, "c2")])).seen if tag == "a"
    ]
    assert [link.get("aria-current") for link in links] == ["true", None]


def test_a_claim_carries_its_number_once():
    reader = read(marked_text("abcdef", [Layer(0, 4, "m", "c1", number=3), claim(2, 6, "c2")]))
    assert [attributes.get("data-n") for tag, attributes in reader.seen if tag == "mark"] == ["3", None, None]


@pytest.mark.parametrize(
    ("places", "starts"),
    [
        ([], []),
        ([(0, 1)], [0]),
        ([(31, 33)], [32]),
        ([(3, 40), (4, 5)], [0, 32]),
        ([(30, 32)], []),
        ([(99, 120)], []),
    ],
)
def test_paragraphs_alone_are_those_that_a_place_touches(places, starts):
    assert [start for start, _html in marked_paragraphs(TEXT, [], places)] == starts


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared
PIECES = st.sampled_from(["a", "b ", "🍵", "e\u0301", "<b>", "&amp;", '"', "'", "\n", "\n\n", " ", "ש"])
PLACES = st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from(["m", "src", "waived", "gap"]))


@UNHURRIED
@given(pieces=st.lists(PIECES, max_size=40), places=st.lists(PLACES, max_size=8))
def test_the_words_come_back_and_every_claim_is_there(pieces, places):
    text = "".join(pieces)
    layers = [_layer(number, *place) for number, place in enumerate(places)]
    reader = read(marked_text(text, layers))
    whole = paragraphs(text)
    assert reader.paragraphs == [text[start:end] for start, end in whole]
    assert reader.starts == [start for start, _end in whole]
    assert len(reader.anchors) == len(set(reader.anchors))
    for layer in layers:
        visible = [(max(layer.start, a), min(layer.end, b)) for a, b in whole if layer.start < b and layer.end > a]
        if layer.is_claim and visible:
            assert reader.words_of(layer.claim)
            assert layer.anchor in reader.anchors
            assert _reachable(text, layer, layers, visible) <= {href for href, _ in reader.links}
    stops = [href for href, stop in reader.links if stop]
    assert sorted(stops) == sorted({href for href, _ in reader.links}), "one tab stop each"


@UNHURRIED
@given(pieces=st.lists(PIECES, max_size=40), places=st.lists(PLACES, max_size=8), touched=st.integers(0, 40))
def test_a_paragraph_alone_is_the_same_as_in_the_whole(pieces, places, touched):
    text = "".join(pieces)
    layers = [_layer(number % 5, *place) for number, place in enumerate(places)]
    whole = str(marked_text(text, layers))
    alone = marked_paragraphs(text, layers, [(touched, touched + 5)])
    assert [start for start, _html in alone] == [a for a, b in paragraphs(text) if a < touched + 5 and b > touched]
    for _start, html in alone:
        assert str(html) in whole


def _layer(number, start, length, kind):
    if kind == "m":
        return claim(start, start + length, f"c{number}", number)
    return Layer(
        start,
        start + length,
        kind,
        claim=f"c{number}" if kind == "src" else "",
        href=f"?sentence={number}" if kind == "gap" else "",
    )


def _reachable(text, layer, layers, visible):
    """The link to the claim, unless it is blank or other claims lie over all of its words."""
    others = [one for one in layers if one.is_claim and one is not layer]
    places = [place for a, b in visible for place in range(a, b) if text[place].strip()]
    bare = any(not any(one.start <= place < one.end for one in others) for place in places)
    return {f"?claim={layer.claim}"} if bare else set()
