"""The trained tagger as it ships: plain sentences are read right, any text is taken, time grows with the text."""

import itertools
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.splitting.spans import Span
from claims.splitting.tagger import Found, tag

ANY = st.text(st.characters(), max_size=120)
NEWS = st.lists(
    st.sampled_from(
        [
            *[
                "“",
                "”",
                '"',
                "said",
                " ",
                "\n\n",
                ", ",
                ". ",
                "the mayor",
                "Anna Lind",
                "denied that",
                "according to",
            ],
            *["the bridge is safe", "a source familiar with the talks", "\ud800", "👩‍👩‍👧", "e\u0301", "he added"],
        ]
    ),
    max_size=40,
).map("".join)


def read(text: str, sentences: list[Span] | None = None) -> list[Found]:
    whole = [Span(0, len(text))] if text else []
    return tag(text, whole if sentences is None else sentences)


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(span.of(text) for span in spans)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“The bridge is safe,” Anna Lind said.", "Anna Lind", "said", "“The bridge is safe,”"),
        ("The mayor said that the bridge is safe.", "The mayor", "said that", "the bridge is safe"),
        ("According to the report, the bridge is safe.", "the report", "According to", "the bridge is safe"),
    ],
)
def test_plain_sentences(text: str, source: str, cue: str, content: str) -> None:
    (found,) = read(text)
    assert words(text, found.source) == source
    assert words(text, found.cue).split()[0] == cue.split(maxsplit=1)[0]
    assert content in words(text, found.content)


def test_one_source_serves_two_cues() -> None:
    text = "Anna Lind said the bridge is safe and denied that the tolls would rise."
    found = read(text)
    assert [words(text, one.cue).split()[0] for one in found] == ["said", "denied"]
    assert {words(text, one.source) for one in found} == {"Anna Lind"}


@settings(deadline=None, max_examples=60)
@given(st.one_of(ANY, NEWS))
@example("")
@example(" \n\t\u2028")
@example("\ud800" * 300)
@example("x" * 3000)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for found in read(text):
        assert found.cue
        assert found.content
        assert 0 <= found.confidence <= 1
        for role in (found.source, found.cue, found.content):
            assert all(span.end <= len(text) for span in role)
            assert all(a.end <= b.start for a, b in itertools.pairwise(role))


def test_an_attribution_is_found_wherever_it_stands() -> None:
    """The same sentence at every place of a long text, so that no window border hides it."""
    filler = "The council met on Monday and looked at the plans for the old harbour. "
    sentence = "Anna Lind said that the bridge is safe. "
    text, sentences, missed = "", [], 0
    for count in range(90):
        for part in (filler, sentence) if count % 3 == 0 else (filler,):
            sentences.append(Span(len(text), len(text) + len(part)))
            text += part
    found = {
        words(text, one.source) + ":" + str(one.source[0].start) for one in read(text, sentences) if one.source
    }
    for span in sentences:
        missed += span.of(text) == sentence and f"Anna Lind:{span.start}" not in found
    assert missed == 0


def test_time_grows_with_the_text() -> None:
    part = "Anna Lind said that the bridge is safe. “It will open,” she added.\n\n"

    def seconds(times: int) -> float:
        spans = [Span(n * len(part), (n + 1) * len(part)) for n in range(times)]
        since = time.process_time()
        read(part * times, spans)
        return time.process_time() - since

    seconds(1)
    short = min(seconds(60) for _ in range(2))
    assert seconds(480) < 8 * short * 2
