"""What freezing does to a text, and what it leaves alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Empty, Unreadable, clean, normalise

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\x0b\f\0\ufeff \t\u200b\u0301\u202e")
)


@pytest.mark.parametrize(
    ("text", "frozen"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("\r\r\none", "one"),
        ("\ufeffone", "one"),
        ("\ufeff\n \t\n  indented\nlast  \n\n \n", "  indented\nlast  "),
        ("page one\fpage two\x0bline", "page one\npage two\nline"),
        ("e\u0301 and \u00e9", "e\u0301 and \u00e9"),
        ("\u05e9\u05dc\u05d5\u05dd \u202bעולם\u202c", "\u05e9\u05dc\u05d5\u05dd \u202bעולם\u202c"),
        ("👩‍🔬 said\u00a0so\u2028yes", "👩‍🔬 said\u00a0so\u2028yes"),
        ("trailing \nspaces\t\nstay", "trailing \nspaces\t\nstay"),
        ("a\ufeffb", "a\ufeffb"),
        ("nul\0 bell\x07", "nul bell"),
    ],
)
def test_normalise(text: str, frozen: str) -> None:
    assert normalise(text) == frozen


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff", "\0\0", "\u200b\u200e\n", "\x07"])
def test_nothing_visible_is_empty(text: str) -> None:
    with pytest.raises(Empty, match=r"^There is no text to check\.$"):
        normalise(text)


def test_half_a_character_is_refused_with_its_place() -> None:
    with pytest.raises(Unreadable, match="character 4 is half of a character"):
        normalise("abc\ud83d!")


def test_what_was_removed_is_said() -> None:
    assert clean("one").notes == ()
    assert clean("o\0ne").notes == ("1 NUL character was removed.",)
    assert clean("o\0n\0e\x1b\x07").notes == (
        "2 NUL characters were removed.",
        "2 control characters were removed.",
    )


@given(texts)
def test_freezing_twice_changes_nothing(text: str) -> None:
    try:
        frozen = normalise(text)
    except Empty:
        return
    assert normalise(frozen) == frozen
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", frozen)
    assert frozen.strip("\n") == frozen


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1))
def test_letters_are_left_alone(text: str) -> None:
    inner = f"a{text}z"
    assert normalise(f"\n{inner}\r\n") == inner


def test_long_blank_stretches_take_no_time() -> None:
    stretch = "\n \ufeff" * 200_000
    assert normalise(f"a{stretch}b{stretch}").startswith("a\n")
