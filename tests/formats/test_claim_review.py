"""ClaimReview: the graph that a processor makes of it, what is required of it, and what must never be in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from claims.extraction.fact_checks import read_fact_checks
from claims.formats import claim_review
from claims.formats.format import About
from claims.formats.reviewed_records import reviewed_in
from tests.formats.linked_data import expanded, graph
from tests.formats.settled import CLAIM, SOURCE, claim, ratings, records, ruling

SITE = "https://desk.example"
EXPECTED = Path(__file__).parent / "expected" / "claim_review.nq"
NAMES = frozenset({"Ada Lovelace", "Editor"})


def one(*claims: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The one review of a project."""
    (review,) = reviewed_in(records(*claims, **changed), NAMES)
    return claim_review.single(review, SITE)


def fed(*claims: dict[str, Any], **changed: Any) -> list[dict[str, Any]]:
    """The reviews of the feed."""
    told = json.loads(b"".join(claim_review.dump(records(*claims, **changed), About(SITE, names=NAMES))))
    return [item["item"] for item in told["dataFeedElement"]]


def scaled(slug: str, **values: int | None) -> dict[str, Any]:
    """A project that judged by another scale."""
    edition = {"number": 1, "ratings": ratings(**values)}
    rating = {"scale": "truth", "version": 1, "slug": slug}
    return one(claim(rulings=[ruling(rating=rating)]), scale={"versions": [edition]})["reviewRating"]


def voiced(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    """The claim of a review whose source is such a one."""
    return one(source={"kind": kind, "name": name, **fields})["itemReviewed"]


def test_a_processor_reads_the_graph_that_is_meant():
    told = json.loads(b"".join(claim_review.dump(records(), About(SITE, names=NAMES))))
    expanded(told)
    assert graph(told) == EXPECTED.read_text().splitlines()


def test_one_alone_says_the_same():
    assert set(graph(one())) <= set(graph({"@context": "https://schema.org", **fed()[0]}))


def test_what_is_required_is_there():
    review = one()
    assert review["claimReviewed"] == "Prices rose by 4 percent in May 🍵"
    assert review["reviewRating"]["alternateName"] == "Mostly true"
    assert review["url"] == f"{SITE}/rulings/{CLAIM}/"
    assert review["author"]["name"] == "The City Paper"


def test_a_line_of_ratings_becomes_numbers_with_the_true_end_as_best():
    rating = one()["reviewRating"]
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 4, 5)
    assert scaled("yes", yes=6, no=1, partly=3)["ratingValue"] == 6


@pytest.mark.parametrize(
    ("slug", "values"),
    [
        ("unproven", {"true": 5, "false": 1, "unproven": None}),
        ("supported", {"supported": None, "refuted": None}),
        ("only", {"only": 3, "other": None}),
        ("same", {"same": 3, "also": 3}),
    ],
)
def test_off_the_line_there_are_words_alone(slug, values):
    rating = scaled(slug, **values)
    assert rating["alternateName"]
    assert not {"ratingValue", "bestRating", "worstRating"} & rating.keys()


def test_a_line_that_begins_below_one_is_moved_up_whole():
    rating = scaled("half", true=2, half=0, false=-2)
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 3, 5)


@pytest.mark.parametrize("scale", [{"slug": "truth", "copy_of": "desk"}])
def test_the_scale_of_the_desk_leaves_in_no_feed(scale):
    assert fed(scale=scale) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"rulings": []},
        {"deleted_at": "2026-06-03T00:00:00.000000Z"},
        {"reshaped_at": "2026-06-03T00:00:00.000000Z"},
        {"rulings": [ruling(), ruling(id="r2", basis="reopened", rating=None, finding="", supersedes="r1")]},
    ],
    ids=["unsettled", "trashed", "reworded since", "reopened"],
)
def test_only_what_stands_is_told(changed):
    assert fed(claim(**changed)) == []


def test_nothing_of_an_article_in_the_trash():
    assert fed(article={"deleted_at": "2026-06-03T00:00:00.000000Z"}) == []


@pytest.mark.parametrize(
    ("kind", "type_"), [("person", "Person"), ("organisation", "Organization"), ("unnamed_group", "Organization")]
)
def test_who_said_it(kind, type_):
    author = voiced(kind, "the office")["author"]
    assert (author["@type"], author["name"]) == (type_, "the office")


@pytest.mark.parametrize("kind", ["anonymous", "unnamed_person", "unnamed_group"])
def test_an_unnamed_voice_is_called_what_the_article_calls_it(kind):
    known = {"same_as": "https://www.wikidata.org/wiki/Q2", "role": "director", "aliases": ["Maria Ortega"]}
    assert voiced(kind, "the office", **known)["author"].keys() == {"@type", "name"}
    renamed = json.dumps(voiced(kind, "Maria Ortega", **known))
    assert "Ortega" not in renamed
    assert SOURCE not in renamed
    assert "an unnamed" in renamed


