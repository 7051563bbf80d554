"""What people say on a claim: threads of one level, own words only, and silence in blind review."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Comment, Event, Project
from claims.pipeline import comment
from claims.pipeline.comment import Refused
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _say(claim, by, text="The figure is for April.", **more):
    return comment.add_comment(claim=claim, by=by, text=text, **more)


def test_it_is_kept_with_an_event_that_leads_to_claim_and_article(cast, claim):
    row = _say(claim, cast.reviewer, "  Which\r\nmonth? ")
    assert (row.text, row.by, row.answers) == ("Which\nmonth?", cast.reviewer, None)
    event = Event.objects.get(verb="comment.added")
    assert (event.claim_id, event.article_id, event.by_id) == (
        claim.pk,
        claim.revision.article_id,
        cast.reviewer.pk,
    )


def test_an_answer_to_an_answer_joins_the_thread(cast, claim):
    first = _say(claim, cast.reviewer)
    answer = _say(claim, cast.editor, "It is for May.", answers=first)
    second = _say(claim, cast.reviewer, "Where?", answers=answer)
    assert {answer.answers, second.answers} == {first}
    assert Event.objects.filter(verb="comment.answered").count() == 2


def test_what_answers_a_remark_on_the_verdict_is_one_too(cast, claim):
    first = _say(claim, cast.reviewer, about_verdict=True)
    assert _say(claim, cast.reviewer, "Still.", answers=first).about_verdict is True


def test_a_double_click_says_it_once_and_the_same_words_later_again(cast, claim):
    first = _say(claim, cast.reviewer)
    assert _say(claim, cast.reviewer) == first
    _say(claim, cast.reviewer, "Something else.")
    assert _say(claim, cast.reviewer) != first
    assert Comment.objects.count() == 3


@pytest.mark.parametrize("text", ["", " \n\t", "\0", "x" * (comment.LONGEST + 1)])
def test_nothing_and_too_much_are_refused(cast, claim, text):
    with pytest.raises(Refused):
        _say(claim, cast.reviewer, text)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["viewer", "outsider"])
def test_readers_say_nothing(cast, claim, name):
    with pytest.raises(PermissionDenied):
        _say(claim, getattr(cast, name))
    row = _say(claim, cast.reviewer)
    with pytest.raises(PermissionDenied):
        comment.resolve_comment(comment=row, by=getattr(cast, name))


def test_an_answer_needs_a_comment_on_this_claim(cast, claim, revision):
    other = factories.make_claim(revision, "The mayor denied")
    first = _say(other, cast.reviewer)
    with pytest.raises(Refused):
        _say(claim, cast.reviewer, answers=first)


def test_own_words_can_be_changed_and_taken_back_by_nobody_else(cast, claim):
    row = _say(claim, cast.reviewer)
    for act in (comment.reword_comment, comment.withdraw_comment):
        with pytest.raises(PermissionDenied):
            act(comment=row, by=cast.owner, **({"text": "Other."} if act is comment.reword_comment else {}))
    assert comment.reword_comment(comment=row, by=cast.reviewer, text="For May.").text == "For May."
    assert comment.withdraw_comment(comment=row, by=cast.reviewer).withdrawn_at
    with pytest.raises(Refused):
        comment.reword_comment(comment=row, by=cast.reviewer, text="Again.")
    verbs = set(Event.objects.filter(target_id=row.pk).values_list("verb", flat=True))
    assert verbs == {"comment.added", "comment.reworded", "comment.withdrawn"}
    assert row.events.filter(text="The figure is for April.").exists(), "the earlier words stay in the history"


def test_a_thread_is_resolved_by_anybody_who_reviews_and_opened_again(cast, claim):
    row = _say(claim, cast.reviewer)
    answer = _say(claim, cast.editor, "Done.", answers=row)
    resolved = comment.resolve_comment(comment=row, by=cast.editor)
    assert resolved.resolved_by == cast.editor
    assert comment.resolve_comment(comment=row, by=cast.owner).resolved_by == cast.editor, "the first one's"
    assert comment.reopen_comment(comment=row, by=cast.owner).resolved_at is None
    with pytest.raises(Refused):
        comment.resolve_comment(comment=answer, by=cast.editor)


def test_blind_review_keeps_remarks_on_the_verdict_and_their_events_until_ones_own(cast, claim):
    row = _say(claim, cast.reviewer, "Half true at best.", about_verdict=True)
    plain = _say(claim, cast.reviewer)
    other = cast.second_reviewer
    assert list(Comment.objects.visible_to(other)) == [plain]
    assert {one.target_id for one in Event.objects.filter(claim_id=claim.pk).visible_to(other)} == {plain.pk}
    for refused in (comment.resolve_comment, comment.withdraw_comment):
        with pytest.raises(Comment.DoesNotExist):
            refused(comment=row, by=other)
    with pytest.raises(Refused):
        _say(claim, other, "Why?", answers=row)
    factories.make_verdict(claim, other)
    assert set(Comment.objects.visible_to(other)) == {row, plain}
    assert Event.objects.filter(claim_id=claim.pk).visible_to(other).count() == 2


def test_open_review_shows_them_at_once(cast, claim):
    Project.objects.filter(pk=cast.project.pk).update(blind=False)
    _say(claim, cast.reviewer, about_verdict=True)
    assert Comment.objects.visible_to(cast.second_reviewer).count() == 1
    assert Event.objects.filter(claim_id=claim.pk).visible_to(cast.second_reviewer).count() == 1
