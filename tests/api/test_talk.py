"""Comments, questions to the editor and notices over the API."""

from __future__ import annotations

import pytest

from claims.models import Comment, Notice
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def test_a_comment_on_evidence_an_answer_and_the_notices(api, cast, claim):
    evidence = factories.make_evidence(claim)
    path = f"claims/{claim.pk}/comments"
    first = api(cast.reviewer).post(path, {"text": "@editor the same month?", "evidence": str(evidence.pk)})
    assert first.status_code == 201
    assert first.json()["evidence"] == str(evidence.pk)
    second = api(cast.editor).post(path, {"text": "Yes.", "answers": first.json()["id"]}).json()
    assert (second["answers"], second["evidence"]) == (first.json()["id"], str(evidence.pk))
    assert len(api(cast.viewer).get(path).json()["results"]) == 2
    told = api(cast.editor).get("notices", unread=1).json()["results"]
    assert [(one["kind"], one["by"], one["project"]) for one in told] == [("mentioned", "reviewer", "city-desk")]
    assert told[0]["words"] == "Reviewer mentioned you in a comment"
    assert told[0]["url"] == f"/claims/{claim.pk}/#comment-{first.json()['id']}"
    assert api(cast.reviewer).post("notices/read", {"notices": [told[0]["id"]]}).json() == {"read": 0}
    assert api(cast.editor).post("notices/read", {"notices": [told[0]["id"]]}).json() == {"read": 1}
    assert api(cast.editor).get("notices", unread=1).json()["results"] == []
    assert api(cast.reviewer).post("notices/read").json() == {"read": 1}


def test_blind_review_keeps_remarks_on_the_verdict(api, cast, claim):
    path = f"claims/{claim.pk}/comments"
    api(cast.reviewer).post(path, {"text": "Half true at best.", "about_verdict": True})
    other = api(cast.second_reviewer)
    assert other.get(path).json()["results"] == []
    assert other.post(path, {"text": "Why?", "answers": str(Comment.objects.get().pk)}).status_code == 404
    factories.make_verdict(claim, cast.second_reviewer)
    assert len(other.get(path).json()["results"]) == 1


def test_a_question_and_its_answer(api, cast, claim):
    path = f"claims/{claim.pk}/questions"
    asked = api(cast.reviewer).post(path, {"text": "Is April recent?"}).json()
    assert [len(api(who).get(path).json()["results"]) for who in (cast.editor, cast.second_reviewer)] == [1, 0]
    answer = f"questions/{asked['id']}/answer"
    assert api(cast.second_reviewer).post(answer, {"answer": "No."}).status_code == 403
    given = api(cast.editor).post(answer, {"answer": "Yes."}).json()
    assert (given["answer"], given["answered_by"]) == ("Yes.", "editor")
    assert api(cast.owner).post(answer, {"answer": "No."}).status_code in (400, 409)
    assert Notice.objects.filter(to=cast.reviewer, kind="answered").count() == 1
