"""Who is told of a comment: who is named, who is answered, and in blind review nobody too early."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Comment, Notice, Project
from claims.pipeline import comment
from claims.pipeline.comment import Refused
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _say(claim, by, text, **more):
    return comment.add_comment(claim=claim, by=by, text=text, **more)


def _told():
    return {(row.to.username, row.kind) for row in Notice.objects.select_related("to")}


def test_members_who_are_named_are_told_where(cast, claim):
    row = _say(claim, cast.reviewer, "@editor and @second-reviewer, @outsider @reviewer @nobody: see a@editor.org")
    assert _told() == {("editor", "mentioned"), ("second_reviewer", "mentioned")}
    notice = Notice.objects.first()
    assert (notice.claim, notice.by, notice.data) == (claim, cast.reviewer, {"comment": str(row.pk)})


def test_an_answer_tells_those_in_the_thread_once(cast, claim):
    first = _say(claim, cast.reviewer, "Which month?")
    _say(claim, cast.editor, "May.", answers=first)
    assert _told() == {("reviewer", "answered")}
    _say(claim, cast.owner, "@reviewer April.", answers=first)
    assert _told() == {("reviewer", "answered"), ("editor", "answered"), ("reviewer", "mentioned")}


def test_words_changed_tell_only_who_is_newly_named(cast, claim):
    row = _say(claim, cast.reviewer, "@editor?")
    Notice.objects.all().delete()
    comment.reword_comment(comment=row, by=cast.reviewer, text="@editor, @owner?")
    assert _told() == {("owner", "mentioned")}


def test_a_double_click_tells_once(cast, claim):
    for _ in range(2):
        _say(claim, cast.reviewer, "@editor?")
    assert Notice.objects.count() == 1


def test_a_remark_on_the_verdict_is_told_when_it_may_be_read(cast, claim):
    factories.make_verdict(claim, cast.reviewer)
    _say(claim, cast.reviewer, "@second_reviewer @editor False, I say.", about_verdict=True)
    comment.tell_late(claim_id=claim.pk)
    assert _told() == set(), "nobody else has judged it"
    factories.make_verdict(claim, cast.second_reviewer)
    comment.tell_late(claim_id=claim.pk)
    assert _told() == {("second_reviewer", "mentioned")}
    claim.state = "disputed"
    claim.save()
    for _ in range(2):
        comment.tell_late(claim_id=claim.pk)
    assert _told() == {("second_reviewer", "mentioned"), ("editor", "mentioned")}
    assert Notice.objects.count() == 2


def test_an_answer_on_the_verdict_waits_too(cast, claim):
    first = _say(claim, cast.reviewer, "Half true at best.", about_verdict=True)
    factories.make_verdict(claim, cast.editor)
    _say(claim, cast.editor, "Why?", answers=first)
    assert _told() == set(), "who asked has not judged the claim, and would learn that somebody has"
    factories.make_verdict(claim, cast.reviewer)
    comment.tell_late(claim_id=claim.pk)
    assert _told() == {("reviewer", "answered")}


def test_a_withdrawn_remark_is_told_to_nobody(cast, claim):
    row = _say(claim, cast.reviewer, "@second_reviewer False.", about_verdict=True)
    comment.withdraw_comment(comment=row, by=cast.reviewer)
    factories.make_verdict(claim, cast.second_reviewer)
    comment.tell_late(claim_id=claim.pk)
    assert _told() == set()


def test_in_open_review_it_is_told_at_once(cast, claim):
    Project.objects.update(blind=False)
    claim.revision.article.project.refresh_from_db()
    _say(claim, cast.reviewer, "@second_reviewer False.", about_verdict=True)
    assert _told() == {("second_reviewer", "mentioned")}


def test_a_claim_without_such_remarks_costs_one_question(claim):
    with CaptureQueriesContext(connection) as queries:
        comment.tell_late(claim_id=claim.pk)
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 1


def test_a_thread_on_evidence_stays_with_it(cast, claim, revision):
    evidence = factories.make_evidence(claim)
    first = _say(claim, cast.reviewer, "Is this the same month?", evidence=evidence)
    answer = _say(claim, cast.editor, "Yes.", answers=first)
    assert {first.evidence, answer.evidence} == {evidence}
    assert _say(claim, cast.editor, "Yes.").evidence is None, "the same words elsewhere are something else"
    other = factories.make_claim(revision, "The mayor denied")
    with pytest.raises(Refused):
        _say(other, cast.reviewer, "Here?", evidence=evidence)
    assert Comment.objects.count() == 3
