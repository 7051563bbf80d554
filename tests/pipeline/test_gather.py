"""Two rounds: questions and answers, then a verdict from those alone, by somebody else; a difference returns it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import (
    Answer,
    Claim,
    Event,
    Gathering,
    Inquiry,
    Notice,
    Project,
    Seat,
    Verdict,
    rounds_of,
)
from claims.pipeline import gather, prepare
from claims.pipeline.settle import settle_claim
from tests import factories
from tests.pipeline.gathering import again, closed, gathered, give, passage


@pytest.fixture
def claim(cast, revision):
    Project.objects.filter(pk=cast.project.pk).update(two_rounds=True)
    row = factories.make_claim(revision)
    factories.make_evidence(row)
    return again(row)


def test_the_first_question_begins_round_one(cast, claim):
    assert rounds_of(claim).number == 1
    assert not Gathering.objects.exists()
    first = gather.ask(claim=claim, by=cast.reviewer, text="  Who counted? ")
    again = gather.ask(claim=claim, by=cast.second_reviewer, text="who counted?")
    assert (first.text, again) == ("Who counted?", first)
    assert Gathering.objects.get().number == 1
    verbs = Event.objects.filter(claim_id=claim.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["round.begun", "inquiry.asked"]


def test_only_round_one_takes_questions(cast, claim):
    claim = closed(cast, claim)
    with pytest.raises(gather.Refused, match="Round one of this claim is closed"):
        gather.ask(claim=claim, by=cast.second_reviewer, text="And then?")
    Project.objects.update(two_rounds=False)
    with pytest.raises(gather.Refused, match="does not work in two rounds"):
        gather.ask(claim=again(claim), by=cast.second_reviewer, text="And then?")


def test_viewers_and_strangers_gather_nothing(cast, claim):
    for name in ("viewer", "outsider"):
        with pytest.raises(PermissionDenied):
            gather.ask(claim=claim, by=getattr(cast, name), text="Why?")
    with pytest.raises(PermissionDenied):
        gather.return_to_round_one(claim=claim, by=cast.reviewer, because="More.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "guess"}, "kind"),
        ({"kind": "extractive", "text": ""}, "text"),
        ({"kind": "extractive", "text": "rose by 4 percent"}, "text"),
        ({"kind": "abstractive", "text": "By 3.9.", "evidence": None}, "evidence"),
        ({"kind": "boolean", "text": "maybe", "explanation": "It says so."}, "text"),
        ({"kind": "boolean", "text": "yes"}, "explanation"),
        ({"kind": "abstractive", "text": "x" * 5001}, "text"),
    ],
)
def test_what_no_answer_can_be(cast, claim, given, field):
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="By how much?")
    with pytest.raises(ValidationError) as refused:
        gather.reply(inquiry=inquiry, by=cast.reviewer, **{"evidence": passage(claim), **given})
    assert list(refused.value.message_dict) == [field]
    assert not Answer.objects.exists()


def test_an_answer_rests_on_evidence_of_the_claim_itself(cast, claim, revision):
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="By how much?")
    other = factories.make_evidence(factories.make_claim(revision, "The mayor denied that the figures were late"))
    with pytest.raises(ValidationError, match="another claim"):
        gather.reply(inquiry=inquiry, by=cast.reviewer, kind="abstractive", text="By 3.9.", evidence=other)


def test_the_same_answer_twice_is_one_and_an_answer_replaces_that_there_is_none(cast, claim):
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="Is it much?")
    none = gather.reply(
        inquiry=inquiry, by=cast.second_reviewer, kind="unanswerable", explanation="Not in the file."
    )
    given = {"kind": "boolean", "text": "Yes", "explanation": "Twice the aim.", "evidence": passage(claim)}
    yes = gather.reply(inquiry=inquiry, by=cast.reviewer, **given)
    assert gather.reply(inquiry=inquiry, by=cast.reviewer, **given) == yes
    assert list(Answer.objects.stated()) == [yes]
    with pytest.raises(gather.Refused, match="has an answer"):
        gather.state_answer(answer=none, by=cast.second_reviewer, withdrawn=False)
    gather.state_answer(answer=yes, by=cast.reviewer, withdrawn=True)
    gather.state_answer(answer=none, by=cast.second_reviewer, withdrawn=False)
    assert list(Answer.objects.stated()) == [none]


def test_one_changes_and_takes_back_ones_own_words(cast, claim):
    inquiry = gathered(cast, claim)
    answer = inquiry.answers.get()
    for act in (
        lambda by: gather.reword_question(inquiry=inquiry, by=by, text="How much did they rise?"),
        lambda by: gather.change_answer(
            answer=answer, by=by, kind="abstractive", text="Nearly 4.", evidence=passage(claim)
        ),
        lambda by: gather.state_answer(answer=answer, by=by, withdrawn=True),
        lambda by: gather.state_question(inquiry=inquiry, by=by, withdrawn=True),
    ):
        with pytest.raises(PermissionDenied):
            act(cast.owner)
        act(cast.reviewer)
        act(cast.reviewer)
    inquiry.refresh_from_db()
    answer.refresh_from_db()
    assert (inquiry.text, answer.text) == ("How much did they rise?", "Nearly 4.")
    assert answer.withdrawn_at
    assert inquiry.withdrawn_at
    assert inquiry.events.count() == 3, "each state is kept, once"
    with pytest.raises(gather.Refused, match="withdrawn"):
        gather.reply(inquiry=inquiry, by=cast.reviewer, kind="unanswerable")
    assert not gather.state_question(inquiry=inquiry, by=cast.reviewer, withdrawn=False).withdrawn_at


def test_closing_says_what_is_missing(cast, claim):
    with pytest.raises(gather.Refused, match="at least one question"):
        gather.close_round(claim=claim, by=cast.reviewer)
    first = gather.ask(claim=claim, by=cast.reviewer, text="Who counted?")
    gather.ask(claim=claim, by=cast.reviewer, text="When?")
    with pytest.raises(gather.Refused, match="Questions 1, 2 have no answer yet"):
        gather.close_round(claim=claim, by=cast.reviewer)
    gather.reply(inquiry=first, by=cast.reviewer, kind="unanswerable")
    with pytest.raises(gather.Refused, match="Question 2 has no answer yet"):
        gather.close_round(claim=claim, by=cast.reviewer)
    gather.state_question(inquiry=Inquiry.objects.get(text="When?"), by=cast.reviewer, withdrawn=True)
    with pytest.raises(gather.Refused, match="rests on a passage"):
        gather.close_round(claim=claim, by=cast.reviewer)
    gather.reply(inquiry=first, by=cast.reviewer, kind="abstractive", text="The office.", evidence=passage(claim))
    closed = gather.close_round(claim=claim, by=cast.reviewer)
    assert gather.close_round(claim=claim, by=cast.editor) == closed
    assert (closed.closed_by, Event.objects.filter(verb="round.closed").count()) == (cast.reviewer, 1)


def test_the_seats_of_those_who_gathered_end_with_the_round(cast, claim):
    later = {"taken_at": claim.created_at, "expires_at": "2100-01-01T00:00:00Z"}
    mine = Seat.objects.create(claim=claim, holder=cast.reviewer, **later)
    other = Seat.objects.create(claim=claim, holder=cast.second_reviewer, **later)
    closed(cast, claim)
    assert list(Seat.objects.filter(released_at=None)) == [other]
    assert Seat.objects.get(pk=mine.pk).released_why == "gone", "they gave nothing back"


def test_nobody_judges_in_round_one(cast, claim):
    with pytest.raises(ValidationError, match="round one"):
        give(claim, cast.second_reviewer)
    gathered(cast, claim)
    with pytest.raises(ValidationError, match="round one"):
        give(claim, cast.second_reviewer)
    assert not Verdict.objects.exists()


def test_those_who_took_part_do_not_judge(cast, claim):
    inquiry = gathered(cast, claim)
    taken_back = gather.ask(claim=claim, by=cast.editor, text="And before?")
    gather.state_question(inquiry=taken_back, by=cast.editor, withdrawn=True)
    gather.reply(inquiry=inquiry, by=cast.owner, kind="abstractive", text="By 3.9.", evidence=passage(claim))
    gather.close_round(claim=claim, by=cast.reviewer)
    for name in ("reviewer", "editor", "owner"):
        with pytest.raises(ValidationError, match="took part in round one"):
            give(again(claim), getattr(cast, name))
    give(again(claim), cast.second_reviewer)


def test_a_verdict_cites_only_what_an_answer_rests_on(cast, claim):
    more = factories.make_evidence(claim, quote="Food rose faster.")
    claim = closed(cast, claim)
    with pytest.raises(ValidationError, match="cites only passages that an answer rests on"):
        give(claim, cast.second_reviewer, cited=[more])
    verdict = give(claim, cast.second_reviewer, cited=[passage(claim)])
    assert list(verdict.cited.all()) == [passage(claim)]


def test_verdicts_that_agree_settle(cast, claim):
    claim = closed(cast, claim)
    give(claim, cast.second_reviewer)
    assert claim.state == "open"
    give(claim, cast.editor)
    assert claim.state == "settled"
    with pytest.raises(gather.Refused, match="settled"):
        gather.return_to_round_one(claim=claim, by=cast.editor, because="More.")


def test_verdicts_that_differ_return_it_once(cast, claim):
    claim = closed(cast, claim)
    first = give(claim, cast.second_reviewer, "true")
    give(claim, cast.editor, "false")
    assert claim.state == "open"
    returned = Gathering.objects.get(number=2)
    assert "differed" in returned.because
    assert rounds_of(claim).number == 1
    assert not Verdict.objects.counting().exists()
    assert Verdict.objects.count() == 2, "they are kept"
    assert list(Notice.objects.values_list("to", "kind")) == [(cast.reviewer.pk, "sent_back")]
    with pytest.raises(gather.Refused, match="came back"):
        gather.close_round(claim=claim, by=cast.reviewer)
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text="And food?")
    gather.reply(inquiry=inquiry, by=cast.reviewer, kind="unanswerable")
    gather.close_round(claim=claim, by=cast.reviewer)
    again = give(claim, cast.second_reviewer, "true", basis=first.pk)
    assert again != first, "the same words are a new verdict: on other answers"
    second = Verdict.objects.current().get(by=cast.editor)
    give(claim, cast.editor, "false", basis=second.pk)
    assert (claim.state, Gathering.objects.count()) == ("disputed", 2)
    settle_claim(claim_id=claim.pk)
    assert Gathering.objects.count() == 2


def test_an_editor_returns_a_claim_with_a_reason(cast, claim):
    with pytest.raises(gather.Refused, match="in round one already"):
        gather.return_to_round_one(claim=claim, by=cast.editor, because="More.")
    claim = closed(cast, claim)
    with pytest.raises(ValidationError, match="what is to be found out"):
        gather.return_to_round_one(claim=claim, by=cast.editor, because=" ")
    opened = gather.return_to_round_one(claim=claim, by=cast.editor, because="Which month?")
    assert gather.return_to_round_one(claim=claim, by=cast.editor, because="Which month?") == opened
    assert (opened.number, opened.because) == (2, "Which month?")


def test_switching_the_mode_loses_nothing(cast, claim):
    """One verdict from before, a question, off again, on again: each is there, and counts where it should."""
    Project.objects.update(two_rounds=False)
    give(again(claim), cast.second_reviewer, "true")
    prepare.change_project(project=cast.project, by=cast.owner, two_rounds=True)
    assert Verdict.objects.counting().count() == 1, "nothing was asked yet"
    claim = closed(cast, again(claim))
    assert not Verdict.objects.counting().exists()
    give(claim, cast.editor, "false")
    assert claim.state == "open"
    prepare.change_project(project=cast.project, by=cast.owner, two_rounds=False)
    assert Verdict.objects.counting().count() == 2
    claim.refresh_from_db()
    assert claim in Claim.objects.uncounted(claim.created_at), "the sweeper settles it anew"
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    assert claim.state == "disputed"
    assert (Inquiry.objects.count(), Gathering.objects.count()) == (1, 1)
    prepare.change_project(project=cast.project, by=cast.owner, two_rounds=True)
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    assert (claim.state, rounds_of(again(claim)).number) == ("open", 2)


def test_what_was_settled_before_stays_settled_by_either_switch(cast, claim):
    Project.objects.update(two_rounds=False)
    for by in (cast.reviewer, cast.second_reviewer):
        give(again(claim), by)
    prepare.change_project(project=cast.project, by=cast.owner, two_rounds=True)
    settle_claim(claim_id=claim.pk)
    claim = again(claim)
    assert (claim.state, rounds_of(claim).number) == ("settled", 0)
    with pytest.raises(gather.Refused, match="judged before"):
        gather.ask(claim=claim, by=cast.reviewer, text="Why?")
