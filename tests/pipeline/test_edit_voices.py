"""People say who says a claim, by words of the text or by name."""

from __future__ import annotations

import pytest

from claims.models import Attribution, Claim, Edit, Mention, Source, Span
from claims.pipeline import edit
from claims.sourcing import choosing
from tests import factories
from tests.pipeline import editing


@pytest.fixture
def revision(cast):
    return editing.make_text(cast.project, cast.reviewer)


@pytest.fixture
def claims(revision):
    return list(Claim.objects.filter(revision=revision).order_by("number"))


def mark(claim, role, quote, by, **more):
    start, end = editing.at(quote)
    return edit.mark_voice(claim=claim, role=role, start=start, end=end, by=by, **more)


def said(row, role):
    text = row.claim.revision.text
    return [text[span.start : span.end] for span in Span.objects.filter(attribution=row, role=role)]


def test_words_become_the_source_of_a_claim_that_had_none(revision, claims, cast):
    row = mark(claims[2], "source", "The mayor", cast.reviewer)
    assert (row.source.name, row.source.kind, row.source.article) == (
        "The mayor",
        "unnamed_person",
        revision.article,
    )
    assert (row.hop, row.place, row.tie, row.set_by) == (1, 1, "set", cast.reviewer)
    assert said(row, "source") == ["The mayor"]
    mark(claims[2], "cue", "de\u0301nied", cast.reviewer)
    row = Attribution.objects.get(claim=claims[2])
    assert (row.cue, said(row, "cue"), said(row, "source")) == ("de\u0301nied", ["de\u0301nied"], ["The mayor"])
    assert Claim.objects.get(pk=claims[2].pk).reshaped_by == cast.reviewer
    assert Mention.objects.filter(article=revision.article, source=row.source).exists()


def test_words_are_tied_by_name_to_a_known_source(claims, cast):
    known = Source.objects.get(name="Maria Ortega")
    row = mark(claims[2], "source", "Maria Ortega", cast.reviewer)
    assert row.source == known
    assert mark(claims[2], "source", "Maria Ortega,", cast.reviewer).source == known, "a comma is no part of a name"
    Source.objects.filter(pk=known.pk).update(aliases=["The mayor"])
    assert mark(claims[2], "source", "The mayor", cast.reviewer).source == known


def test_words_follow_a_source_that_was_merged(claims, cast, revision):
    head = factories.make_source(cast.project, "Ms Ortega", kind="person")
    Source.objects.filter(name="Maria Ortega").update(merged_into=head)
    assert mark(claims[2], "source", "Maria Ortega", cast.reviewer).source == head


def test_a_pronoun_leaves_the_source_as_it_is(claims, cast):
    row = mark(claims[1], "source", "its", cast.reviewer)
    assert row.source.name == "Maria Ortega"
    assert said(row, "source") == ["its"]


def test_a_chain_is_marked_from_the_nearest_outward(claims, cast):
    with pytest.raises(edit.Refused, match="voice 1 comes next"):
        mark(claims[2], "source", "The mayor", cast.reviewer, hop=2)
    assert mark(claims[0], "source", "The mayor", cast.reviewer, hop=2).hop == 2


def test_the_same_words_again_change_nothing(claims, cast):
    mark(claims[2], "cue", "de\u0301nied", cast.reviewer)
    mark(claims[2], "cue", "de\u0301nied", cast.reviewer)
    assert Edit.objects.count() == 1


@pytest.mark.parametrize("role", ["", "content", "words"])
def test_only_sources_and_cues_are_voices(claims, cast, role):
    with pytest.raises(edit.Refused):
        mark(claims[2], role, "The mayor", cast.reviewer)


def test_many_claims_get_one_source(revision, claims, cast):
    source = edit.set_source(claims=claims, name="Statistics Board", kind="organisation", by=cast.reviewer)
    rows = Attribution.objects.filter(claim__in=claims, hop=1)
    assert {(row.source_id, row.tie, row.set_by_id) for row in rows} == {(source.pk, "set", cast.reviewer.pk)}
    assert rows.count() == 5
    assert Claim.objects.get(pk=claims[4].pk).speech == "indirect"
    assert not Claim.objects.filter(revision=revision, reshaped_at=None).exists()
    row = Edit.objects.get()
    assert (row.verb, row.rows, row.claim) == ("tied", 5, None)
    edit.set_source(claims=claims, source=source, by=cast.reviewer)
    assert Edit.objects.count() == 1


def test_confirming_a_suggested_source_leaves_verdicts_in_force(claims, cast):
    edit.set_source(claims=claims[:1], source=factories.make_source(cast.project), by=cast.reviewer)
    assert Claim.objects.get(pk=claims[0].pk).reshaped_at is None
    assert Attribution.objects.get(claim=claims[0]).tie == "set"


def test_a_source_of_another_project_or_without_kind_is_refused(claims, cast):
    other = factories.make_source(factories.make_project(by=cast.owner), "Elsewhere")
    with pytest.raises(choosing.Refused, match="another project"):
        edit.set_source(claims=claims, source=other, by=cast.reviewer)
    with pytest.raises(choosing.Refused, match="what kind"):
        edit.set_source(claims=claims, name="Somebody", by=cast.reviewer)
    assert not Edit.objects.exists()
