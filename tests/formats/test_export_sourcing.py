"""What an export says about sourcing, and what it never says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from claims.formats import export_json
from claims.models import Attribution, Reading, Source, SourceKind, Tie
from claims.pipeline import confide, tie
from claims.pipeline.export import export_article, gather
from claims.pipeline.grade import override_grade
from claims.pipeline.merge import merge
from claims.pipeline.rename import set_kind
from tests import factories
from tests.filled import filled_article
from tests.filled_rest import fill_sourcing


@pytest.fixture
def article(cast):
    return filled_article(cast)


@pytest.fixture
def claim(article):
    return article.latest().claims.get()


def read(article, viewer=None) -> Any:
    export = json.loads(export_article(article=article, viewer=viewer))
    Draft202012Validator(json.loads(export_json.schema()), format_checker=FormatChecker()).validate(export)
    assert (export["version"], export["minor"]) == (1, 2)
    return export


def by_name(export) -> Any:
    return {row["name"]: row for row in export["sources"]}


def test_sources_with_what_is_known_of_them(article, claim, cast):
    voice = fill_sourcing(cast, claim)
    set_kind(source=voice, kind="unnamed_person", by=cast.editor, reason="An official.")
    row = by_name(read(article))["a source"]
    assert (row["kind"], row["kind_reason"], row["kind_set_by"], row["own"]) == (
        "unnamed_person", "An official.", "editor", True,
    )  # fmt: skip
    assert row["mention"] == {"name": "a source", "role": "an official", "aliases": []}
    assert by_name(read(article))["the statistics office"]["mention"] is None


def test_a_merged_source_leads_to_its_head(article, claim, cast):
    bureau = factories.make_source(cast.project, "Bureau")
    merge(source=Source.objects.get(name="the statistics office"), into=bureau, by=cast.reviewer)
    export = read(article)
    sources = by_name(export)
    assert sources["the statistics office"]["merged_into"] == sources["Bureau"]["id"] == str(bureau.pk)
    assert sources["Bureau"]["merged_into"] is None
    assert export["claims"][0]["attributions"][0]["source"] == sources["the statistics office"]["id"]


def test_ties_with_who_set_them_and_what_is_open(article, claim, cast):
    near, far = claim.attributions.order_by("hop")
    bureau = factories.make_source(cast.project, "Bureau")
    tie.set_tie(attribution=near, by=cast.reviewer, source=bureau)
    Attribution.objects.filter(pk=far.pk).update(source=None)
    for sure, name in ((0.3, "TikTok"), (0.6, "Microsoft")):
        source = factories.make_source(cast.project, name)
        Reading.objects.create(attribution=far, source=source, tie=Tie.NOUN, reason="“it”", confidence=sure)
    export = read(article)
    first, second = export["claims"][0]["attributions"]
    assert (first["hop"], first["place"], first["tie"], first["set_by"]) == (1, 1, "set", "reviewer")
    assert first["set_at"].endswith("Z")
    names = {row["id"]: row["name"] for row in export["sources"]}
    assert (second["source"], [names[one["source"]] for one in second["readings"]]) == (
        None,
        ["Microsoft", "TikTok"],
    )
    assert second["readings"][0]["reason"] == "“it”"


def test_several_who_speak_together(article, claim, cast):
    both = [factories.make_source(cast.project, name) for name in ("TikTok", "ByteDance")]
    for place, source in enumerate(both, start=1):
        Attribution.objects.create(claim=claim, source=source, hop=3, place=place, tie=Tie.NAMED, confidence=0.9)
    together = [row for row in read(article)["claims"][0]["attributions"] if row["hop"] == 3]
    assert [(row["place"], row["source"], row["confidence"]) for row in together] == [
        (1, str(both[0].pk), 0.9), (2, str(both[1].pk), 0.9),
    ]  # fmt: skip


def test_a_grade_with_what_it_rests_on(article, claim, cast):
    sourcing = read(article)["claims"][0]["sourcing"]
    assert (sourcing["grade"], sourcing["computed"], sourcing["override"]) == ("E", "E", None)
    assert sourcing["inputs"][0] == {"label": "Source", "value": "a source", "reason": "Anonymous."}
    override_grade(claim=claim, grade="C", reason="I heard the tape.", by=cast.editor)
    sourcing = read(article)["claims"][0]["sourcing"]
    assert (sourcing["grade"], sourcing["computed"]) == ("C", "E")
    assert (sourcing["override"]["by"], sourcing["override"]["reason"]) == ("editor", "I heard the tape.")


def test_names_are_for_editors(article, claim, cast):
    tie.break_tie(attribution=claim.attributions.get(hop=1), by=cast.editor)
    override_grade(claim=claim, grade="C", reason="I heard the tape.", by=cast.editor)
    set_kind(source=Source.objects.get(kind=SourceKind.ANONYMOUS), kind="unnamed_group", by=cast.editor)

    def named(viewer):
        export = read(article, viewer)
        claim = export["claims"][0]
        kinds = [row["kind_set_by"] for row in export["sources"] if row["kind_set_by"]]
        return {claim["attributions"][0]["set_by"], claim["sourcing"]["override"]["by"], *kinds}

    assert named(cast.editor) == {"editor"}
    (stand_in,) = named(cast.viewer)
    assert stand_in.startswith("person ")


def test_an_identity_is_in_no_export(article, claim, cast, settings, tmp_path):
    settings.IDENTITY_KEY_FILE = tmp_path / "identity-keys"
    voice = Source.objects.get(kind=SourceKind.ANONYMOUS)
    confide.confide(source=voice, identity="Zebulon Quartermain", by=cast.editor)
    confide.read_identity(source=voice, by=cast.editor)
    for viewer in (None, cast.editor, cast.owner, cast.superuser):
        data = export_article(article=article, viewer=viewer)
        assert b"Quartermain" not in data
        assert b"identity" not in data
    assert "confidential_identity" not in gather(article=article, viewer=None)["sources"][0]
