"""Claims over the API: findings, evidence, verdicts, look-ups."""

from __future__ import annotations

import pytest

from claims.models import Evidence, Lookup, Verdict, WorkState
from tests import factories
from tests.filled import fill_claim, filled_article, retire


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def verdict(**fields):
    return {"finding": "confirmed", "rating": "true", "rationale": "The release says so.", **fields}


def test_a_claim_comes_with_all_that_was_found(cast, api):
    claim = filled_article(cast).latest().claims.get()
    found = api(cast.viewer).get(f"claims/{claim.pk}").json()
    assert [a["source"]["name"] for a in found["attributions"]] == ["the statistics office", "a source"]
    assert [s["quote"] for s in found["attributions"][0]["cue_spans"]] == ["said"]
    assert [s["quote"] for s in found["attributions"][0]["source_spans"]] == ["the statistics office"]
    assert {row["state"] for row in found["lookups"]} == {"succeeded", "failed"}
    assert [row["stance"] for row in found["evidence"]] == ["refutes", ""]
    assert found["evidence"][0]["document"]["title"] == "Consumer prices, May"
    assert "text" not in found["evidence"][0]["document"]
    assert found["rulings"][0]["rating"]["slug"] == "mostly-true"
    assert "verdicts" not in found


# --- Verdicts -------------------------------------------------------------------------------------


def test_a_verdict_is_given_and_a_second_one_supersedes_it(cast, api, claim, sent):
    reviewer = api(cast.reviewer)
    evidence = factories.make_evidence(claim)
    first = reviewer.post(f"claims/{claim.pk}/verdicts", verdict(cited=[str(evidence.pk)], confidence="high"))
    assert first.status_code == 201
    assert first.json()["cited"] == [str(evidence.pk)]
    assert sent == [("start_settle", [claim.pk])]
    basis = first.json()["id"]
    second = reviewer.post(f"claims/{claim.pk}/verdicts", verdict(rating="false", basis=basis))
    assert second.json()["supersedes"] == basis
    listed = reviewer.get(f"claims/{claim.pk}/verdicts").json()["results"]
    assert [row["rating"]["slug"] for row in listed] == ["false", "true"]
    assert listed[0]["rating"] == {"scale": "truth", "version": 1, "slug": "false", "label": "False", "value": 1}


def test_the_same_again_is_the_same_verdict(cast, api, claim, sent):
    reviewer = api(cast.reviewer)
    first, second = (reviewer.post(f"claims/{claim.pk}/verdicts", verdict()) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert Verdict.objects.count() == 1


def test_another_verdict_saved_meanwhile_is_a_conflict(cast, api, claim, sent):
    current = factories.make_verdict(claim, cast.reviewer)
    answer = api(cast.reviewer).post(f"claims/{claim.pk}/verdicts", verdict(rating="false"))
    assert answer.status_code == 409
    assert answer.json()["current"] == str(current.pk)
    assert "meanwhile" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rationale": " "}, "rationale"),
        ({"rating": "unheard-of"}, "rating"),
        ({"rating": "outdated"}, "rating"),
        ({"finding": "maybe"}, "finding"),
        ({"confidence": "total"}, "confidence"),
        ({"cited": ["01890000-0000-7000-8000-000000000000"]}, "cited"),
        ({"basis": "17"}, "basis"),
    ],
)
def test_a_verdict_that_does_not_hold_is_refused(fields, field, cast, api, claim, sent):
    retire("outdated")
    answer = api(cast.reviewer).post(f"claims/{claim.pk}/verdicts", verdict(**fields))
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Verdict.objects.count() == 0


def test_evidence_of_another_claim_is_not_cited(cast, api, claim, sent):
    elsewhere = factories.make_evidence(factories.make_claim(claim.revision))
    answer = api(cast.reviewer).post(f"claims/{claim.pk}/verdicts", verdict(cited=[str(elsewhere.pk)]))
    assert answer.json()["errors"][0]["field"] == "cited"


def test_blind_review_holds(cast, api, claim, sent):
    factories.make_verdict(claim, cast.reviewer, rationale="A secret so far.")
    path = f"claims/{claim.pk}/verdicts"
    for person in (cast.second_reviewer, cast.viewer, cast.editor, cast.owner):
        answer = api(person).get(path)
        assert answer.json() == {"next": None, "previous": None, "results": []}
        assert b"secret" not in api(person).get(f"claims/{claim.pk}").content
    api(cast.second_reviewer).post(path, verdict())
    assert len(api(cast.second_reviewer).get(path).json()["results"]) == 2


