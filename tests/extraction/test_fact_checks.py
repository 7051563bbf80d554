"""ClaimReview as pages and files carry it, sound and broken."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Unreadable
from claims.extraction.claim_review import Review, number
from claims.extraction.fact_checks import read_fact_checks
from claims.extraction.linked_data import nodes
from claims.extraction.refusal import Refusal

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/1",
    "headline": "No, the bridge &amp; the tower stand",
    "claimReviewed": "The bridge  fell\non Friday",
    "author": {"@type": "Organization", "name": "Check Desk", "url": "https://checks.example"},
    "datePublished": "2024-05-03T10:00:00+02:00",
    "inLanguage": "en-GB",
    "reviewRating": {
        "@type": "Rating", "ratingValue": "1", "bestRating": 5, "worstRating": 1, "alternateName": "Pants on fire",
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "A. Mayor"},
        "datePublished": "2024-05-01",
        "appearance": [{"@type": "CreativeWork", "url": "https://clips.example/9"}, "https://clips.example/10"],
        "firstAppearance": {"@id": "https://clips.example/9"},
    },
}  # fmt: skip


def page(*scripts: object) -> bytes:
    tags = "".join(
        f'<script type="application/ld+json">{one if isinstance(one, str) else json.dumps(one)}</script>'
        for one in scripts
    )
    return f"<!doctype html><html><head>{tags}</head><body><p>Words.</p></body></html>".encode()


def found(data: bytes, **given: str) -> list[Review | Refusal]:
    return list(read_fact_checks(data, **given))


def test_every_field_is_read_as_given() -> None:
    (review,) = found(page(REVIEW))
    assert isinstance(review, Review)
    assert (review.claim_reviewed, review.url) == ("The bridge fell on Friday", "https://checks.example/1")
    assert (review.title, review.publisher) == ("No, the bridge & the tower stand", "Check Desk")
    assert (review.rating, review.rating_value) == ("Pants on fire", 1.0)
    assert (review.best_rating, review.worst_rating) == (5.0, 1.0)
    assert (review.reviewed_at, review.claimed_at) == (date(2024, 5, 3), date(2024, 5, 1))
    assert (review.claimant, review.language) == ("A. Mayor", "en-GB")
    assert review.appearances == ("https://clips.example/9", "https://clips.example/10")
    assert review.raw["reviewRating"]["alternateName"] == "Pants on fire"


SHAPES = {
    "graph": {"@graph": [{"@type": "WebPage"}, REVIEW]},
    "list": [{"@type": "Organization"}, REVIEW],
    "list of lists": [[REVIEW]],
    "types": {**REVIEW, "@type": ["Review", "ClaimReview"]},
    "prefixed": {**REVIEW, "@type": "schema:ClaimReview"},
    "address": {**REVIEW, "@type": "http://schema.org/ClaimReview"},
    "feed": {
        "@type": "DataFeed",
        "dataFeedElement": [{"@type": "DataFeedItem", "dateCreated": "2024-05-03", "item": [REVIEW]}],
    },
    "lists inside": {
        **REVIEW, "author": [REVIEW["author"]], "reviewRating": [REVIEW["reviewRating"]],
        "itemReviewed": [REVIEW["itemReviewed"]],
    },
    "by reference": {
        "@graph": [
            {**REVIEW, "author": {"@id": "#desk"}, "itemReviewed": {"@id": "#claim"}},
            {"@id": "#desk", "@type": "Organization", "name": "Check Desk"},
            {"@id": "#claim", **REVIEW["itemReviewed"]},
        ]
    },
    "strings": {
        **REVIEW, "author": "Check Desk", "itemReviewed": {"author": "A. Mayor", "datePublished": "2024-5-1"},
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_found_in_every_shape(shape: str) -> None:
    for data in (page(SHAPES[shape]), json.dumps(SHAPES[shape]).encode()):
        (review,) = found(data)
        assert isinstance(review, Review)
        assert (review.publisher, review.claimant, review.rating) == ("Check Desk", "A. Mayor", "Pants on fire")
        assert review.claimed_at == date(2024, 5, 1)
        (plain,) = found(page(REVIEW))
        assert review.key == plain.key


def test_marks_around_and_line_breaks_inside_are_forgiven() -> None:
    broken = json.dumps(REVIEW).replace("fell\\non", "fell\non")
    for script in (f"<!--{broken}-->", f"//<![CDATA[\n{broken}\n//]]>", f"{broken};"):
        (review,) = found(page(script))
        assert isinstance(review, Review)
        assert review.claim_reviewed == "The bridge fell on Friday"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"claimReviewed": " "}, "which claim it reviews"),
        ({"claimReviewed": None}, "which claim it reviews"),
        ({"claimReviewed": {"@type": "Thing"}}, "which claim it reviews"),
        ({"reviewRating": None}, "no rating"),
        ({"reviewRating": {"ratingValue": "none"}}, "no rating"),
        ({"datePublished": "yesterday"}, "datePublished is no date: “yesterday”"),
        ({"datePublished": "2024-13-01"}, "no date"),
        ({"itemReviewed": {"datePublished": "May 2024"}}, "no date: “May 2024”"),
    ],
)
def test_what_makes_no_sense_is_refused_and_the_rest_taken(change: dict[str, object], why: str) -> None:
    refused, taken = found(page({**REVIEW, **change}, REVIEW))
    assert isinstance(refused, Refusal)
    assert (refused.number, why in refused.why) == (1, True)
    assert isinstance(taken, Review)


def test_a_broken_script_is_refused_only_where_it_meant_one() -> None:
    refused, taken = found(page("{broken", '{"@type": "ClaimReview",', REVIEW))
    assert isinstance(refused, Refusal)
    assert "is not JSON (line 1" in refused.why
    assert isinstance(taken, Review)


def test_lines_are_read_each_for_itself() -> None:
    lines = [
        json.dumps(REVIEW),
        "",
        "{nonsense",
        '{"@type": "Article"}',
        json.dumps({**REVIEW, "url": "https://b.example"}),
    ]
    taken, bad, other, again = found("\n".join(lines).encode())
    assert isinstance(taken, Review)
    assert isinstance(again, Review)
    assert (bad.number, other.number) == (3, 4)
    assert "no ClaimReview in this line" in other.why
    assert taken.key != again.key


@pytest.mark.parametrize(
    "data", [b"<html><body>Words.</body></html>", page({"@type": "Article"}), b"{}", b"[[[[", b"{"]
)
def test_where_there_is_none_it_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"no ClaimReview markup|holds no fact-checks"):
        found(data)


def test_a_review_without_an_address_has_that_of_its_page() -> None:
    (review,) = found(page({**REVIEW, "url": None}), url="https://page.example/x")
    assert review.url == "https://page.example/x"


def test_a_rating_in_figures_alone_is_given_as_it_stands() -> None:
    (review,) = found(page({**REVIEW, "reviewRating": {"ratingValue": "3,5", "bestRating": "five"}}))
    assert (review.rating, review.rating_value, review.best_rating) == ("3,5", 3.5, None)


@pytest.mark.parametrize("value", [True, "NaN", "inf", None, {}, "many", ""])
def test_what_is_no_figure_is_none(value: object) -> None:
    assert number(value) is None


def test_what_no_database_keeps_is_taken_out() -> None:
    (review,) = found(page({**REVIEW, "claimReviewed": "The bridge\0 fell", "author": {"name": "De\ud800sk"}}))
    assert isinstance(review, Review)
    assert review.claim_reviewed == "The bridge fell"
    assert review.publisher == "De?sk"
    assert "\0" not in json.dumps(review.raw, ensure_ascii=False)


def test_deep_nesting_harms_nobody() -> None:
    with pytest.raises(Unreadable):
        found(b'{"a": ' * 5000 + b"1" + b"}" * 5000)
    for depth in (20, 100, 200, 400, 900):
        deep = '{"name": [' * depth + '"Desk"' + "]}" * depth
        (one,) = found(page(json.dumps({**REVIEW, "author": "HERE"}).replace('"HERE"', deep)))
        assert isinstance(one, Refusal) or one.claim_reviewed == "The bridge fell on Friday"


NAMES = ["@type", "@id", "@graph", "@value", "name", "author", "claimReviewed", "reviewRating", "itemReviewed"]
NAMES += ["datePublished", "alternateName", "url"]
WORDS = st.text(max_size=5) | st.sampled_from(["ClaimReview", "#a", "2024-01-01"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


@given(value=JSON)
def test_nothing_makes_the_reader_stumble(value: object) -> None:
    for node in nodes(value, "ClaimReview"):
        assert isinstance(node, dict)
    try:
        results = found(page(json.dumps({"@graph": [value]})))
    except Unreadable:
        return
    for one in results:
        assert isinstance(one, Refusal) or (one.claim_reviewed and len(one.key) == 64)
