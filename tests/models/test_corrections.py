"""What is written down when a published outcome changes, and what is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from claims.models import Correction, Event, Publication, Rating, Ruling, RulingBasis
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def ruled(claim, slug, by, rationale="The release says so.", **fields):
    newest = Ruling.objects.filter(claim=claim, superseded_by=None).first()
    rating = Rating.objects.get(version=claim.revision.article.project.scale.current(), slug=slug) if slug else None
    fields = {"basis": RulingBasis.EDITOR, "finding": "confirmed", **fields}
    return Ruling.objects.create(
        claim=claim, by=by, supersedes=newest, rating=rating, rationale=rationale, **fields
    )


def reopened(claim, by, why="A newer release is out."):
    return ruled(claim, "", by, why, basis=RulingBasis.REOPENED, finding="")


def published(claim, ruling, by):
    return Publication.objects.create(claim=claim, ruling=ruling, by=by)


def test_nothing_is_corrected_that_was_never_public(cast, claim):
    assert Correction.objects.follow(ruled(claim, "true", cast.editor)) is None
    assert Correction.objects.follow(ruled(claim, "false", cast.editor)) is None
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "second",
    [
        {"slug": "false"},
        {"slug": "true", "finding": "altered"},
        {"slug": "true", "rationale": "Two releases say so."},
    ],
)
def test_another_finding_rating_or_rationale_is_a_correction(cast, claim, second):
    first = ruled(claim, "true", cast.editor)
    published(claim, first, cast.editor)
    after = ruled(claim, second.pop("slug"), cast.owner, **second)
    row = Correction.objects.follow(after)
    assert (row.before, row.after, row.why, row.by) == (first, after, after.rationale, cast.owner)
    told = Event.objects.get(verb="claim.corrected")
    assert (told.claim_id, told.target_type, told.by_id) == (claim.pk, "ruling", cast.owner.pk)


def test_the_same_content_again_is_none(cast, claim):
    published(claim, ruled(claim, "true", cast.editor), cast.editor)
    assert Correction.objects.follow(ruled(claim, "true", cast.owner)) is None


def test_a_reopening_and_the_ruling_after_it_are_one_story(cast, claim):
    first = ruled(claim, "true", cast.editor)
    published(claim, first, cast.editor)
    taken = Correction.objects.follow(reopened(claim, cast.editor))
    again = Correction.objects.follow(ruled(claim, "true", cast.editor))
    assert (taken.is_taken_back, taken.stood) == (True, first)
    assert (again.is_taken_back, again.stood) == (False, first), "that it stands again is told, too"
    assert again.before == taken.after


def test_a_machine_gives_a_reason_too(cast, claim):
    published(claim, ruled(claim, "true", cast.editor), cast.editor)
    row = Correction.objects.follow(ruled(claim, "false", None, "", basis=RulingBasis.AGREEMENT))
    assert row.why == "The reviewers agree on this outcome now."
    assert row.by is None


def test_everybody_reads_what_people_wrote_and_not_what_was_put_together_of_documents(cast, claim):
    published(claim, ruled(claim, "true", cast.editor), cast.editor)
    taken = Correction.objects.follow(reopened(claim, None, "New evidence: “Leaked memo” refutes it."))
    assert taken.public_why == "It is being checked again."
    again = Correction.objects.follow(ruled(claim, "false", None, "", basis=RulingBasis.AGREEMENT))
    assert again.public_why == "It was checked again."
    ruling = Correction.objects.follow(ruled(claim, "true", cast.editor, "The release was corrected."))
    assert ruling.public_why == "The release was corrected."


def test_a_withdrawn_publication_is_not_corrected(cast, claim):
    row = published(claim, ruled(claim, "true", cast.editor), cast.editor)
    row.withdrawn_at = row.published_at
    row.save()
    assert Correction.objects.follow(ruled(claim, "false", cast.editor)) is None


def test_a_correction_is_kept_for_ever(cast, claim):
    published(claim, ruled(claim, "true", cast.editor), cast.editor)
    row = Correction.objects.follow(ruled(claim, "false", cast.editor))
    for act in (row.delete, row.save):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_blind_review_keeps_corrections_from_who_has_not_judged(cast, claim):
    published(claim, ruled(claim, "true", cast.editor), cast.editor)
    row = Correction.objects.follow(ruled(claim, "false", cast.editor))
    assert not Correction.objects.visible_to(cast.reviewer).exists()
    assert Correction.objects.visible_to(cast.viewer).get() == row
    factories.make_verdict(claim, cast.reviewer)
    assert Correction.objects.visible_to(cast.reviewer).get() == row


def test_each_correction_knows_the_words_that_were_ruled_on(cast, claim):
    now, then = timezone.now() + timedelta(minutes=1), timezone.now() - timedelta(hours=1)
    with pgtrigger.ignore("claims.ClaimEvent:append_only"):  # as if it had been made an hour ago
        claim.events.update(pgh_created_at=then, text="Prices rose by 4 percent in June")
    claim.negated = True
    claim.save(update_fields=["negated"])
    published(claim, ruled(claim, "true", cast.editor, created_at=then + timedelta(minutes=1)), cast.editor)
    Correction.objects.follow(ruled(claim, "false", cast.editor, created_at=now))
    told = Correction.objects.told().get()
    assert (told.words_then, told.words_now) == ("Prices rose by 4 percent in June", claim.text)


def test_whoever_appends_a_ruling_has_it_followed():
    """Where a stage makes a ruling, the same file asks for its correction: as often as it makes one."""
    makers = 0
    for path in Path("claims/pipeline").rglob("*.py"):
        text = path.read_text()
        made = text.count("Ruling.objects.create(")
        makers += made
        assert text.count("Correction.objects.follow(") == made, path
    assert makers
