"""Look-ups of claims that a person made, or whose words a person changed."""

from __future__ import annotations

from django.utils import timezone

from claims.models import Claim, Lookup
from claims.pipeline import look_up
from tests import factories


def test_claims_whose_words_changed_are_asked_about_again(revision, cast):
    kept, reshaped = factories.make_claim(revision, "Prices rise"), factories.make_claim(revision)
    look_up.open_lookups(revision=revision)
    before = set(Lookup.objects.values_list("pk", flat=True))
    Claim.objects.filter(pk=reshaped.pk).update(text="The mayor denied that the figures were late")
    made = look_up.open_lookups(claims=[kept.pk, reshaped.pk], by=cast.reviewer)
    rows = Lookup.objects.exclude(pk__in=before)
    assert set(made) == {row.pk for row in rows} != set()
    assert {(row.claim_id, row.asked_by) for row in rows} == {(reshaped.pk, cast.reviewer)}
    assert look_up.open_lookups(claims=[reshaped.pk]) == []


def test_what_is_in_the_trash_is_not_asked_about(revision):
    claim = factories.make_claim(revision, deleted_at=timezone.now())
    assert look_up.open_lookups(claims=[claim.pk]) == []
