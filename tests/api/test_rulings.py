"""Settling over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Ruling
from claims.pipeline.prepare import set_role
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


@pytest.fixture
def voters(cast):
    people = [cast.owner, factories.make_user("third"), factories.make_user("fourth")]
    for person in people[1:]:
        set_role(project=cast.project, user=person, role="editor", by=cast.owner)
    return people


def test_a_ruling_is_voted_on(cast, api, claim, voters):
    path = f"claims/{claim.pk}/panel"
    made = api(cast.editor).post(path, RULING)
    assert (made.status_code, made.json()["votes"]) == (201, [])
    vote = f"panels/{made.json()['id']}/vote"
    assert api(voters[0]).get(path).json()["results"][0]["votes"] is None
    refused = api(voters[0]).post(vote, {"agrees": False})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "reason")
    assert api(voters[0]).post(vote, {"agrees": False, "reason": "No."}).json()["outcome"] == ""
    assert api(voters[1]).get(path).json()["results"][0]["votes"] is None, "hidden until one has voted"
    api(voters[1]).post(vote, {"agrees": True})
    ended = api(voters[2]).post(vote, {"agrees": True}).json()
    assert (ended["outcome"], ended["ruling"]) == ("carried", str(Ruling.objects.get().pk))
    assert [one["agrees"] for one in ended["votes"]] == [False, True, True]
    assert api(voters[2]).post(vote, {"agrees": False, "reason": "Wait."}).status_code == 400


def test_a_proposal_is_withdrawn_by_its_author(cast, api, claim, voters):
    panel = api(cast.editor).post(f"claims/{claim.pk}/panel", RULING).json()
    assert api(cast.owner).post(f"panels/{panel['id']}/withdraw").status_code == 400
    assert api(cast.editor).post(f"panels/{panel['id']}/withdraw").json()["outcome"] == "withdrawn"


def test_a_claim_goes_back_to_those_who_judged_it(cast, api, claim):
    path = f"claims/{claim.pk}/send-back"
    asked = api(cast.editor).post(path, {"text": "And the footnote?"})
    assert asked.status_code == 201
    third = factories.make_user("fifth")
    set_role(project=cast.project, user=third, role="reviewer", by=cast.owner)
    assert api(third).get(path).json()["results"] == [], "blind"
    assert len(api(cast.reviewer).get(path).json()["results"]) == 1
    answered = api(cast.reviewer).post(f"returned/{asked.json()['id']}/answer", {"text": "Read it."}).json()
    assert (answered["answer"], answered["answered_by"]) == ("Read it.", "reviewer")
    assert api(cast.editor).post(f"returned/{asked.json()['id']}/withdraw").status_code == 400


def test_a_day_to_look_again_and_that_a_ruling_stands(cast, api, claim):
    path, yesterday = f"claims/{claim.pk}/ruling", str(timezone.localdate() - timedelta(days=1))
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    assert api(cast.editor).post(path, RULING | {"review_by": yesterday}).status_code == 400
    made = api(cast.editor).post(path, RULING | {"review_by": tomorrow}).json()
    assert (made["review_by"], made["is_due"]) == (tomorrow, False)
    again = api(cast.owner).post(f"{path}/confirm", {"basis": made["id"]})
    assert (again.status_code, again.json()["supersedes"], again.json()["review_by"]) == (201, made["id"], None)
    assert api(cast.editor).post(f"{path}/confirm", {"basis": made["id"]}).status_code == 409
