"""What a source is called and what kind it is, as a person corrects it."""

from __future__ import annotations

import pytest

from claims.models import ConfidentialIdentity, Event, Source, SourceKind
from claims.pipeline.rename import Refused, rename, set_kind
from tests import factories


@pytest.fixture
def office(cast):
    return factories.make_source(cast.project, "Statistics Ofice")


def voice(cast, name, article):
    return factories.make_source(cast.project, name, kind=SourceKind.ANONYMOUS, article=article)


def test_an_old_name_stays_as_an_alias(cast, office):
    for _ in range(2):
        rename(source=office, name=" Statistics  Office ", by=cast.reviewer)
    office.refresh_from_db()
    assert (office.name, office.aliases) == ("Statistics Office", ["Statistics Ofice"])
    assert Event.objects.get(verb="source.renamed").data == {"was": "Statistics Ofice", "name": "Statistics Office"}
    rename(source=office, name="Statistics Ofice", by=cast.reviewer)
    office.refresh_from_db()
    assert office.aliases == ["Statistics Office"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 301])
def test_a_name_is_needed(cast, office, name):
    with pytest.raises(Refused):
        rename(source=office, name=name, by=cast.reviewer)


def test_a_name_that_is_taken_asks_for_a_merge(cast, office):
    factories.make_source(cast.project, "Statistics Office")
    with pytest.raises(Refused, match="Merge the two"):
        rename(source=office, name="Statistics Office", by=cast.reviewer)


def test_a_kind_is_set_once_on_record(cast, office):
    for _ in range(2):
        set_kind(source=office, kind="document", by=cast.reviewer, reason="It is their yearbook.")
    office.refresh_from_db()
    assert (office.kind, office.kind_set_by, office.kind_reason) == (
        "document", cast.reviewer, "It is their yearbook.",
    )  # fmt: skip
    assert Event.objects.filter(verb="source.kind_set").count() == 1
    with pytest.raises(Refused):
        set_kind(source=office, kind="ghost", by=cast.reviewer)


def test_a_voice_with_a_name_becomes_the_projects(cast, article):
    kirby, decree = voice(cast, "Kirby", article), voice(cast, "the decree", article)
    set_kind(source=kirby, kind="person", by=cast.reviewer)
    set_kind(source=decree, kind="document", by=cast.reviewer)
    assert dict(Source.objects.values_list("name", "article")) == {"Kirby": None, "the decree": article.pk}


def test_an_unnamed_source_belongs_to_its_one_article(cast, office, revision):
    factories.make_attribution(factories.make_claim(revision), office, source_words="the statistics office")
    set_kind(source=office, kind="unnamed_group", by=cast.reviewer)
    office.refresh_from_db()
    assert office.article == revision.article
    set_kind(source=office, kind="organisation", by=cast.reviewer)
    other = factories.make_article(cast.project).latest()
    factories.make_attribution(factories.make_claim(other), office, source_words="the statistics office")
    with pytest.raises(Refused, match="several articles"):
        set_kind(source=office, kind="unnamed_group", by=cast.reviewer)


def test_a_sealed_voice_is_not_given_a_name(cast, article):
    source = voice(cast, "a source", article)
    ConfidentialIdentity.objects.create(source=source, sealed=b"x", entered_by=cast.editor)
    with pytest.raises(Refused, match="confidential identity"):
        set_kind(source=source, kind="person", by=cast.editor)
