"""A settled claim as ClaimReview over the API: for members, as far as blind review lets them see its ruling."""

from __future__ import annotations

import pytest

from claims.models import Scale
from tests import factories
from tests.filled import settle
from tests.formats.linked_data import expanded


@pytest.fixture
def claim(cast, revision):
    claim = factories.make_claim(revision)
    factories.make_attribution(claim)
    verdict = factories.make_verdict(claim, cast.reviewer, "mostly-true")
    ruling = settle(claim, [verdict], cast)
    assert ruling.rationale
    return claim


def path(claim):
    return f"rulings/{claim.pk}/claimreview"


def test_a_member_gets_the_review_of_one_claim(cast, api, claim, revision):
    other = factories.make_claim(revision, text="Another claim")
    settle(other, [factories.make_verdict(other, cast.reviewer, "false")], cast)
    answer = api(cast.editor).get(path(claim))
    assert answer.status_code == 200
    told = answer.json()
    expanded(told)
    assert told["claimReviewed"] == claim.text
    assert told["url"] == f"http://testserver/rulings/{claim.pk}/"
    assert told["reviewRating"]["ratingValue"] == 4


def test_blind_review_keeps_it_from_who_has_not_judged(cast, api, claim):
    assert api(cast.second_reviewer).get(path(claim)).status_code == 404
    assert api(cast.reviewer).get(path(claim)).status_code == 200


def test_nobody_of_the_desk_is_named_whoever_asks(cast, api, claim):
    settle_with_names = factories.make_claim(claim.revision, text="Another claim")
    verdict = factories.make_verdict(settle_with_names, cast.reviewer, "true")
    ruling = settle(settle_with_names, [verdict], cast)
    named = type(ruling).objects.create(
        claim=settle_with_names, basis="editor", finding="confirmed", rating=ruling.rating, by=cast.editor,
        rationale="Reviewer (Confirmed, True): So it is. Second Reviewer agrees.", supersedes=ruling,
    )  # fmt: skip
    assert named.pk
    for person in (cast.viewer, cast.editor):
        body = api(person).get(path(settle_with_names)).json()["reviewBody"]
        assert body == "A reviewer (Confirmed, True): So it is. a reviewer agrees."


def test_without_a_ruling_there_is_none(cast, api, revision):
    assert api(cast.editor).get(path(factories.make_claim(revision))).status_code == 404


def test_the_scale_of_the_desk_is_in_no_review(cast, api, claim):
    Scale.objects.filter(slug="truth").update(copy_of=Scale.objects.get(slug="desk"))
    assert api(cast.editor).get(path(claim)).status_code == 404


def test_strangers_find_nothing(cast, api, claim):
    assert api(cast.outsider).get(path(claim)).status_code == 404
