"""The sourcing profile of an article, and what its policy still wants to know."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.measures.policy import Outcome
from claims.models import Attribution, Mention
from claims.pipeline.answer import answer
from claims.sourcing.missing import missing_for
from claims.sourcing.policies import policies, policy_of
from claims.sourcing.profile import sourcing_of
from tests import factories


def says(revision, words, name, kind="anonymous", **fields):
    article = revision.article
    own = None if kind == "person" else article
    source = factories.make_source(article.project, name, kind=kind, article=own)
    Mention.objects.get_or_create(source=source, article=article, defaults={"name": name})
    claim = factories.make_claim(revision, words, **fields)
    Attribution.objects.create(claim=claim, source=source, cue="said")
    return claim


@pytest.fixture
def told(revision):
    """A named voice, a described one and a bare one; the last sentence is narrated."""
    factories.make_sentences(revision)
    return [
        says(revision, "Prices rose by 4 percent in May", "a White House official", "unnamed_person"),
        says(revision, "We expect a quiet summer", "Maria Ortega", "person"),
        says(revision, "the figures were late", "a source familiar", polarity="denies"),
        factories.make_claim(revision, "The café 🍵 on the square has closed."),
    ]


def test_the_profile_of_an_article(told, article):
    sourcing = sourcing_of(article)
    profile = sourcing.profile
    assert {share.key: share.claims for share in profile.by_grade} == {
        "A": 1,
        "B": 0,
        "C": 0,
        "D": 1,
        "E": 1,
        "N": 1,
    }
    assert {share.key: share.claims for share in profile.by_kind} == {
        "person": 1, "unnamed_person": 1, "anonymous": 1, "article": 1,
    }  # fmt: skip
    assert (profile.claims, profile.unnamed.claims, profile.single_unnamed.claims) == (4, 2, 2)
    assert profile.words == sum(len(claim.text.split()) for claim in told)
    assert profile.largest_unnamed.name == "a White House official"
    assert [voice.denials for voice in profile.voices if voice.name == "a source familiar"] == [1]
    assert (profile.sentences, profile.unnamed_sentences) == (5, 2)
    assert {standing.claim for standing in profile.standings} == {str(told[0].pk), str(told[2].pk)}
    assert sourcing.numbers == {claim.pk: claim.number for claim in told}


def test_it_costs_the_same_for_few_claims_and_for_many(told, article, revision):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            sourcing_of(article)
        return len(seen)

    before = cost()
    for number in range(20):
        says(revision, "The mayor denied", f"Person {number}", "person")
    assert cost() == before


def test_without_a_policy_nothing_is_missing(told, article):
    assert policy_of(article.project) is None
    assert missing_for(article) == []
    assert set(policies()) == {"ap", "nyt", "reuters"}


def test_a_policy_says_what_is_missing(told, article, cast):
    article.project.sourcing_policy = "ap"
    article.project.save()
    bare, described = missing_for(article)
    assert (bare.source.name, bare.outcome, bare.questions) == ("a source familiar", Outcome.REFUSED, ())
    assert (described.source.name, described.outcome) == ("a White House official", Outcome.NEEDS_ANSWERS)
    assert [(number, grade) for number, _id, grade in described.claims] == [(1, "D")]
    slugs = [question.slug for question in described.questions]
    assert "identity-known-by" in slugs
    answer(source=described.source, question="identity-known-by", answer="The desk's head", by=cast.reviewer)
    _bare, described = missing_for(article)
    assert [question.slug for question in described.questions] == [s for s in slugs if s != "identity-known-by"]
    assert described.answers == {"identity-known-by": "The desk's head"}


def test_all_that_is_asked_is_answered(told, article, cast):
    article.project.sourcing_policy = "ap"
    article.project.save()
    said = {"yes-no": "yes", "number": "2", "text": "It was there.", "person": "The desk's head"}
    described = missing_for(article)[1]
    for question in policy_of(article.project).questions:
        answer(source=described.source, question=question.slug, answer=said[question.kind], by=cast.reviewer)
    assert [asked.source.name for asked in missing_for(article)] == ["a source familiar"]
    yes_no = next(question for question in policy_of(article.project).questions if question.must == "yes")
    answer(source=described.source, question=yes_no.slug, answer="no", by=cast.reviewer)
    assert [asked.outcome for asked in missing_for(article)] == [Outcome.REFUSED, Outcome.REFUSED]
