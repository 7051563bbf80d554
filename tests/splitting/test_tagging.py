"""What the tagger reads: pieces and their offsets, states of quotation, windows, the best sequence of tags."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.splitting.spans import Span
from claims.splitting.tagger import MODEL
from claims.splitting.tagging.decoding import CONTENT, CUE, SOURCE, best_tags, log_softmax, spans_of
from claims.splitting.tagging.encoding import Pieces, encode, load_tokenizer
from claims.splitting.tagging.features import INSIDE, MARK, OUTSIDE, UNCLOSED, quote_states
from claims.splitting.tagging.windowing import ROOM, windows

ANY = st.text(st.characters(), max_size=120)


def pieces_of(text: str) -> Pieces:
    return encode(text, load_tokenizer(MODEL / "tokenizer.json"))


@settings(deadline=None, max_examples=200)
@given(ANY)
@example("\ud800 said \udfff")
@example("e\u0301te\u0301 👩‍👩‍👧 \x00\x07 ﬁnance ẞ İstanbul")
@example("\n" * 500)
def test_pieces_lie_in_order_inside_the_text(text: str) -> None:
    pieces = pieces_of(text)
    assert all(0 <= b < e <= len(text) for b, e in zip(pieces.starts, pieces.ends, strict=True))
    assert all(a <= b for a, b in itertools.pairwise(pieces.starts.tolist()))
    assert len(pieces.ids) == len(pieces.quotes) == len(pieces.shapes) == len(pieces.continues)
    assert not pieces.shapes.size or (pieces.shapes.min() >= 0 and pieces.shapes.max() < 8)


def test_pieces_are_found_again_after_signs_of_many_code_units() -> None:
    text = "👩‍👩‍👧 \ud800 Zoe\u0308 said 😀 “Jürgen”"
    words = [
        text[b:e]
        for b, e in zip(*(a.tolist() for a in (pieces_of(text).starts, pieces_of(text).ends)), strict=True)
    ]
    assert words[-3:] == ["“", "Jürgen", "”"] or "".join(words[-5:]).endswith("“Jürgen”")
    assert "said" in words


def test_pieces_of_one_word_go_on_and_signs_do_not() -> None:
    pieces = pieces_of("Unfathomably, they're")
    words = [
        ("Unfathomably, they're"[b:e], bool(c))
        for b, e, c in zip(pieces.starts, pieces.ends, pieces.continues, strict=True)
    ]
    assert words[0][1] is False
    assert all(goes_on for word, goes_on in words[1:] if "Unfathomably".find(word) > 0 and word not in "they're")
    assert (",", False) in words
    assert ("they", False) in words


@pytest.mark.parametrize(
    ("text", "inside", "state"),
    [
        ("He said “yes we can” today", "yes we can", INSIDE),
        ("He said “yes we can” today", "today", OUTSIDE),
        ('He said "yes we can" today', "yes we can", INSIDE),
        ('He said "yes we can" today', "today", OUTSIDE),
        ("He said “yes we can today", "yes we can", UNCLOSED),
        ("He said “yes we can. She went home today", "yes we can.", UNCLOSED),
        ("He said “yes we can. She went home today", "She went home today", OUTSIDE),
        ("He said “yes.\n\n“And more,” he said", "yes", INSIDE),
        ("He said “yes.\n\nShe went home", "She went home", OUTSIDE),
        ("He said yes” today", "today", OUTSIDE),
    ],
)
def test_states_of_quotation(text: str, inside: str, state: int) -> None:
    states = quote_states(text)
    start = text.index(inside)
    assert set(states[start : start + len(inside)].tolist()) == {state}
    assert {int(states[i]) for i, sign in enumerate(text) if sign in '“”"'} <= {MARK}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.integers(0, 5))
def test_windows_own_every_piece_once(lengths: list[int], seed: int) -> None:
    size = sum(lengths)
    rng = np.random.default_rng(seed)
    places = np.arange(size, dtype=np.int64)
    pieces = Pieces(places, places * 2, places * 2 + 2, places, places, rng.random(size) < 0.3)
    ends = np.cumsum(lengths) * 2
    sentences = [Span(int(b), int(e)) for b, e in itertools.pairwise([0, *ends.tolist()])]
    found = windows(pieces, sentences)
    assert [w.own_start for w in found] == [0, *(w.own_end for w in found[:-1])]
    assert found[-1].own_end == size
    assert all(w.start <= w.own_start <= w.own_end <= w.end <= w.start + ROOM for w in found)
    assert len(found) <= 2 + size / (ROOM // 4)


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), st.integers(0, 1000))
def test_no_span_goes_on_without_having_begun_nor_ends_within_a_word(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    continues = rng.random(size) < 0.4
    continues[0] = False
    tags = best_tags(log_softmax(rng.normal(0, 3, (size, 7)).astype(np.float32)), continues).tolist()
    for before, tag, within in zip([0, *tags], tags, continues.tolist(), strict=False):
        if tag in (SOURCE + 1, CUE + 1, CONTENT + 1):
            assert before in (tag - 1, tag)
        if within:
            assert tag == (before + before % 2)


def test_spans_next_to_each_other_stay_apart() -> None:
    tags = np.array([0, 5, 6, 6, 5, 6, 3, 1, 0, 1])
    assert spans_of(tags, CONTENT) == [(1, 4), (4, 6)]
    assert spans_of(tags, CUE) == [(6, 7)]
    assert spans_of(tags, SOURCE) == [(7, 8), (9, 10)]
    assert spans_of(np.zeros(0, np.int64), CUE) == []
