"""A vote of editors on a proposed ruling: carried as soon as enough agree, lost as soon as they cannot."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from claims.models import Event, Notice, Panel, PanelVote, Project, Rating, Ruling, Verdict
from claims.pipeline import adjudicate
from claims.pipeline.prepare import set_role
from claims.pipeline.settle import settle_claim
from claims.undoing import clock, mark_reshaped
from tests import factories


def _bench(cast):
    """A disputed claim; the editor proposes, the owner and two more editors vote."""
    more = [factories.make_user(name) for name in ("third", "fourth")]
    for person in more:
        set_role(project=cast.project, user=person, role="editor", by=cast.owner)
    claim = factories.make_claim(factories.make_article(cast.project, by=cast.reviewer).latest())
    factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.second_reviewer, "false")
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return SimpleNamespace(cast=cast, claim=claim, author=cast.editor, voters=[cast.owner, *more])


@pytest.fixture
def bench(cast):
    return _bench(cast)


def _open(bench, **more):
    rating = Rating.objects.get(version__scale__slug="truth", slug="false")
    given = {"finding": "confirmed", "rating": rating, "rationale": "The table is primary.", **more}
    return adjudicate.open_panel(**{"claim": bench.claim, "by": bench.author, **given})


def _vote(panel, by, agrees=True, reason=""):
    return adjudicate.cast_vote(panel=panel, by=by, agrees=agrees, reason=reason)


def test_it_is_put_to_all_other_editors(bench):
    panel = _open(bench)
    assert (panel.size, panel.needed, panel.closed_at) == (3, 2, None)
    assert {notice.to for notice in Notice.objects.filter(kind="vote")} == set(bench.voters)
    assert Event.objects.get(verb="panel.opened").by_id == bench.author.pk
    assert not Ruling.objects.exists()


def test_enough_votes_carry_it_at_once_and_dissent_is_kept(bench):
    panel, (first, second, third) = _open(bench), bench.voters
    _vote(panel, first, agrees=False, reason="The release is newer.")
    assert _vote(panel, second).closed_at is None
    panel = _vote(panel, third)
    ruling = Ruling.objects.in_force().get()
    assert (panel.outcome, panel.ruling) == ("carried", ruling)
    assert (ruling.basis, ruling.by, ruling.rating.slug) == ("vote", bench.author, "false")
    assert [row.by for row in ruling.verdicts.all()] == [bench.cast.second_reviewer]
    assert [vote.reason for vote in ruling.panel.votes.filter(agrees=False)] == ["The release is newer."]
    bench.claim.refresh_from_db()
    assert bench.claim.state == "settled"
    assert Event.objects.get(verb="claim.vote").target_id == ruling.pk
    assert settle_claim(claim_id=bench.claim.pk) is None


def test_it_is_lost_as_soon_as_it_cannot_be_carried(bench):
    panel, (first, second, third) = _open(bench), bench.voters
    _vote(panel, first, agrees=False, reason="No.")
    panel = _vote(panel, second, agrees=False, reason="Nor I.")
    assert (panel.outcome, Ruling.objects.count()) == ("lost", 0)
    with pytest.raises(adjudicate.Refused, match="has ended"):
        _vote(panel, third)
    bench.claim.refresh_from_db()
    assert bench.claim.state == "disputed"
    assert _open(bench).closed_at is None, "another one may be tried"


def test_a_double_click_votes_once_and_another_vote_is_refused(bench):
    panel, voter = _open(bench), bench.voters[0]
    _vote(panel, voter)
    _vote(panel, voter)
    with pytest.raises(adjudicate.Refused, match="voted already"):
        _vote(panel, voter, agrees=False, reason="On second thoughts.")
    assert PanelVote.objects.count() == 1


def test_a_double_click_proposes_once_and_another_proposal_waits(bench):
    assert _open(bench) == _open(bench)
    with pytest.raises(adjudicate.Refused, match="Another vote"):
        _open(bench, rationale="Otherwise.")
    with pytest.raises(adjudicate.Refused, match="Another vote"):
        _open(bench, by=bench.voters[0])


def test_the_author_does_not_vote(bench):
    with pytest.raises(adjudicate.Refused, match="You proposed"):
        _vote(_open(bench), bench.author)


@pytest.mark.parametrize("name", ["reviewer", "viewer", "outsider"])
def test_nobody_below_an_editor_proposes_or_votes(bench, name):
    person = getattr(bench.cast, name)
    with pytest.raises(PermissionDenied):
        _open(bench, by=person)
    panel = _open(bench)
    for act in (lambda: _vote(panel, person), lambda: adjudicate.withdraw_panel(panel=panel, by=person)):
        with pytest.raises(PermissionDenied):
            act()


def test_a_superuser_who_is_no_member_does_not_vote(bench):
    with pytest.raises(adjudicate.Refused, match="members"):
        _vote(_open(bench), bench.cast.superuser)


def test_too_few_editors_are_said_before(bench):
    assert adjudicate.too_few(bench.cast.project, bench.author) == ""
    Project.objects.update(panel_size=4)
    bench.cast.project.refresh_from_db()
    why = adjudicate.too_few(bench.cast.project, bench.author)
    assert why == "A vote takes 4 voters besides its author; this project has 3 other editors or owners."
    with pytest.raises(adjudicate.Refused, match="takes 4 voters"):
        _open(bench)


def test_a_vote_against_says_why(bench):
    with pytest.raises(ValidationError) as error:
        _vote(_open(bench), bench.voters[0], agrees=False, reason=" ")
    assert list(error.value.message_dict) == ["reason"]
    assert not PanelVote.objects.exists()


def test_the_author_withdraws_it_and_nobody_else(bench):
    panel = _open(bench)
    with pytest.raises(adjudicate.Refused, match="Only the person"):
        adjudicate.withdraw_panel(panel=panel, by=bench.voters[0])
    for _ in range(2):
        assert adjudicate.withdraw_panel(panel=panel, by=bench.author).outcome == "withdrawn"
    assert Event.objects.filter(verb="panel.withdrawn").count() == 1
    with pytest.raises(adjudicate.Refused, match="has ended"):
        _vote(panel, bench.voters[0])


def test_a_ruling_made_meanwhile_ends_it(bench):
    panel = _open(bench)
    _vote(panel, bench.voters[0])
    accepted = Verdict.objects.filter(claim=bench.claim).first()
    adjudicate.rule(claim=bench.claim, by=bench.cast.owner, accepts=accepted)
    with pytest.raises(adjudicate.Refused, match="has ended"):
        _vote(panel, bench.voters[1])
    panel.refresh_from_db()
    assert (panel.outcome, Ruling.objects.get().basis) == ("withdrawn", "editor")
    assert Event.objects.get(verb="claim.editor").data["ended_votes"] == 1


def test_a_proposal_upon_another_ruling_is_a_conflict(bench):
    accepted = Verdict.objects.filter(claim=bench.claim).first()
    ruling = adjudicate.rule(claim=bench.claim, by=bench.cast.owner, accepts=accepted)
    with pytest.raises(adjudicate.Changed):
        _open(bench)
    assert _open(bench, basis=ruling.pk).closed_at is None


def test_a_claim_that_was_changed_meanwhile_is_not_voted_on(bench):
    panel = _open(bench)
    mark_reshaped([bench.claim.pk], by=bench.cast.owner)
    with pytest.raises(adjudicate.Refused, match="changed after"):
        _vote(panel, bench.voters[0])
    settle_claim(claim_id=bench.claim.pk)
    panel.refresh_from_db()
    assert panel.outcome == "withdrawn"


def test_verdicts_that_agree_meanwhile_end_it(bench):
    panel = _open(bench)
    factories.make_verdict(bench.claim, bench.cast.reviewer, "false", created_at=clock())
    assert settle_claim(claim_id=bench.claim.pk).basis == "agreement"
    panel.refresh_from_db()
    assert panel.outcome == "withdrawn"


def test_a_claim_that_waits_for_verdicts_is_not_voted_on(bench):
    Project.objects.update(reviewers_per_claim=3)
    with pytest.raises(adjudicate.Refused, match="fully judged"):
        _open(bench)


def test_votes_are_hidden_until_one_has_voted(bench):
    panel, (first, second, _third) = _open(bench), bench.voters
    _vote(panel, first)

    def sees(user):
        return PanelVote.objects.visible_to(user).count(), Event.objects.visible_to(user).filter(
            verb="panel.voted"
        ).count()

    assert sees(second) == (0, 0)
    assert sees(first) == sees(bench.author) == (1, 1)
    _vote(panel, second, agrees=False, reason="No.")
    assert sees(second) == (2, 2)


def test_who_may_still_judge_blind_learns_of_no_vote(bench):
    third = factories.make_user("fifth")
    set_role(project=bench.cast.project, user=third, role="reviewer", by=bench.cast.owner)
    panel = _open(bench)
    for voter in bench.voters[:2]:
        _vote(panel, voter)
    verbs = set(Event.objects.visible_to(third).values_list("verb", flat=True))
    assert not {verb for verb in verbs if verb.startswith(("panel.", "claim.vote"))}


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_once_carry_once():
    bench = _bench(SimpleNamespace(**factories.make_cast()))
    panel, failures = _open(bench), []
    begin = threading.Barrier(3)

    def vote(person):
        try:
            begin.wait()
            _vote(panel, person)
        except adjudicate.Refused as refused:
            failures.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=[person]) for person in bench.voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Ruling.objects.filter(claim=bench.claim, basis="vote").count() == 1
    assert (PanelVote.objects.count(), len(failures)) == (2, 1), "the third came after the end"
    assert Panel.objects.get().outcome == "carried"
