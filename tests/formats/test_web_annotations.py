"""Web Annotations: the graph that a processor makes of them, and that every claim finds its place again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claims.formats import web_annotations
from claims.formats.format import About
from claims.formats.web_annotation import find, selectors
from tests.formats.linked_data import expanded, graph
from tests.formats.settled import TEXT, claim, records, ruling, span

EXPECTED = Path(__file__).parent / "expected" / "web_annotations.nq"


def whole(*claims: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The collection of a project."""
    told: dict[str, Any] = json.loads(b"".join(web_annotations.dump(records(*claims, **changed), About(""))))
    return told


def one(*claims: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Its one annotation."""
    (annotation,) = whole(*claims, **changed)["first"]["items"]
    found: dict[str, Any] = annotation
    return found


def test_a_processor_reads_the_graph_that_is_meant():
    told = whole()
    expanded(told)
    assert graph(told) == EXPECTED.read_text().splitlines()


def test_what_the_model_requires_is_there():
    told = whole()
    assert told["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (told["type"], told["first"]["type"], told["total"]) == ("AnnotationCollection", "AnnotationPage", 1)
    assert told["id"] != told["first"]["id"]
    assert {"id", "type", "target"} <= one().keys()


def test_positions_are_code_points_of_the_text_as_it_was_frozen():
    words = "“Cafe\u0301s close,”"
    (target,) = one(claim(spans=[span(words)]))["target"]
    quote, position = target["selector"]
    assert quote["exact"] == words == TEXT[position["start"] : position["end"]]
    assert quote["prefix"].endswith("said. ")
    assert len(target["state"]["sha256"]) == 64


def test_a_claim_of_two_stretches_has_two_targets():
    told = one(claim(spans=[span("Prices rose"), span("in May")]))
    assert [target["selector"][0]["exact"] for target in told["target"]] == ["Prices rose", "in May"]


def test_an_article_without_an_address_is_named_by_its_id():
    assert one(article={"url": ""})["target"][0]["source"].startswith("urn:uuid:")


def test_what_is_said_of_it():
    purposes = [body["purpose"] for body in one()["body"]]
    assert purposes == ["describing", "identifying", "identifying", "assessing", "commenting"]
    unsettled = one(claim(rulings=[]))
    assert "assessing" not in unsettled["motivation"]
    assert [body["purpose"] for body in unsettled["body"]] == ["describing", "identifying", "identifying"]


def test_nobody_is_told_to_have_said_what_they_did_not():
    told = one(claim(rulings=[ruling(finding="misattributed")]))
    assert "identifying" not in [body["purpose"] for body in told["body"]]


def test_an_unnamed_voice_stays_unnamed():
    known = {"kind": "anonymous", "name": "Maria Ortega", "same_as": "https://www.wikidata.org/wiki/Q2"}
    told = json.dumps(one(source=known))
    assert "Ortega" not in told
    assert "Q2" not in told


def test_a_project_without_claims_is_a_collection_without_items():
    told = whole(claim(deleted_at="2026-06-03T00:00:00.000000Z"))
    assert (told["total"], told["first"]["items"], told["label"]) == (0, [], "City desk")
    expanded(told)


PIECES = st.sampled_from(["🍵", "e\u0301", "\r\n", "\n", " ", "the ", "price", "’", "\u200d", "a", "\u2028", "0"])
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join)


@given(TEXTS, st.data())
def test_selectors_find_their_place_again(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote, position = json.loads(json.dumps(selectors(text, start, end)))
    assert text[position["start"] : position["end"]] == quote["exact"]
    if not quote["exact"].strip() or quote["exact"] != quote["exact"].strip():
        return
    around = {name: quote.get(name, "") for name in ("prefix", "suffix")}
    assert find(text, quote["exact"], **around, start=position["start"]) == (start, end)
    again = find(text, quote["exact"], **around)
    assert " ".join(text[slice(*again)].split()) == " ".join(quote["exact"].split())