# --- Evidence -------------------------------------------------------------------------------------


def test_a_passage_is_set_against_a_claim(cast, api, claim):
    document = factories.make_document(cast.project)
    body = {"document": str(document.pk), "quote": "Food rose faster.", "stance": "context"}
    answer = api(cast.reviewer).post(f"claims/{claim.pk}/evidence", body)
    assert answer.status_code == 201
    row = answer.json()
    assert document.text[row["start"] : row["end"]] == "Food rose faster."
    assert (row["stance"], row["stance_by"], row["added_by"]) == ("context", "reviewer", "reviewer")


def test_words_that_are_not_in_the_document_are_refused(cast, api, claim):
    document = factories.make_document(cast.project)
    body = {"document": str(document.pk), "quote": "Food fell."}
    answer = api(cast.reviewer).post(f"claims/{claim.pk}/evidence", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "quote")


def test_a_document_of_another_project_is_not_there(cast, api, claim):
    document = factories.make_document(factories.make_project(by=cast.outsider))
    body = {"document": str(document.pk), "quote": "Food rose faster."}
    assert api(cast.reviewer).post(f"claims/{claim.pk}/evidence", body).status_code == 404


def test_evidence_is_weighed_set_aside_and_put_back(cast, api, claim):
    evidence = factories.make_evidence(claim)
    reviewer, path = api(cast.reviewer), f"evidence/{evidence.pk}"
    weighed = reviewer.patch(path, {"stance": "refutes", "directness": "primary"}).json()
    assert (weighed["stance"], weighed["directness"], weighed["stance_by"]) == ("refutes", "primary", "reviewer")
    assert reviewer.patch(path, {"directness": "secondary"}).json()["stance"] == "refutes"
    assert reviewer.patch(path, {"set_aside": True}).json()["set_aside_at"]
    assert reviewer.patch(path, {"set_aside": False}).json()["set_aside_at"] is None
    assert reviewer.patch(path, {"stance": "proves"}).json()["errors"][0]["field"] == "stance"
    evidence.refresh_from_db()
    assert (evidence.stance, evidence.directness) == ("refutes", "secondary")


def test_a_document_is_added_once(cast, api):
    body = {"project": "city-desk", "title": "Release", "text": "Prices rose by 3.9 percent."}
    first, second = (api(cast.reviewer).post("documents", body) for _ in range(2))
    assert first.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    read = api(cast.viewer).get(f"documents/{first.json()['id']}").json()
    assert read["text"] == "Prices rose by 3.9 percent."
    refused = api(cast.reviewer).post("documents", {**body, "text": "\n"})
    assert refused.json()["errors"][0]["field"] == "text"


# --- Look-ups -------------------------------------------------------------------------------------


def test_a_failed_look_up_can_be_asked_again_and_cancelled(cast, api, claim, sent):
    lookup = factories.make_lookup(claim, state=WorkState.FAILED, error="The server answered 503.")
    reviewer = api(cast.reviewer)
    assert reviewer.get(f"lookups/{lookup.pk}").json()["error"] == "The server answered 503."
    assert reviewer.post(f"lookups/{lookup.pk}/retry").json()["state"] == "queued"
    assert sent == [("start_lookups", [lookup.pk])]
    assert reviewer.post(f"lookups/{lookup.pk}/cancel").json()["state"] == "cancelled"


def test_a_look_up_that_succeeded_stays(cast, api, claim, sent):
    lookup = factories.make_lookup(claim)
    assert api(cast.reviewer).post(f"lookups/{lookup.pk}/retry").json()["state"] == "succeeded"
    assert sent in ([], [("start_lookups", [])])
    assert Lookup.objects.get().state == WorkState.SUCCEEDED


def test_a_claim_costs_the_same_however_much_was_found(cast, api, django_assert_max_num_queries):
    claim = filled_article(cast).latest().claims.get()
    for _ in range(10):
        factories.make_evidence(claim)
    assert Evidence.objects.count() == 12
    viewer = api(cast.viewer)
    with django_assert_max_num_queries(16):
        viewer.get(f"claims/{claim.pk}")


def test_verdicts_cost_the_same_for_two_and_for_many(cast, api, django_assert_max_num_queries):
    claim = filled_article(cast).latest().claims.get()
    fill_claim(cast, factories.make_claim(claim.revision))
    for _ in range(20):
        factories.make_verdict(claim, factories.make_user())
    reviewer = api(cast.reviewer)
    with django_assert_max_num_queries(8):
        assert len(reviewer.get(f"claims/{claim.pk}/verdicts").json()["results"]) == 23
