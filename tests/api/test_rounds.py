"""Two rounds over the API: the whole way, and what is refused in words."""

from __future__ import annotations

import pytest

from claims.models import Claim, Project
from claims.pipeline.settle import settle_claim
from tests import factories

VERDICT = {"finding": "confirmed", "rating": "true", "rationale": "The answers say so."}


@pytest.fixture
def claim(cast, revision):
    Project.objects.filter(pk=cast.project.pk).update(two_rounds=True)
    claim = factories.make_claim(revision)
    factories.make_evidence(claim)
    return claim


def _gather(api, cast, claim):
    reviewer = api(cast.reviewer)
    asked = reviewer.post(f"claims/{claim.pk}/round/questions", {"text": "By how much?"}).json()
    given = {"kind": "extractive", "text": "3.9 percent", "evidence": str(claim.evidence.get().pk)}
    answer = reviewer.post(f"inquiries/{asked['id']}/answers", given)
    assert answer.status_code == 201, answer.content
    return asked, answer.json()


def test_the_whole_way(cast, api, claim, sent):
    reviewer, path = api(cast.reviewer), f"claims/{claim.pk}/round"
    assert reviewer.get(path).json() == {
        "round": 1, "gatherings": [], "questions": [], "gathered_by": [], "may_judge": False,
        "missing": ["Ask at least one question."],
        "why_not": "This claim is in round one: questions and answers come first, the verdict after them.",
    }  # fmt: skip
    refused = reviewer.post(f"claims/{claim.pk}/verdicts", VERDICT)
    assert (refused.status_code, "round one" in refused.json()["detail"]) == (400, True)
    assert refused.json()["errors"][0]["field"] == ""
    _asked, answer = _gather(api, cast, claim)
    assert answer["evidence"]["quote"] == claim.evidence.get().quote
    closed = reviewer.post(f"{path}/close")
    assert (closed.status_code, closed.json()["round"], closed.json()["may_judge"]) == (200, 2, False)
    assert closed.json()["gathered_by"] == ["reviewer"]
    second = api(cast.second_reviewer)
    found = second.get(path).json()
    assert (found["may_judge"], found["questions"][0]["answers"][0]["text"]) == (True, "3.9 percent")
    assert second.post(f"claims/{claim.pk}/verdicts", VERDICT).status_code == 201
    assert api(cast.editor).post(f"claims/{claim.pk}/verdicts", VERDICT | {"rating": "false"}).status_code == 201
    settle_claim(claim_id=claim.pk)
    back = reviewer.get(path).json()
    assert (back["round"], [one["number"] for one in back["gatherings"]]) == (1, [1, 2])
    assert "differed" in back["gatherings"][1]["because"]
    assert Claim.objects.get(pk=claim.pk).state == "open"


def test_one_changes_ones_own_words(cast, api, claim):
    asked, answer = _gather(api, cast, claim)
    reviewer = api(cast.reviewer)
    row = reviewer.patch(f"inquiries/{asked['id']}", {"text": "How much?", "withdrawn": True}).json()
    assert (row["text"], bool(row["withdrawn_at"])) == ("How much?", True)
    assert reviewer.get(f"claims/{claim.pk}/round").json()["questions"] == []
    assert reviewer.patch(f"inquiries/{asked['id']}", {"withdrawn": False}).json()["withdrawn_at"] is None
    changed = reviewer.patch(f"answers/{answer['id']}", {"kind": "abstractive", "text": "Nearly four."}).json()
    assert (changed["text"], changed["evidence"]["id"]) == ("Nearly four.", answer["evidence"]["id"])
    assert reviewer.patch(f"answers/{answer['id']}", {"withdrawn": True}).json()["withdrawn_at"]
    other = api(cast.editor).patch(f"answers/{answer['id']}", {"withdrawn": False})
    assert (other.status_code, "Only who wrote this" in other.json()["detail"]) == (403, True)


def test_an_answer_needs_a_passage_of_the_claim(cast, api, claim, revision):
    asked, _answer = _gather(api, cast, claim)
    path = f"inquiries/{asked['id']}/answers"
    other = factories.make_evidence(factories.make_claim(revision, "The mayor denied that the figures were late"))
    given = {"kind": "abstractive", "text": "Four.", "evidence": str(other.pk)}
    refused = api(cast.reviewer).post(path, given)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "evidence")
    refused = api(cast.reviewer).post(path, {"kind": "abstractive", "text": "Four."})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "evidence")


def test_an_editor_returns_it(cast, api, claim):
    _gather(api, cast, claim)
    api(cast.reviewer).post(f"claims/{claim.pk}/round/close")
    path = f"claims/{claim.pk}/round/return"
    assert api(cast.reviewer).post(path, {"because": "Which month?"}).status_code == 403
    assert api(cast.editor).post(path, {}).status_code == 400
    back = api(cast.editor).post(path, {"because": "Which month?"}).json()
    assert (back["round"], back["gatherings"][1]["because"]) == (1, "Which month?")


def test_without_two_rounds_there_is_none(cast, api, claim):
    Project.objects.update(two_rounds=False)
    found = api(cast.reviewer).get(f"claims/{claim.pk}/round").json()
    assert (found["round"], found["may_judge"], found["missing"]) == (None, True, [])
    refused = api(cast.reviewer).post(f"claims/{claim.pk}/round/questions", {"text": "Why?"})
    assert (refused.status_code, "does not work in two rounds" in refused.json()["detail"]) == (400, True)
