"""Sentences that are not to be checked, and the trash."""

from __future__ import annotations

import pytest

from claims.models import Claim, Edit, Event, Waiver
from claims.pipeline import edit
from tests.pipeline import editing


@pytest.fixture
def revision(cast):
    return editing.make_text(cast.project, cast.reviewer)


def test_sentences_are_waived_for_a_reason(revision, cast):
    Claim.objects.filter(revision=revision, number__in=[3, 4]).delete()
    edit.waive(revision=revision, positions=[0, 3, 4], reason="opinion", by=cast.reviewer)
    rows = Waiver.objects.filter(sentence__revision=revision).order_by("sentence__position")
    told = [(row.sentence.position, row.reason, row.waived_by) for row in rows]
    assert told == [(0, "opinion", cast.reviewer), (3, "opinion", cast.reviewer), (4, "opinion", cast.reviewer)]
    row = Edit.objects.get()
    assert (row.verb, row.rows) == ("waived", 3)
    event = Event.objects.get(verb="sentence.waived")
    assert (event.article_id, event.data["positions"]) == (revision.article_id, [0, 3, 4])


def test_waiving_again_for_the_same_reason_changes_nothing(revision, cast):
    edit.waive(revision=revision, positions=[0], reason="headline", by=cast.reviewer)
    assert not Edit.objects.exists()
    assert not Event.objects.filter(verb="sentence.waived").exists()


def test_a_sentence_with_a_claim_is_waived_only_with_the_claim(revision, cast):
    with pytest.raises(edit.Refused, match="Claim 3 stands on this sentence"):
        edit.waive(revision=revision, positions=[3], reason="opinion", by=cast.reviewer)
    edit.waive(revision=revision, positions=[3], reason="opinion", by=cast.reviewer, trash_claims=True)
    assert Claim.objects.get(revision=revision, number=3).deleted_at is not None
    assert Event.objects.get(verb="claim.trashed").claim_id == Claim.objects.get(revision=revision, number=3).pk


def test_a_waiver_is_lifted(revision, cast):
    assert edit.unwaive(revision=revision, positions=[0, 1], by=cast.reviewer) == 1
    assert not Waiver.objects.filter(sentence__revision=revision).exists()
    assert edit.unwaive(revision=revision, positions=[0], by=cast.reviewer) == 0
    assert Edit.objects.count() == 1


@pytest.mark.parametrize(("positions", "reason"), [([0], ""), ([0], "dull"), ([], "opinion"), ([99], "opinion")])
def test_what_makes_no_sense_is_refused(revision, cast, positions, reason):
    with pytest.raises(edit.Refused):
        edit.waive(revision=revision, positions=positions, reason=reason, by=cast.reviewer)


def test_trashing_twice_is_trashing_once(revision, cast):
    claims = list(Claim.objects.filter(revision=revision))
    assert len(edit.trash(claims=claims, by=cast.reviewer)) == 5
    assert edit.trash(claims=claims, by=cast.reviewer) == []
    assert (Edit.objects.count(), Event.objects.filter(verb="claim.trashed").count()) == (1, 5)
    assert len(edit.restore(claims=claims[:2], by=cast.reviewer)) == 2
    assert Claim.objects.kept().filter(revision=revision).count() == 2
