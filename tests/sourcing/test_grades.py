"""Grades of claims from their rows, with their inputs, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Attribution, Claim, Mention, SourceKind, SpanRole, Tie
from claims.pipeline.answer import answer
from claims.pipeline.merge import merge
from claims.sourcing.grades import grades_of
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def said(cast, claim):
    """A function: tie the claim to a source of that name and kind."""

    def act(name, kind, **fields):
        article = claim.revision.article
        own = article if kind in ("anonymous", "unnamed_person", "unnamed_group") else None
        source = factories.make_source(cast.project, name, kind=kind, article=own)
        Mention.objects.get_or_create(source=source, article=article, defaults={"name": name})
        return Attribution.objects.create(claim=claim, source=source, cue=fields.pop("cue", "said"), **fields)

    return act


def letter(claim):
    return grades_of([claim])[claim.pk].letter


GRADES = [
    ("Maria Ortega", "person", "A"),
    ("Statistics Office", "organisation", "A"),
    ("the decree of 12 June", "document", "B"),
    ("two officials who attended the meeting", "unnamed_group", "C"),
    ("a White House official", "unnamed_person", "D"),
    ("a source familiar", "anonymous", "E"),
]


@pytest.mark.parametrize(("name", "kind", "grade"), GRADES)
def test_one_voice(claim, said, name, kind, grade):
    row = said(name, kind)
    graded = grades_of([claim])[claim.pk]
    assert (graded.letter, graded.source_id, graded.name, graded.kind) == (grade, row.source_id, name, kind)
    assert graded.computed.inputs[0].value == name


def test_nobody_and_open(claim, revision):
    assert grades_of([claim])[claim.pk].computed.letter == "N"
    row = Attribution.objects.create(claim=claim, source=None, cue="said")
    factories.make_span(claim, "The mayor", attribution=row, role=SpanRole.SOURCE)
    graded = grades_of([claim])[claim.pk]
    assert (graded.letter, graded.source_id, graded.kind) == ("E", None, "")
    assert graded.computed.inputs[0].value == "The mayor", "the words of the article"


def test_a_broken_link_is_open(claim, said):
    row = said("Maria Ortega", "person")
    Attribution.objects.filter(pk=row.pk).update(tie=Tie.BROKEN, source=None)
    assert letter(claim) == "E"


def test_a_chain_is_worth_its_weakest_voice(claim, said):
    said("Maria Ortega", "person")
    said("a source familiar", "anonymous", hop=2)
    graded = grades_of([claim])[claim.pk]
    assert (graded.letter, graded.name) == ("E", "a source familiar")


def test_those_who_speak_together_are_worth_the_best(claim, said):
    said("a source familiar", "anonymous")
    said("Maria Ortega", "person", place=2)
    assert letter(claim) == "A"


def test_two_unnamed_who_say_the_same_vouch_for_each_other(claim, said):
    said("a ministry official", "unnamed_person")
    assert letter(claim) == "D"
    said("a police officer", "unnamed_person", place=2)
    graded = grades_of([claim])[claim.pk]
    assert (graded.letter, graded.independent) == ("C", 2)


def test_merged_sources_are_one(claim, said, cast):
    first = said("a ministry official", "unnamed_person")
    second = said("a police officer", "unnamed_person", place=2)
    merge(source=second.source, into=first.source, by=cast.reviewer, confirmed=True)
    graded = grades_of([claim])[claim.pk]
    assert (graded.letter, graded.independent, graded.source_id) == ("D", 1, first.source_id)


ANSWERS = [
    ("a White House official", "unnamed_person", "direct-knowledge", "yes", "C"),
    ("a White House official", "unnamed_person", "independent-sources", "3", "C"),
    ("a source familiar", "anonymous", "direct-knowledge", "yes", "E"),
    ("Maria Ortega", "person", "on-record", "no", "C"),
]


@pytest.mark.parametrize(("name", "kind", "question", "said_so", "grade"), ANSWERS)
def test_what_the_desk_answers_counts(claim, said, cast, name, kind, question, said_so, grade):
    source = said(name, kind).source
    answer(source=source, question=question, answer=said_so, by=cast.reviewer)
    assert letter(claim) == grade


def test_answers_about_a_merged_source_count_for_its_head(claim, said, cast):
    row = said("a White House official", "unnamed_person")
    other = factories.make_source(
        cast.project, "the aide", kind=SourceKind.UNNAMED_PERSON, article=claim.revision.article
    )
    answer(source=other, question="direct-knowledge", answer="yes", by=cast.reviewer)
    merge(source=other, into=row.source, by=cast.reviewer)
    assert letter(claim) == "C"


def test_a_better_name_by_the_desk_is_not_a_better_description_for_readers(claim, said):
    source = said("a source familiar", "anonymous").source
    source.name = "senior White House official"
    source.save()
    assert letter(claim) == "E"


def test_grades_cost_the_same_for_few_and_for_many(revision, cast, django_assert_num_queries):
    def cost(count):
        claims = [factories.make_claim(revision) for _ in range(count)]
        for number, claim in enumerate(claims):
            source = factories.make_source(cast.project, f"Person {number}", kind="person")
            Attribution.objects.create(claim=claim, source=source)
            Attribution.objects.create(claim=claim, source=None, hop=2)
        with CaptureQueriesContext(connection) as seen:
            assert len(grades_of(Claim.objects.filter(pk__in=[one.pk for one in claims]))) == count
        return len(seen)

    assert cost(30) == cost(2) == 6
