"""The scales that come along: each is one that the editor of scales would take as it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import claims
from claims.models import Scale
from claims.pipeline.prepare import install_scales
from claims.pipeline.scales import Row
from claims.pipeline.scales.rows import with_slugs, wrong_with

FILES = sorted((Path(claims.__path__[0]) / "presets" / "scales").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_is_a_scale_that_holds_to_the_rules(path):
    preset = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(preset) == {"name", "description", "ratings"}
    rows = [Row(**rating) for rating in preset["ratings"]]
    assert wrong_with(rows, [row.slug for row in rows]) == {}
    assert [row.tidy() for row in rows] == rows
    assert [row.slug for row in with_slugs(rows, [])] == [rating["slug"] for rating in preset["ratings"]]


def test_all_of_them_are_installed_with_their_rules(db):
    for scale in Scale.objects.all():
        Scale.objects.filter(pk=scale.pk).update(slug=f"was-{scale.slug}")
    install_scales()
    for path in FILES:
        preset = tomllib.loads(path.read_text(encoding="utf-8"))
        scale = Scale.objects.get(slug=path.stem)
        rows = scale.current().ratings.order_by("position")
        assert [row.slug for row in rows] == [rating["slug"] for rating in preset["ratings"]]
        assert [row.needs_evidence for row in rows] == [one.get("needs_evidence", 0) for one in preset["ratings"]]


def test_evidence_alone_is_cited():
    preset = tomllib.loads(next(path for path in FILES if path.stem == "averitec").read_text(encoding="utf-8"))
    needs = {rating["slug"]: rating.get("needs_evidence", 0) for rating in preset["ratings"]}
    assert needs == {"supported": 1, "refuted": 1, "conflicting": 2, "not-enough-evidence": 0}
