"""Rows that contradict themselves or double another are refused by the database."""

from __future__ import annotations

import pytest
from django.db import connection

from claims.models import (
    Article,
    Attribution,
    Claim,
    Intake,
    Lookup,
    Membership,
    Passage,
    Project,
    Rating,
    Scale,
    ScaleVersion,
    Source,
    Split,
    Waiver,
    WorkState,
)  # fmt: skip
from tests import factories
from tests.models.refusing import refused

WORK = [Split, Lookup, Intake]


def _work(kind, cast, article):
    if kind is Split:
        return article.latest().split
    if kind is Lookup:
        return factories.make_lookup(factories.make_claim(article.latest()))
    return Intake.objects.create(project=cast.project, url="https://example.org/")


@pytest.mark.parametrize("kind", WORK)
def test_a_failure_says_why(cast, article, kind):
    row = _work(kind, cast, article)
    with refused("failure_says_why"):
        kind.objects.filter(pk=row.pk).update(state=WorkState.FAILED, error="")
    assert kind.objects.filter(pk=row.pk).update(state=WorkState.FAILED, error="The server answered 503.") == 1


@pytest.mark.parametrize("kind", WORK)
def test_a_state_nobody_knows_is_refused(cast, article, kind):
    row = _work(kind, cast, article)
    with refused("state_known"):
        kind.objects.filter(pk=row.pk).update(state="paused")


def test_an_intake_comes_from_somewhere(cast):
    with refused("intake_has_origin"):
        Intake.objects.create(project=cast.project)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("claim_has_wording", {"text": ""}),
        ("claim_state_known", {"state": "done"}),
        ("claim_shares_are_shares", {"worthiness": 1.01}),
        ("claim_shares_are_shares", {"confidence": -0.01}),
    ],
)
def test_a_claim_makes_sense(revision, rule, change):
    claim = factories.make_claim(revision)
    with refused(rule):
        Claim.objects.filter(pk=claim.pk).update(**change)


def test_evidence_makes_sense(revision):
    evidence = factories.make_evidence(factories.make_claim(revision))
    rows = type(evidence).objects.filter(pk=evidence.pk)
    for rule, change in [
        ("evidence_has_quote", {"quote": ""}),
        ("evidence_place_whole", {"start": 9, "end": 4}),
        ("evidence_place_whole", {"start": 7, "end": 7}),
        ("evidence_place_whole", {"start": None}),
        ("evidence_place_whole", {"end": None}),
        ("evidence_stance_known", {"stance": "maybe"}),
    ]:
        with refused(rule):
            rows.update(**change)


def test_the_rest_makes_sense(cast, revision):
    claim = factories.make_claim(revision)
    attribution = factories.make_attribution(claim)
    document = factories.make_document(cast.project)
    passage = Passage.objects.create(document=document, start=0, end=8, text="Consumer")
    waiver = factories.make_waiver(factories.make_sentences(revision)[0])
    lookup = factories.make_lookup(claim)
    for row, rule, change in [
        (attribution, "attribution_counts_from_one", {"hop": 0}),
        (attribution.source, "source_kind_known", {"kind": "rumour"}),
        (attribution.source, "source_has_name", {"name": ""}),
        (document, "document_has_text", {"text": ""}),
        (passage, "passage_not_empty", {"end": 0}),
        (waiver, "waiver_reason_known", {"reason": "boring"}),
        (lookup, "lookup_has_query", {"query": ""}),
        (cast.project, "project_has_reviewers", {"reviewers_per_claim": 0}),
        (Membership.objects.first(), "membership_role_known", {"role": "boss"}),
    ]:
        with refused(rule):
            type(row).objects.filter(pk=row.pk).update(**change)


def test_nothing_is_there_twice(cast, revision):
    claim = factories.make_claim(revision)
    source = factories.make_source(cast.project)
    factories.make_attribution(claim, source)
    evidence = factories.make_evidence(claim)
    passage = {"document": evidence.document, "start": 0, "end": 8, "text": "Consumer"}
    Passage.objects.create(**passage)
    scale = Scale.objects.get(slug="truth")
    lookup = factories.make_lookup(claim)
    sentence = factories.make_sentences(revision)[0]
    factories.make_waiver(sentence)
    rating = Rating.objects.filter(version__scale=scale).first()
    twins = {
        "claim_once": lambda: factories.make_claim(revision, number=claim.number),
        "attribution_once": lambda: Attribution.objects.create(claim=claim, source=source, hop=1),
        "source_once": lambda: Source.objects.create(project=cast.project, kind=source.kind, name=source.name),
        "document_once": lambda: factories.make_document(cast.project, key=evidence.document.key),
        "evidence_once": lambda: factories.make_evidence(claim, evidence.document),
        "passage_once": lambda: Passage.objects.create(**passage),
        "lookup_once": lambda: factories.make_lookup(claim, lookup.provider),
        "membership_once": lambda: Membership.objects.create(project=cast.project, user=cast.editor, role="viewer"),
        "scale_version_once": lambda: ScaleVersion.objects.create(scale=scale, number=1),
        "rating_once": lambda: Rating.objects.create(
            version=rating.version, slug=rating.slug, label="Again", position=9
        ),
        "claims_project_slug": lambda: Project.objects.create(slug="city-desk", name="Two", scale=scale),
        "claims_split_revision": lambda: Split.objects.create(revision=revision),
        "claims_waiver_sentence": lambda: Waiver.objects.create(sentence=sentence, reason="opinion"),
    }
    for rule, make in twins.items():
        with refused(rule):
            make()


def test_a_quotation_without_a_place_is_there_once(revision):
    claim = factories.make_claim(revision)
    evidence = factories.make_evidence(claim)
    nowhere = {"claim": claim, "document": evidence.document, "quote": "Food rose faster."}
    type(evidence).objects.create(**nowhere)
    with refused("evidence_once"):
        type(evidence).objects.create(**nowhere)


def test_an_unnamed_source_is_one_per_article(cast, article):
    other = factories.make_article(cast.project, text="Another text altogether.")
    for one in (article, other):
        factories.make_source(cast.project, "a source", kind="anonymous", article=one)
    assert Source.objects.filter(name="a source").count() == 2


def test_an_article_with_a_text_cannot_be_deleted(article):
    with refused("foreign key"):
        Article.objects.filter(pk=article.pk)._raw_delete("default")
        connection.check_constraints()  # foreign keys are else checked at the end of the transaction


@pytest.mark.django_db
def test_a_rating_is_never_deleted():
    rating = Rating.objects.get(version__scale__slug="truth", slug="half-true")
    with refused("Cannot (update or )?delete"):
        rating.delete()
