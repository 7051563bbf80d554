"""Settling over the API."""

from __future__ import annotations

import pytest

from claims.models import Ruling
from claims.pipeline.settle import settle_claim
from tests import factories

RULING = {"finding": "altered", "rating": "mostly-true", "rationale": "Between the two."}


@pytest.fixture
def claim(cast, revision):
    claim = factories.make_claim(revision)
    claim.first = factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.second_reviewer, "false")
    settle_claim(claim_id=claim.pk)
    return claim


def test_a_ruling_is_written_and_taken_back(cast, api, claim, sent):
    editor, path = api(cast.editor), f"claims/{claim.pk}/ruling"
    made = editor.post(path, RULING)
    assert made.status_code == 201
    row = made.json()
    assert (row["basis"], row["by"], row["finding"]) == ("editor", "editor", "altered")
    assert (row["rating"]["slug"], row["rationale"]) == ("mostly-true", "Between the two.")
    assert editor.get(f"claims/{claim.pk}").json()["state"] == "settled"
    assert editor.post(f"{path}/", RULING).json()["id"] == row["id"], "the same again is the same"
    back = editor.post(f"{path}/reopen", {"why": "A new table.", "basis": row["id"]})
    assert (back.status_code, back.json()["supersedes"]) == (201, row["id"])
    assert sent == [("start_settle", [claim.pk])]
    found = editor.get(f"claims/{claim.pk}").json()
    assert (found["state"], [one["basis"] for one in found["rulings"]]) == ("disputed", ["editor", "reopened"])


def test_a_verdict_is_accepted_as_it_is(cast, api, claim):
    row = api(cast.owner).post(f"claims/{claim.pk}/ruling", {"accepts": str(claim.first.pk)}).json()
    assert (row["rating"]["slug"], row["rationale"]) == ("true", claim.first.rationale)
    assert list(Ruling.objects.get().verdicts.all()) == [claim.first]


def test_another_ruling_meanwhile_is_a_conflict(cast, api, claim):
    first = api(cast.owner).post(f"claims/{claim.pk}/ruling", RULING).json()
    answer = api(cast.editor).post(f"claims/{claim.pk}/ruling", RULING | {"rating": "false"})
    assert (answer.status_code, answer.json()["current"]) == (409, first["id"])
    again = api(cast.editor).post(f"claims/{claim.pk}/ruling", RULING | {"rating": "false", "basis": first["id"]})
    assert again.json()["supersedes"] == first["id"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"finding": "maybe"}, "finding"),
        ({"finding": ""}, "finding"),
        ({"rating": "unheard-of"}, "rating"),
        ({"rating": ""}, "rating"),
        ({"rationale": " "}, "rationale"),
        ({"accepts": "01890000-0000-7000-8000-000000000000"}, "accepts"),
        ({"basis": "17"}, "basis"),
    ],
)
def test_a_ruling_that_does_not_hold_is_refused(fields, field, cast, api, claim):
    answer = api(cast.editor).post(f"claims/{claim.pk}/ruling", RULING | fields)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Ruling.objects.exists()


def test_a_claim_that_waits_for_verdicts_is_not_settled(cast, api, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer)
    answer = api(cast.editor).post(f"claims/{claim.pk}/ruling", RULING)
    assert answer.status_code == 400
    assert "fully judged" in answer.json()["detail"]


def test_it_is_documented(api, cast):
    described = api(cast.viewer).client.get("/api/schema/").content.decode()
    assert "/ruling/" in described
    assert "/ruling/reopen/" in described
    assert "NewRuling" in described
