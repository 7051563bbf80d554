"""Who a passage quotes, and when two names are one voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.speakers import is_voice_of, said_by, same_voice

WORDS = "the lock leaks"


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ('"And the lock leaks," said Ada Quill.', "Ada Quill", "said"),
        ('"And the lock leaks," Ada Quill said.', "Ada Quill", "said"),
        ('Ada Quill, who dives there, told the board: "And the lock leaks."', "Ada Quill", "told"),
        ('According to Ada Quill, "the lock leaks".', "Ada Quill", "According to"),
        ('In the words of Ada Quill, "the lock leaks".', "Ada Quill", "words of"),
        ("ADA QUILL: Yes, the lock leaks.", "ADA QUILL", ":"),
        ("Ada Quill said that the lock leaks.", "Ada Quill", "said"),
        ("In its view the lock leaks and nobody cares, Harbour Lines said.", "Harbour Lines", "said"),
        ('The water board said that "the lock leaks".', "water board", "said"),
        ('"And the lock leaks," said a spokesman for Harbour Lines.', "Harbour Lines", "said"),
        ('"It rains. And the lock leaks. Always," said Ada Quill.', "Ada Quill", "said"),
        ('Ada Quill was blunt. "And the lock leaks."', None, None),
        ('Ada Quill said so: "It rains." She went on. "And the lock leaks."', "Ada Quill", "said"),
        ('"And the lock leaks."', None, None),
        ("the lock leaks", None, None),
    ],
)
def test_who_is_quoted(text, name, cue):
    start = text.index(WORDS)
    found = said_by(text, start, start + len(WORDS))
    assert (found and found.name, found and found.cue) == (name, cue)


def test_a_pronoun_leads_to_the_name_before_it():
    text = 'Ada Quill met the pilots. "And the lock leaks," she said.'
    found = said_by(text, text.index(WORDS), text.index(WORDS) + len(WORDS))
    assert (found.name, found.through) == ("Ada Quill", "she")


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Ada Quill", "Quill", True),
        ("Dr Amara Osei", "Amara Osei", True),
        ("Lena Ström", "LENA STROM", True),
        ("a spokesman for Harbour Lines", "Harbour Lines", True),
        ("Ada Quill", "Dirk Pohl", False),
        ("Ada Quill", "the minister", None),
        ("the health ministry", "nurses' union", False),
        ("Ada Quill", "", None),
    ],
)
def test_when_two_names_are_one_voice(name, other, same):
    assert same_voice(name, other) is same


def test_who_speaks_for_a_body_is_open():
    for text in (
        '"The lock leaks," said Ola Rehn, president of Harbour Lines.',
        '"The lock leaks," Harbour Lines president Ola Rehn said.',
    ):
        speaker = said_by(text, 1, 15)
        assert speaker.name == "Ola Rehn"
        assert is_voice_of(text, speaker, "Harbour Lines") is None
        assert is_voice_of(text, speaker, "Rehn") is True
        assert is_voice_of(text, speaker, "the Bay Post") is False


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 20))
def test_a_speaker_stands_in_the_text(text, start, length):
    if start + length <= len(text):
        found = said_by(text, start, start + length)
        assert found is None or text[found.start : found.end] == found.name
