"""Verdicts and rulings are appended, one chain a person or a claim, and never edited."""

from __future__ import annotations

import pytest

from claims.models import Event, Rating, Ruling, RulingBasis, Span, Verdict
from tests import factories, filled
from tests.models.refusing import refused


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _rating(slug="true"):
    return Rating.objects.get(version__scale__slug="truth", slug=slug)


def _verdict(claim, by, **fields):
    given = {"finding": "confirmed", "rating": _rating(), "rationale": "The release says so."}
    return Verdict.objects.create(claim=claim, by=by, **given | fields)


def test_a_retired_rating_is_off_the_table(cast, claim):
    rating = filled.retire("half-true")
    with refused("is retired"):
        _verdict(claim, cast.reviewer, rating=rating)


def test_a_verdict_given_before_the_rating_was_retired_stays(cast, claim):
    verdict = factories.make_verdict(claim, cast.reviewer, "half-true")
    filled.retire("half-true")
    assert Verdict.objects.get(pk=verdict.pk).rating.slug == "half-true"


@pytest.mark.parametrize("rationale", ["", "   ", "\n\t "])
def test_a_verdict_says_why(cast, claim, rationale):
    with refused("verdict_has_rationale"):
        _verdict(claim, cast.reviewer, rationale=rationale)


def test_a_finding_nobody_knows_is_refused(cast, claim):
    with refused("verdict_finding_known"):
        _verdict(claim, cast.reviewer, finding="perhaps")


@pytest.mark.parametrize("change", [{"rationale": "Now otherwise."}, {"finding": "altered"}])
def test_a_verdict_is_never_changed(cast, claim, change):
    verdict = factories.make_verdict(claim, cast.reviewer)
    with refused("Cannot update"):
        Verdict.objects.filter(pk=verdict.pk).update(**change)


def test_a_verdict_is_never_deleted(cast, claim):
    verdict = factories.make_verdict(claim, cast.reviewer)
    with refused("Cannot (update or )?delete"):
        verdict.delete()


def test_a_person_has_one_first_verdict_on_a_claim(cast, claim):
    _verdict(claim, cast.reviewer)
    with refused("verdict_first_once"):
        _verdict(claim, cast.reviewer, finding="altered")
    _verdict(claim, cast.second_reviewer)


def test_a_verdict_is_superseded_once(cast, claim):
    first = _verdict(claim, cast.reviewer)
    _verdict(claim, cast.reviewer, supersedes=first)
    with refused("supersedes"):
        _verdict(claim, cast.reviewer, supersedes=first)


def test_nobody_supersedes_anothers_verdict(cast, claim):
    theirs = _verdict(claim, cast.reviewer)
    with refused("belongs to another claim or person"):
        _verdict(claim, cast.second_reviewer, supersedes=theirs)


def test_a_verdict_on_another_claim_is_not_superseded(cast, claim, revision):
    other = factories.make_claim(revision, "The mayor denied that the figures were late")
    elsewhere = _verdict(other, cast.reviewer)
    with refused("belongs to another claim or person"):
        _verdict(claim, cast.reviewer, supersedes=elsewhere)


@pytest.mark.parametrize(
    ("basis", "finding", "rated", "whole"),
    [
        ("agreement", "confirmed", True, True),
        ("agreement", "", True, False),
        ("agreement", "confirmed", False, False),
        ("editor", "", False, False),
        ("reopened", "", False, True),
        ("reopened", "confirmed", True, False),
        ("reopened", "", True, False),
    ],
)
def test_a_ruling_is_whole_or_reopens(claim, basis, finding, rated, whole):
    fields = {"claim": claim, "basis": basis, "finding": finding, "rating": _rating() if rated else None}
    if whole:
        assert Ruling.objects.create(**fields).pk
        return
    with refused("ruling_outcome_whole"):
        Ruling.objects.create(**fields)


def test_a_claim_has_one_first_ruling(cast, claim):
    fields = {"claim": claim, "basis": RulingBasis.EDITOR, "finding": "confirmed", "rating": _rating()}
    first = Ruling.objects.create(**fields)
    with refused("ruling_first_once"):
        Ruling.objects.create(**fields)
    assert Ruling.objects.create(**fields, supersedes=first).pk


def test_a_ruling_is_never_changed_nor_deleted(claim):
    ruling = Ruling.objects.create(claim=claim, basis=RulingBasis.EDITOR, finding="confirmed", rating=_rating())
    with refused("Cannot update"):
        Ruling.objects.filter(pk=ruling.pk).update(rationale="Otherwise.")
    with refused("Cannot (update or )?delete"):
        Ruling.objects.filter(pk=ruling.pk).delete()


def test_the_trail_is_never_changed_nor_deleted(cast, article):
    event = Event.objects.get(verb="article.taken_in", target_id=article.pk)
    assert (event.by_name, event.data["extractor"]) == (cast.reviewer.username, "paste")
    with refused("Cannot update"):
        Event.objects.filter(pk=event.pk).update(by_name="somebody else")
    with refused("Cannot (update or )?delete"):
        Event.objects.filter(pk=event.pk).delete()


def test_a_ruling_supersedes_only_one_on_its_own_claim(cast, claim, revision):
    other = factories.make_claim(revision, "Prices rose", number=2)
    theirs = Ruling.objects.create(claim=other, basis=RulingBasis.REOPENED)
    with refused("belongs to another claim or person"):
        Ruling.objects.create(claim=claim, basis=RulingBasis.REOPENED, supersedes=theirs)


def test_what_a_verdict_cites_and_a_ruling_rests_on_stays(cast, claim):
    verdict = _verdict(claim, cast.reviewer)
    verdict.cited.set([factories.make_evidence(claim)])
    with refused("Cannot update or delete"):
        verdict.cited.clear()
    ruling = Ruling.objects.create(
        claim=claim, basis=RulingBasis.AGREEMENT, finding="confirmed", rating=verdict.rating
    )
    ruling.verdicts.set([verdict])
    with refused("Cannot update or delete"):
        ruling.verdicts.clear()


def test_a_span_stands_in_the_text_of_its_claim(cast, claim):
    elsewhere = factories.make_article(cast.project, by=cast.reviewer, text="Another text altogether.").latest()
    with refused("in the text of its claim"):
        Span.objects.create(revision=elsewhere, claim=claim, role="content", start=0, end=3)
