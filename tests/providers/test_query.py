"""A claim becomes search words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.query import LONGEST_QUERY, build_query, content_words


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
