"""Asking somebody outside: the link, its end, and what is taken of what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from claims.models import Claim, Event, ExpertLink, Notice
from claims.pipeline import expert
from claims.pipeline.expert import Said
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def asked(cast, claim):
    given = {"expert": "An economist", "questions": {claim: "By how much?"}}
    return expert.make_link(project=cast.project, by=cast.editor, **given)


def question(link):
    return link.questions.get()


def test_the_token_is_kept_by_nobody(asked):
    link, token = asked
    assert expert.find_link(token=token) == link
    assert len(token) >= 43, "256 random bits"
    stored = str(ExpertLink.objects.filter(pk=link.pk).values().get())
    told = str([*Event.objects.values_list("data", flat=True)])
    assert token not in stored + told


def test_it_keeps_the_words_that_were_asked_about(asked, claim):
    Claim.objects.filter(pk=claim.pk).update(text="Prices fell")
    assert question(asked[0]).wording == claim.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"expert": " "}, "expert"), ({"days": 0}, "days"), ({"days": 91}, "days"), ({"questions": {}}, "claims")],
)
def test_what_is_missing_is_named(cast, claim, wrong, field):
    given = {"expert": "An economist", "questions": {claim: ""}} | wrong
    with pytest.raises(ValidationError) as error:
        expert.make_link(project=cast.project, by=cast.editor, **given)
    assert set(error.value.message_dict) == {field}
    assert not ExpertLink.objects.exists()


def test_claims_of_another_project_are_refused(cast, claim):
    other = factories.make_project(cast.editor)
    with pytest.raises(ValidationError, match="not of this project"):
        expert.make_link(project=other, by=cast.editor, expert="E", questions={claim: ""})


def test_reviewers_ask_nobody_outside(cast, claim):
    with pytest.raises(PermissionDenied):
        expert.make_link(project=cast.project, by=cast.reviewer, expert="E", questions={claim: ""})


def test_an_answer_is_taken_once_told_and_can_be_changed(cast, asked):
    link, _ = asked
    key = str(question(link).pk)
    said = Said("partly", " The rise was 3.9 percent. ", "Table 2")
    assert expert.answer(link=link, given={key: said}) == 1
    assert expert.answer(link=link, given={key: said}) == 0, "a double click"
    row = question(link)
    assert (row.opinion, row.answer, row.sources) == ("partly", "The rise was 3.9 percent.", "Table 2")
    (notice,) = Notice.objects.filter(to=cast.editor)
    assert (notice.kind, notice.claim, notice.data) == ("expert", row.claim, {"expert": "An economist"})
    assert expert.answer(link=link, given={key: Said("wrong", "", "")}) == 1
    assert question(link).opinion == "wrong"


def test_words_without_a_judgement_are_refused_and_nothing_said_is_left(asked):
    link, _ = asked
    key = str(question(link).pk)
    with pytest.raises(ValidationError, match="what you wrote is still here"):
        expert.answer(link=link, given={key: Said("", "I know this.", "")})
    with pytest.raises(ValidationError, match="four answers"):
        expert.answer(link=link, given={key: Said("maybe")})
    with pytest.raises(ValidationError, match="5000"):
        expert.answer(link=link, given={key: Said("right", "a" * 5001)})
    assert expert.answer(link=link, given={key: Said("")}) == 0
    assert question(link).answered_at is None


def test_a_question_of_another_link_is_not_answered(cast, claim, asked):
    other, _ = expert.make_link(project=cast.project, by=cast.editor, expert="Another", questions={claim: ""})
    assert expert.answer(link=asked[0], given={str(question(other).pk): Said("right")}) == 0
    assert question(other).answered_at is None


def test_after_the_deadline_nothing_is_taken_until_it_is_moved(cast, asked):
    link, token = asked
    ExpertLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    given = {str(question(link).pk): Said("right")}
    with pytest.raises(ValidationError, match="deadline has passed"):
        expert.answer(link=link, given=given)
    assert expert.find_link(token=token) == link
    link.refresh_from_db()
    expert.extend(link=link, by=cast.editor, days=2)
    assert expert.answer(link=link, given=given) == 1


def test_a_revoked_link_is_like_none(cast, asked):
    link, token = asked
    expert.revoke(link=link, by=cast.editor)
    expert.revoke(link=link, by=cast.editor)
    assert expert.find_link(token=token) is None
    assert Event.objects.filter(verb="expert.revoked").count() == 1
    with pytest.raises(ValidationError, match="nothing was taken"):
        expert.answer(link=link, given={})
    with pytest.raises(ValidationError, match="revoked"):
        expert.extend(link=link, by=cast.editor)
