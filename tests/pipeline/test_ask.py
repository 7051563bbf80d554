"""Ask the editor: the question, the answer, who is told, and who sees it in blind review."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Asked, Event, Notice, Project, Question
from claims.pipeline import ask
from claims.pipeline.ask import Answered, Refused
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def question(cast, claim):
    return ask.ask_editor(claim=claim, by=cast.reviewer, text="Is April “recent”?")


def _told(kind):
    return set(Notice.objects.unread().filter(kind=kind).values_list("to__username", flat=True))


def test_it_waits_for_the_editors_who_are_told(cast, claim, question):
    assert list(Question.objects.waiting()) == [question]
    assert (question.to, question.by, question.claim) == (Asked.EDITOR, cast.reviewer, claim)
    assert _told("question") == {"editor", "owner"}
    event = Event.objects.get(verb="question.asked")
    assert (event.claim_id, event.target_id) == (claim.pk, question.pk)
    assert question.text not in str(event.data)


def test_a_double_click_asks_once_and_another_question_is_another(cast, claim, question):
    assert ask.ask_editor(claim=claim, by=cast.reviewer, text=" Is April “recent”?\r\n") == question
    ask.ask_editor(claim=claim, by=cast.reviewer, text="And May?")
    ask.ask_editor(claim=claim, by=cast.second_reviewer, text="Is April “recent”?")
    assert Question.objects.count() == 3


@pytest.mark.parametrize("text", ["", " \n", "\0", "x" * (ask.LONGEST + 1)])
def test_nothing_and_too_much_are_refused(cast, claim, question, text):
    with pytest.raises(Refused):
        ask.ask_editor(claim=claim, by=cast.reviewer, text=text)
    with pytest.raises(Refused):
        ask.answer_question(question=question, by=cast.editor, answer=text)


def test_readers_ask_nothing_and_only_editors_answer(cast, claim, question):
    for name in ("viewer", "outsider"):
        with pytest.raises(PermissionDenied):
            ask.ask_editor(claim=claim, by=getattr(cast, name), text="May I?")
    for name in ("viewer", "outsider", "reviewer", "second_reviewer"):
        with pytest.raises(PermissionDenied):
            ask.answer_question(question=question, by=getattr(cast, name), answer="Yes.")


def test_the_answer_tells_who_asked_and_asks_nothing_of_other_editors(cast, question):
    row = ask.answer_question(question=question, by=cast.editor, answer="Yes.")
    assert (row.answer, row.answered_by, bool(row.answered_at)) == ("Yes.", cast.editor, True)
    assert (_told("answered"), _told("question")) == ({"reviewer"}, set())
    assert not Question.objects.waiting().exists()
    assert ask.answer_question(question=question, by=cast.owner, answer="Yes. ").answered_by == cast.editor
    with pytest.raises(Answered, match="Editor"):
        ask.answer_question(question=question, by=cast.owner, answer="No.")
    assert Event.objects.filter(verb="question.answered").count() == 1


def test_it_is_taken_back_by_who_asked_while_it_waits(cast, claim, question):
    with pytest.raises(PermissionDenied):
        ask.withdraw_question(question=question, by=cast.editor)
    for _ in range(2):
        assert ask.withdraw_question(question=question, by=cast.reviewer).withdrawn_at
    assert Event.objects.filter(verb="question.withdrawn").count() == 1
    assert (_told("question"), Question.objects.waiting().count()) == (set(), 0)
    with pytest.raises(Refused):
        ask.answer_question(question=question, by=cast.editor, answer="Yes.")
    other = ask.ask_editor(claim=claim, by=cast.reviewer, text="And now?")
    ask.answer_question(question=other, by=cast.editor, answer="Yes.")
    with pytest.raises(Refused):
        ask.withdraw_question(question=other, by=cast.reviewer)


def test_what_was_sent_back_to_reviewers_is_not_answered_here(cast, claim):
    row = Question.objects.create(claim=claim, by=cast.editor, to=Asked.REVIEWERS, text="Which month?")
    with pytest.raises(Question.DoesNotExist):
        ask.answer_question(question=row, by=cast.editor, answer="May.")


def _sees(cast):
    names = ("owner", "editor", "reviewer", "second_reviewer", "viewer", "superuser")
    return {name for name in names if Question.objects.visible_to(getattr(cast, name)).exists()}


def _hears(cast, claim):
    names = ("owner", "editor", "reviewer", "second_reviewer", "viewer")
    events = Event.objects.filter(claim_id=claim.pk, target_type="question")
    return {name for name in names if events.visible_to(getattr(cast, name)).exists()}


def test_in_blind_review_only_who_asked_and_editors_see_it_until_ones_own_verdict(cast, claim, question):
    assert _sees(cast) == {"owner", "editor", "reviewer", "superuser"}
    assert _hears(cast, claim) == {"reviewer"}
    factories.make_verdict(claim, cast.second_reviewer)
    assert _sees(cast) == {"owner", "editor", "reviewer", "second_reviewer", "superuser"}
    assert _hears(cast, claim) == {"reviewer", "second_reviewer"}


def test_in_open_review_everybody_sees_it(cast, claim, question):
    Project.objects.update(blind=False)
    assert _sees(cast) >= {"owner", "editor", "reviewer", "second_reviewer", "viewer"}


def test_an_editor_of_another_project_sees_none(cast, question):
    factories.make_project(by=cast.outsider)
    assert not Question.objects.visible_to(cast.outsider).exists()


def test_what_was_sent_back_shows_only_to_those_who_know_the_verdicts(cast, claim):
    Question.objects.create(claim=claim, by=cast.editor, to=Asked.REVIEWERS, text="Which month?")
    assert _sees(cast) == {"editor"}
    factories.make_verdict(claim, cast.reviewer)
    factories.make_verdict(claim, cast.second_reviewer)
    claim.state = "disputed"
    claim.save()
    assert _sees(cast) == {"owner", "editor", "reviewer", "second_reviewer"}
