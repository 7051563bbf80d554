"""Evidence that a person weighs after a ruling reopens it and says why; taking that back puts the ruling back."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from claims.models import Claim, Event, Evidence, Notice, Project, Ruling
from claims.pipeline import adjudicate, weigh
from claims.pipeline.settle import settle_claim
from claims.pipeline.undo import redo, undo
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)  # times tell apart what was saved apart


@pytest.fixture
def there(transactional_db):
    cast = SimpleNamespace(**factories.make_cast())
    claim = factories.make_claim(factories.make_article(cast.project, by=cast.reviewer).latest())
    known = factories.make_evidence(claim)
    weigh.set_stance(evidence=known, by=cast.reviewer, stance="supports")
    return SimpleNamespace(cast=cast, claim=claim, known=known)


def _settle(claim):
    ruling = settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return ruling


def _agreed(there, rating="true"):
    for by in (there.cast.reviewer, there.cast.second_reviewer):
        factories.make_verdict(there.claim, by, rating)
    return _settle(there.claim)


def _ruled(there):
    cast = there.cast
    factories.make_verdict(there.claim, cast.reviewer, "true")
    verdict = factories.make_verdict(there.claim, cast.second_reviewer, "false")
    _settle(there.claim)
    return adjudicate.rule(claim=there.claim, by=cast.editor, accepts=verdict)


def _passage(there, title="A new table", **fields):
    return factories.make_evidence(there.claim, factories.make_document(there.cast.project, title), **fields)


def _waits(claim):
    return Claim.objects.uncounted(since=timezone.now() + timedelta(hours=1)).filter(pk=claim.pk).exists()


@pytest.mark.parametrize("settled", [_agreed, _ruled])
def test_a_stance_given_later_reopens_and_names_the_document(there, settled):
    ruling = settled(there)
    weigh.set_stance(evidence=_passage(there), by=there.cast.reviewer, stance="refutes")
    assert _waits(there.claim), "even if the message is lost"
    reopened = _settle(there.claim)
    assert (reopened.basis, reopened.by, reopened.supersedes) == ("reopened", None, ruling)
    assert "“A new table” refutes it" in reopened.rationale
    assert there.claim.state == "disputed"
    assert _settle(there.claim) is None, "once"
    assert not _waits(there.claim)
    assert there.claim.state == "disputed"
    told = {notice.to for notice in Notice.objects.filter(kind="reopened", claim=there.claim)}
    judged = {there.cast.reviewer, there.cast.second_reviewer}
    assert told == judged | ({there.cast.editor} if ruling.by else set())
    assert len(Event.objects.get(verb="claim.reopened").data["evidence"]) == 1


def test_a_passage_added_with_a_stance_reopens(there):
    _agreed(there)
    document = factories.make_document(there.cast.project, "The report")
    given = {"document": document, "quote": "Food rose faster.", "by": there.cast.editor}
    weigh.add_evidence(claim=there.claim, stance="supports", **given)
    assert "“The report” supports it" in _settle(there.claim).rationale


@pytest.mark.parametrize("stance", ["context", ""])
def test_context_and_candidates_do_not(there, stance):
    ruling = _agreed(there)
    weigh.set_stance(evidence=_passage(there), by=there.cast.reviewer, stance=stance)
    assert _settle(there.claim) is None
    assert list(Ruling.objects.in_force()) == [ruling]


def test_what_was_weighed_before_is_not_new(there):
    ruling = _agreed(there)
    weigh.set_stance(evidence=there.known, by=there.cast.editor, stance="supports", directness="primary")
    weigh.set_aside(evidence=there.known, by=there.cast.editor)
    assert _settle(there.claim) is None
    weigh.restore(evidence=there.known, by=there.cast.editor)
    assert _settle(there.claim) is None
    assert list(Ruling.objects.in_force()) == [ruling]


def test_a_stance_that_is_turned_round_is_new(there):
    _agreed(there)
    weigh.set_stance(evidence=there.known, by=there.cast.editor, stance="refutes")
    assert _settle(there.claim).basis == "reopened"


def test_earlier_verdicts_do_not_settle_it_again_newer_ones_do(there):
    _agreed(there)
    weigh.set_stance(evidence=_passage(there), by=there.cast.reviewer, stance="refutes")
    reopened = _settle(there.claim)
    factories.make_verdict(there.claim, there.cast.reviewer, "true")
    assert _settle(there.claim) is None
    assert there.claim.state == "disputed"
    factories.make_verdict(there.claim, there.cast.second_reviewer, "true")
    again = _settle(there.claim)
    assert (again.basis, again.supersedes, there.claim.state) == ("agreement", reopened, "settled")
    assert _settle(there.claim) is None, "the evidence is known by now"


def test_or_an_editor_does(there):
    _agreed(there)
    weigh.set_stance(evidence=_passage(there), by=there.cast.reviewer, stance="refutes")
    reopened = _settle(there.claim)
    first = there.claim.verdicts.first()
    ruling = adjudicate.rule(claim=there.claim, by=there.cast.editor, accepts=first, basis=reopened.pk)
    assert _settle(there.claim) is None
    assert list(Ruling.objects.in_force()) == [ruling]


@pytest.mark.parametrize("settled", [_agreed, _ruled])
def test_taking_the_stance_back_puts_the_ruling_back(there, settled):
    before, article = settled(there), there.claim.revision.article
    evidence = _passage(there)
    weigh.set_stance(evidence=evidence, by=there.cast.reviewer, stance="refutes")
    reopened = _settle(there.claim)
    undo(article=article, by=there.cast.reviewer)
    assert _waits(there.claim)
    back = _settle(there.claim)
    assert (back.basis, back.by, back.rationale) == (before.basis, before.by, before.rationale)
    assert (back.finding, back.rating_id, back.supersedes) == (before.finding, before.rating_id, reopened)
    assert set(back.verdicts.all()) == set(before.verdicts.all())
    assert there.claim.state == "settled"
    assert _settle(there.claim) is None
    redo(article=article, by=there.cast.reviewer)
    assert _settle(there.claim).basis == "reopened"


def test_before_anybody_sees_it_nothing_happens_at_all(there):
    ruling = _agreed(there)
    evidence = _passage(there)
    weigh.set_stance(evidence=evidence, by=there.cast.reviewer, stance="refutes")
    weigh.set_aside(evidence=Evidence.objects.get(pk=evidence.pk), by=there.cast.reviewer)
    assert _settle(there.claim) is None
    assert list(Ruling.objects.all()) == [ruling]


def test_where_somebody_judged_meanwhile_the_verdicts_decide(there):
    _ruled(there)
    evidence = _passage(there)
    weigh.set_stance(evidence=evidence, by=there.cast.reviewer, stance="refutes")
    _settle(there.claim)
    factories.make_verdict(there.claim, there.cast.reviewer, "false")
    weigh.set_stance(evidence=evidence, by=there.cast.reviewer, stance="")
    again = _settle(there.claim)
    assert (again.basis, again.rating.slug, there.claim.state) == ("agreement", "false", "settled")


def test_by_the_rule_of_the_project(there):
    Project.objects.update(settle_rule="majority")
    _agreed(there)
    weigh.set_stance(evidence=_passage(there), by=there.cast.reviewer, stance="refutes")
    _settle(there.claim)
    for by, rating in ((there.cast.reviewer, "false"), (there.cast.editor, "false")):
        factories.make_verdict(there.claim, by, rating)
    assert _settle(there.claim).rating.slug == "false", "the second reviewer's earlier verdict does not count"


def test_several_documents_are_named_and_the_rest_counted(there):
    _agreed(there)
    for n in range(5):
        weigh.set_stance(evidence=_passage(there, f"Table {n}"), by=there.cast.reviewer, stance="supports")
    why = _settle(there.claim).rationale
    assert "“Table 2” supports it" in why
    assert "Table 3" not in why
    assert "2 more" in why
