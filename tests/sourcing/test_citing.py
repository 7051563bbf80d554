"""What a rating asks of the evidence that is cited: pieces, and pieces that do not copy each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.models import Claim, Document, Evidence, Rating, Verdict
from claims.pipeline import judge
from claims.sourcing.citing import asked_by, lacking
from tests.factories import make_article, make_claim, make_document, make_evidence

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db

STORY = (
    "The statistics office said on Tuesday that consumer prices rose by three point nine percent in May, "
    "less than in April, and that food had become dearer faster than anything else in the basket."
)


def _rating(pieces: int, alone: int) -> Rating:
    row = Rating.objects.get(version__scale__slug="truth", slug="false")
    row.needs_evidence, row.needs_independent = pieces, alone
    row.save()
    return row


def _claim(cast: Cast) -> Claim:
    return make_claim(make_article(cast.project).latest())


def _cited(claim: Claim, *texts: str) -> list[Evidence]:
    project = claim.revision.article.project
    return [
        make_evidence(claim, make_document(project, text=text, publisher=f"Paper {n}"), quote=text[:20])
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("pieces", "alone", "words"),
    [
        (0, 0, ""),
        (1, 0, "1 piece of evidence"),
        (3, 0, "3 pieces of evidence"),
        (0, 2, "2 independent pieces of evidence"),
        (2, 2, "2 independent pieces of evidence"),
        (1, 1, "1 independent piece of evidence"),
        (3, 2, "3 pieces of evidence, 2 of them independent"),
    ],
)
def test_what_is_asked_is_said_in_words(pieces: int, alone: int, words: str) -> None:
    assert asked_by(pieces, alone) == words


def test_a_rating_that_asks_for_nothing_costs_no_query(django_assert_num_queries: object, cast: Cast) -> None:
    rating = _rating(0, 0)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert lacking(rating, []) == ""


def test_what_is_missing_is_named(cast: Cast) -> None:
    claim, rating = _claim(cast), _rating(0, 2)
    one, two = _cited(claim, STORY, "Somebody else counted the prices in the shops and found quite another figure.")
    assert lacking(rating, []).startswith("“False” needs 2 independent pieces of evidence; you cite none.")
    assert lacking(rating, [one]) == "“False” needs 2 independent pieces of evidence; you cite 1."
    assert lacking(rating, [one, two]) == ""


def test_copies_of_one_story_count_once(cast: Cast) -> None:
    claim, rating = _claim(cast), _rating(2, 2)
    one, copy = _cited(claim, STORY, f"{STORY} More on page two.")
    assert lacking(rating, [one, copy]) == (
        "“False” needs 2 independent pieces of evidence; the 2 you cite count as 1, because copies of one story "
        "count once."
    )
    assert lacking(_rating(2, 1), [one, copy]) == ""


def test_stories_that_people_joined_count_once(cast: Cast) -> None:
    claim, rating = _claim(cast), _rating(0, 2)
    one, two = _cited(claim, STORY, "Somebody else counted the prices in the shops and found quite another figure.")
    Document.objects.filter(pk=two.document_id).update(same_story_as=one.document_id)
    assert "count as 1" in lacking(rating, [one, two])


def test_what_was_set_aside_or_thrown_away_does_not_count(cast: Cast) -> None:
    claim, rating = _claim(cast), _rating(1, 0)
    (one,) = _cited(claim, STORY)
    assert lacking(rating, [one]) == ""
    Evidence.objects.filter(pk=one.pk).update(dismissed_at=timezone.now())
    assert "you cite none" in lacking(rating, [one])
    Evidence.objects.filter(pk=one.pk).update(dismissed_at=None)
    Document.objects.filter(pk=one.document_id).update(deleted_at=timezone.now())
    assert "you cite none" in lacking(rating, [one])


def test_a_verdict_is_held_to_its_ratings_rule_and_nothing_is_written_before(cast: Cast) -> None:
    claim, rating = _claim(cast), _rating(1, 0)
    told = {"claim": claim, "by": cast.reviewer, "finding": "confirmed", "rating": rating, "rationale": "It is."}
    with pytest.raises(ValidationError) as caught:
        judge.record_verdict(**told)
    assert list(caught.value.message_dict) == ["cited"]
    assert not Verdict.objects.exists()
    assert judge.record_verdict(**told, cited=_cited(claim, STORY)).cited.count() == 1
