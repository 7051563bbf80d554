"""A claim becomes search words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.base import ProviderError, Question, Shape
from claims.providers.query import LONGEST_QUERY, build_query, content_words, cut
from claims.providers.words import Kind, telling_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The bridge will be closed for two months.", ["bridge", "closed", "two", "months"]),
        ("TikTok's parent cut 1,200 jobs", ["TikTok", "parent", "cut", "1,200", "jobs"]),
        (
            "Users’ data in the U.S. rose by 5% to $1.5 billion",
            ["Users", "data", "U.S", "rose", "5%", "$1.5", "billion"],
        ),
        ("“For You” is well-known, well-known and O’Brien said so", ["well-known", "O’Brien"]),
        ("Covid-19 and 5G, in 2020/21", ["Covid-19", "5G", "2020/21"]),
        ("Мэр закрыл мост", ["Мэр", "закрыл", "мост"]),
        ("橋を閉鎖", ["橋を閉鎖"]),
        (
            "US officials told us that the WHO knew who did it in May 2021",
            ["US", "officials", "WHO", "knew", "May", "2021"],
        ),
        ("It may be that WE MAY go", ["WE", "MAY"]),
        ("IT IS WHAT IT WAS FOR US", []),
        ("It is what it was", []),
        ("!!! ___ --- ", []),
        ("", []),
    ],
)
def test_content_words(text: str, words: list[str]) -> None:
    assert content_words(text) == words


@pytest.mark.parametrize(
    ("claim", "source", "query"),
    [
        ("Oracle won the bid, Oracle said", "Vanessa Pappas", "Vanessa Pappas Oracle won bid"),
        ("Oracle won the bid", "a source familiar with the matter", "Oracle won bid"),
        ("Oracle won the bid", "Oracle", "Oracle won bid"),
        ("It is what it is", "", "It is what it is"),
        ("", "The Hollywood Reporter", "Hollywood Reporter"),
        ("", "", ""),
    ],
)
def test_the_query_begins_with_who_said_it(claim: str, source: str, query: str) -> None:
    assert build_query(claim, source) == query


def test_names_and_figures_stay_when_it_gets_long() -> None:
    claim = " ".join(f"word{'abcdefghij'[at % 10]}{'abcdefghij'[at // 10]}" for at in range(90))
    query = build_query(f"{claim} Oracle 2018", "")
    assert query.endswith("Oracle 2018")
    assert query.startswith("wordaa wordba")
    assert len(query) <= LONGEST_QUERY


SPENDING = "The city will spend $4 million on 200 electric buses by 3 May 2025, Mayor Jane Smith said."


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (SPENDING, Kind.NAME, ["Jane", "Smith"]),
        (SPENDING, Kind.FIGURE, ["$4", "million", "200", "May", "2025"]),
        (SPENDING, Kind.FAINT, ["3", "Mayor"]),
        (SPENDING, Kind.PLAIN, ["city", "spend", "electric", "buses"]),
        ("Putting a lemon in your pocket", Kind.NAME, []),
        ("“Putting a lemon in your pocket” cures hiccups", Kind.QUOTED, ["Putting", "lemon", "pocket"]),
        (
            "Jane Smith and iPhone-makers of the US. Prices rose",
            Kind.NAME,
            ["Jane", "Smith", "iPhone-makers", "US"],
        ),
        ("PRICES ROSE IN PARIS", Kind.NAME, []),
        ("Officials familiar with the matter", Kind.FAINT, ["Officials", "familiar", "matter"]),
    ],
)
def test_names_figures_and_quoted_words_are_told_apart(text: str, kind: Kind, words: list[str]) -> None:
    assert [word.text for word in telling_words(text) if word.kind == kind] == words


@pytest.mark.parametrize(
    ("most", "query"),
    [
        (3, "Jane Smith $4"),
        (6, "Jane Smith spend $4 million electric"),
        (10, "Jane Smith city spend $4 million 200 electric buses May"),
        (40, "Jane Smith city spend $4 million 200 electric buses 3 May 2025 Mayor"),
    ],
)
def test_few_words_hold_something_of_each_kind(most: int, query: str) -> None:
    assert build_query(SPENDING, "Jane Smith", Shape(words=most)) == query


@given(st.text(), st.integers(1, 40), st.integers(10, 400))
def test_a_query_keeps_to_the_shape(claim: str, words: int, characters: int) -> None:
    query = build_query(claim, "Jane Smith", Shape(characters, words))
    assert len(query) <= characters
    assert len(query.split()) <= words
    assert query


@pytest.mark.parametrize(
    ("typed", "asked", "note"),
    [
        ("  bridge\n\tnow \x00", "bridge now", ""),
        ("cafe\u0301", "café", ""),
        ("one two three", "one two", "Desk takes 10 characters at most: the question was cut after “one two”."),
        ("one two th", "one two th", ""),
        (
            "one two 34 5",
            "one two 34",
            "Desk takes 10 characters at most: the question was cut after “one two 34”.",
        ),
        ("unbreakable", "unbreakabl", "Desk takes 10 characters at most: the question was cut after “unbreakabl”."),
        (" \x07 ", "", ""),
    ],
)
def test_a_typed_question_is_cut_at_a_word(typed: str, asked: str, note: str) -> None:
    question, told = cut(Question(typed), 10, service="Desk")
    assert (question.query, told) == (asked, note)


@given(st.text(st.characters(), max_size=2000), st.integers(1, 500))
def test_a_cut_question_is_a_beginning_of_it(typed: str, longest: int) -> None:
    whole, _ = cut(Question(typed), 10_000, service="Desk")
    question, note = cut(Question(typed), longest, service="Desk")
    assert len(question.query) <= longest
    assert whole.query.startswith(question.query)
    assert bool(note) == (question.query != whole.query)
    question.query.encode("utf-8")


def test_more_than_a_question_is_refused() -> None:
    assert cut(Question("a" * 2000), 5, service="Desk")[1]
    with pytest.raises(ProviderError, match="at most 2,000 characters") as caught:
        cut(Question("a " * 1001), 5, service="Desk")
    assert not caught.value.retryable


@given(st.text(), st.text())
def test_a_query_is_bounded_and_plain(claim: str, source: str) -> None:
    query = build_query(claim, source)
    assert len(query) <= LONGEST_QUERY
    assert query == " ".join(query.split())
    assert not any(word.startswith("-") for word in query.split())


@given(st.text())
def test_content_words_are_in_the_text_and_unique(text: str) -> None:
    words = content_words(text)
    assert all(word in text for word in words)
    assert len({word.casefold() for word in words}) == len(words)