def test_who_an_unnamed_voice_turned_out_to_be_is_not_told():
    head = {"record": "source", "id": "head", "kind": "person", "name": "Maria Ortega", "role": "", "same_as": "",
            "merged_into": None}  # fmt: skip
    whole = records(source={"kind": "anonymous", "merged_into": "head"})
    (review,) = reviewed_in([*whole[:4], head, *whole[4:]], NAMES)
    assert "Ortega" not in json.dumps(claim_review.single(review, SITE))


def test_a_document_is_what_the_claim_is_based_on():
    told = voiced("document", "the annual report")
    assert told["isBasedOn"] == {"@type": "CreativeWork", "name": "the annual report"}
    assert "author" not in told


def test_the_article_itself_speaks_as_its_publisher():
    told = one(claim(attributions=[]))["itemReviewed"]
    assert told["author"] == {"@type": "Organization", "name": "The News"}


@pytest.mark.parametrize("finding", ["misattributed", "not_found"])
def test_nobody_is_told_to_have_said_what_they_did_not(finding):
    review = one(claim(rulings=[ruling(finding=finding)]))
    assert "author" not in review["itemReviewed"]
    assert review["reviewRating"]["alternateName"].startswith("Mostly true (")


@pytest.mark.parametrize("finding", ["altered", "out_of_context"])
def test_a_rating_does_not_hide_that_the_words_were_not_theirs(finding):
    assert "(" in one(claim(rulings=[ruling(finding=finding)]))["reviewRating"]["alternateName"]


def test_only_evidence_on_the_web_is_cited_and_each_page_once():
    row = claim()["evidence"][0]
    twice = claim(evidence=[row, {**row, "id": "e2", "quote": "Food rose faster."}])
    assert len(one(twice)["citation"]) == 1
    assert "citation" not in one(document={"url": ""})
    assert "citation" not in one(document={"kind": "ruling"})
    assert "citation" not in one(document={"deleted_at": "2026-06-03T00:00:00.000000Z"})
    assert "citation" not in one(claim(evidence=[{**row, "dismissed_at": "2026-06-03T00:00:00.000000Z"}]))


def test_nobody_of_the_desk_is_named():
    why = "Ada Lovelace (Confirmed, True): By Ada Lovelace.\n\nEditor (Confirmed, True): The Editor of it wrote."
    body = one(claim(rulings=[ruling(rationale=why)]))["reviewBody"]
    assert body == (
        "A reviewer (Confirmed, True): By a reviewer.\n\nA reviewer (Confirmed, True): The Editor of it wrote."
    )


def test_changed_later_than_it_was_published():
    review = one(claim(publications=[{"published_at": "2026-05-01T00:00:00.000000Z", "withdrawn_at": None}]))
    assert (review["datePublished"], review["dateModified"]) == ("2026-05-01T00:00:00Z", "2026-06-02T09:00:00Z")


def test_a_long_claim_is_cut_after_a_word_and_stands_whole_beside_it():
    words = "The price of bread, milk and heating rose " * 5
    review = one(claim(text=words))
    assert len(review["claimReviewed"]) <= 75
    assert review["claimReviewed"].endswith("milk and…")
    assert review["itemReviewed"]["text"] == words


@given(st.text(min_size=1))
def test_a_short_one_is_short_and_begins_as_the_claim_does(words):
    told = claim_review.short(words)
    assert len(told) <= claim_review.LONGEST
    assert " ".join(words.split()).startswith(told.removesuffix("…") if told.endswith("…") else told)


NASTY = "</script><script>alert(1)</script><!-- & \u2028 ]]>"


def test_nothing_in_a_text_ends_the_data_block():
    (review,) = reviewed_in(
        records(claim(text=NASTY), article={"title": NASTY}, project={"name": NASTY, "publisher": NASTY}), NAMES
    )
    told = claim_review.embedded(review, SITE)
    assert not set("<>&\u2028") & set(told)
    page = html.fromstring(f'<html><head><script type="application/ld+json">{told}</script></head></html>')
    (block,) = page.iter("script")
    assert json.loads(block.text)["itemReviewed"]["text"] == NASTY


def test_what_we_publish_is_read_by_our_own_import():
    told = b"".join(claim_review.dump(records(), About(SITE, names=NAMES)))
    (review,) = read_fact_checks(told)
    assert (review.claim_reviewed, review.rating, review.publisher) == (
        "Prices rose by 4 percent in May 🍵",
        "Mostly true",
        "The City Paper",
    )
    assert (review.worst_rating, review.rating_value, review.best_rating) == (1, 4, 5)


def test_a_feed_of_nothing_is_a_feed():
    assert fed(claim(rulings=[])) == []
