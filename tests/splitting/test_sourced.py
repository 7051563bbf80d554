"""The sentences that rest on a source: whose, how far, and what is none."""

import time

from claims.splitting import split
from claims.splitting.spans import VoiceType


def rests(text: str) -> list[tuple[VoiceType, str, str]]:
    """Type, name and words of every statement."""
    return [(s.type, s.name, " … ".join(span.of(text) for span in s.spans)) for s in split(text).statements]


def test_the_sentence_is_taken_with_its_lead_in_and_neighbours_are_one() -> None:
    text = "Anna Lind said the bridge was safe. “The tunnel is new,” she added. The road was built in 1990."
    assert rests(text) == [
        (VoiceType.NAMED_PERSON, "Anna Lind", "Anna Lind said the bridge was safe. “The tunnel is new,” she added.")
    ]


def test_another_source_begins_another_statement() -> None:
    text = "Anna Lind said the bridge was safe. Critics said it was not."
    assert [(kind, name) for kind, name, _ in rests(text)] == [
        (VoiceType.NAMED_PERSON, "Anna Lind"),
        (VoiceType.UNNAMED_GROUP, "Critics"),
    ]


def test_a_quotation_is_whole_however_many_sentences_it_has() -> None:
    text = (
        "“The bridge is old,” Anna Lind said on Monday. “First, we close it. Second, we build it again. "
        "Third, we open it in May.”"
    )
    ((_, _, said),) = rests(text)
    assert said == text


def test_who_is_not_named_has_no_name() -> None:
    text = "A source familiar with the talks said they had failed."
    assert rests(text) == [(VoiceType.ANONYMOUS, "", text)]


def test_an_unnamed_person_counts_as_anonymous() -> None:
    text = "An officer told him that the street was closed."
    assert rests(text) == [(VoiceType.ANONYMOUS, "An officer", text)]


def test_according_to_speaks_for_all_of_its_sentence() -> None:
    text = "Peter Berg told the board that the bridge was safe, according to three people familiar with the talks."
    assert [kind for kind, _, _ in rests(text)] == [VoiceType.ANONYMOUS]


def test_a_poll_of_a_named_body_is_that_body() -> None:
    text = "The Quinnipiac poll found that the mayor was ahead by two points."
    assert [(kind, name) for kind, name, _ in rests(text)] == [(VoiceType.NAMED_ORG, "Quinnipiac")]


def test_bodies_that_are_spoken_for_together_have_the_sentence_each() -> None:
    text = "TikTok and ByteDance representatives said that the app was safe."
    assert rests(text) == [
        (VoiceType.NAMED_ORG, "TikTok", text),
        (VoiceType.NAMED_ORG, "ByteDance", text),
    ]


def test_of_open_readings_the_likeliest_is_taken() -> None:
    text = "Bill Clinton and Hillary Clinton came to town. Clinton said that the bridge was safe."
    assert [(kind, name) for kind, name, _ in rests(text)] == [(VoiceType.NAMED_PERSON, "Bill Clinton")]


def test_what_is_wanted_done_or_kept_back_is_no_statement() -> None:
    text = (
        "The mayor wants to close the bridge. Anna Lind declined to comment. "
        "The council plans to vote in May. Nobody lives there."
    )
    assert rests(text) == []


def test_the_lines_above_an_article_are_none() -> None:
    text = "Headline: Mayor says it is safe\nPublisher: The Courier\n\nThe Courier found that it was not."
    assert rests(text) == []


def test_three_hundred_sources_take_no_longer_each() -> None:
    few, many = (_seconds(count) for count in (30, 300))
    assert many < 25 * few + 1, (few, many)


def _seconds(count: int) -> float:
    text = "\n\n".join(
        f"Anna Berg{chr(97 + n % 26)}{chr(97 + n // 26)} said that house {n} was empty. She said it was old. "
        f"The company said that it was sold."
        for n in range(count)
    )
    began = time.process_time()
    found = split(text)
    assert len(found.sources) >= count
    return time.process_time() - began
