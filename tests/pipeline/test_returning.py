"""A claim goes back to those who judged it with a question; words or a new verdict answer it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import Event, Notice, Question, Rating
from claims.pipeline import adjudicate, judge
from claims.pipeline.prepare import set_role
from claims.pipeline.settle import settle_claim
from tests import factories


@pytest.fixture
def claim(cast, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.second_reviewer, "false")
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return claim


def _ask(claim, by, text="Did either of you read the footnote?"):
    return adjudicate.send_back(claim=claim, by=by, text=text)


def test_those_who_judged_are_asked(cast, claim):
    question = _ask(claim, cast.editor)
    assert (question.to, question.by, claim.state) == ("reviewers", cast.editor, "disputed")
    assert {row.to for row in Notice.objects.filter(kind="sent_back")} == {cast.reviewer, cast.second_reviewer}
    assert Event.objects.get(verb="claim.sent_back").target_id == question.pk


def test_twice_is_once(cast, claim):
    assert _ask(claim, cast.editor) == _ask(claim, cast.editor)
    assert Question.objects.count() == 1
    assert _ask(claim, cast.editor, "And the annex?").pk != Question.objects.first().pk


def test_words_answer_it(cast, claim):
    question = _ask(claim, cast.editor)
    for _ in range(2):
        answered = adjudicate.answer_returned(question=question, by=cast.reviewer, text=" Yes, page 4. ")
    assert (answered.answer, answered.answered_by) == ("Yes, page 4.", cast.reviewer)
    assert not Question.objects.waiting().exists()
    assert [row.to for row in Notice.objects.filter(kind="answered")] == [cast.editor]
    with pytest.raises(adjudicate.Refused, match="meanwhile"):
        adjudicate.answer_returned(question=question, by=cast.second_reviewer, text="I did, too.")


def test_a_new_verdict_answers_it(cast, claim):
    question = _ask(claim, cast.editor)
    own = claim.verdicts.get(by=cast.reviewer)
    rating = Rating.objects.get(version__scale__slug="truth", slug="false")
    judge.record_verdict(
        claim=claim, by=cast.reviewer, finding="confirmed", rating=rating, rationale="The footnote.", basis=own.pk
    )
    question.refresh_from_db()
    assert question.answered_by == cast.reviewer
    assert [row.to for row in Notice.objects.filter(kind="answered")] == [cast.editor]
    assert settle_claim(claim_id=claim.pk).basis == "agreement"


def test_the_first_verdict_of_somebody_else_does_not(cast, claim):
    question = _ask(claim, cast.editor)
    rating = Rating.objects.get(version__scale__slug="truth", slug="false")
    judge.record_verdict(claim=claim, by=cast.owner, finding="confirmed", rating=rating, rationale="The footnote.")
    question.refresh_from_db()
    assert question.answered_at is None


def test_only_those_who_judged_answer(cast, claim):
    question = _ask(claim, cast.editor)
    with pytest.raises(adjudicate.Refused, match="those who judged"):
        adjudicate.answer_returned(question=question, by=cast.owner, text="Yes.")
    with pytest.raises(PermissionDenied):
        adjudicate.answer_returned(question=question, by=cast.viewer, text="Yes.")


@pytest.mark.parametrize("name", ["reviewer", "viewer", "outsider"])
def test_only_editors_send_back(cast, claim, name):
    with pytest.raises(PermissionDenied):
        _ask(claim, getattr(cast, name))


def test_it_takes_words_and_a_judged_claim(cast, claim, revision):
    with pytest.raises(ValidationError) as error:
        _ask(claim, cast.editor, " \n")
    assert list(error.value.message_dict) == ["text"]
    with pytest.raises(adjudicate.Refused, match="fully judged"):
        _ask(factories.make_claim(revision, "The mayor denied"), cast.editor)


def test_it_is_taken_back_until_it_is_answered(cast, claim):
    question = _ask(claim, cast.editor)
    for _ in range(2):
        assert adjudicate.take_back(question=question, by=cast.owner).withdrawn_at
    assert Event.objects.filter(verb="question.taken_back").count() == 1
    with pytest.raises(adjudicate.Refused, match="withdrawn"):
        adjudicate.answer_returned(question=question, by=cast.reviewer, text="Yes.")
    other = _ask(claim, cast.editor)
    adjudicate.answer_returned(question=other, by=cast.reviewer, text="Yes.")
    with pytest.raises(adjudicate.Refused, match="answered"):
        adjudicate.take_back(question=other, by=cast.editor)


def test_a_question_for_the_editor_is_none_of_these(cast, claim):
    asked = Question.objects.create(claim=claim, by=cast.reviewer, to="editor", text="Is this in scope?")
    with pytest.raises(adjudicate.Refused, match="for the editor"):
        adjudicate.answer_returned(question=asked, by=cast.reviewer, text="Yes.")


def test_who_may_still_judge_blind_does_not_learn_of_it(cast, claim):
    third = factories.make_user("third")
    set_role(project=cast.project, user=third, role="reviewer", by=cast.owner)
    _ask(claim, cast.editor)
    assert not Question.objects.visible_to(third).exists()
    assert not Event.objects.visible_to(third).filter(verb="claim.sent_back").exists()
    assert Question.objects.visible_to(cast.reviewer).exists()
