"""Scales: copies of presets, editions, retired ratings, the choice of another scale; nothing given is touched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Event, Project, Rating, Scale, ScaleVersion, Verdict
from claims.pipeline import scales
from claims.pipeline.scales import Row
from tests.factories import make_article, make_claim, make_project, make_verdict

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def _rows(scale: Scale) -> list[Row]:
    """The ratings on offer as a form sends them."""
    return [
        Row(one.label, one.definition, one.slug, one.value, one.needs_evidence, one.needs_independent)
        for one in scale.current().ratings.on_offer()
    ]


def _change(cast: Cast, rows: list[Row], **more: Any) -> ScaleVersion:
    scale = more.pop("scale", None) or Project.objects.get(pk=cast.project.pk).scale
    return scales.change_scale(project=cast.project, scale=scale, by=cast.editor, rows=rows, **more)


def _slugs(version: ScaleVersion) -> list[str]:
    return [row.slug for row in version.ratings.all() if row.retired_at is None]


def test_a_changed_preset_becomes_the_projects_own_and_the_preset_stays(cast: Cast) -> None:
    preset, other = cast.project.scale, make_project(by=cast.owner)
    rows = _rows(preset)
    rows[0] = replace(rows[0], label="Accurate")
    version = _change(cast, rows, basis=1, note="Our word for it")
    own = version.scale
    assert (own.project, own.copy_of, version.number) == (cast.project, preset, 2)
    assert Project.objects.get(pk=cast.project.pk).scale == own
    assert Project.objects.get(pk=other.pk).scale == preset
    assert next(row.label for row in preset.current().ratings.all()) == "True"
    assert next(row.label for row in own.versions.get(number=1).ratings.all()) == "True"
    assert next(row.label for row in version.ratings.all()) == "Accurate"
    told = Event.objects.get(verb="scale.changed").data
    assert (told["number"], told["reason"]) == (2, "Our word for it")


def test_what_was_given_keeps_its_edition_and_agrees_with_the_same_rating_reworded(cast: Cast) -> None:
    claim = make_claim(make_article(cast.project).latest())
    before = make_verdict(claim, cast.reviewer, "true")
    rows = _rows(cast.project.scale)
    rows[0] = replace(rows[0], label="Accurate", value=6)
    _change(cast, rows)
    claim.refresh_from_db()
    claim.revision.article.project = Project.objects.get(pk=cast.project.pk)
    after = make_verdict(claim, cast.second_reviewer, "true")
    other = make_verdict(claim, cast.editor, "false")
    rows = [Verdict.objects.get(pk=one.pk).rating for one in (before, after, other)]
    assert [row.label for row in rows] == ["True", "Accurate", "False"]
    assert rows[0].same_as == rows[1].same_as != rows[2].same_as


def test_ratings_are_added_moved_and_left_out_and_what_is_left_out_is_retired(cast: Cast) -> None:
    rows = _rows(cast.project.scale)
    new = Row("Pants on fire", "False, and ridiculous.", value=0, needs_independent=2)
    version = _change(cast, [new, *reversed(rows[1:])])
    assert _slugs(version) == ["pants-on-fire", "opinion", "outdated", "unproven", "false", "mostly-false",
                               "half-true", "mostly-true"]  # fmt: skip
    assert [row.position for row in version.ratings.all()] == list(range(1, 10))
    left = version.ratings.get(slug="true")
    assert left.retired_at
    later = _change(cast, _rows(version.scale)[:3])
    assert later.ratings.get(slug="true").retired_at == left.retired_at, "it is retired since then, not anew"


def test_a_new_rating_never_takes_a_slug_that_was_used(cast: Cast) -> None:
    rows = _rows(cast.project.scale)
    first = _change(cast, rows[1:])
    again = _change(cast, [Row("True", "Another meaning.", value=9), *_rows(first.scale)])
    assert again.ratings.get(label="True", retired_at=None).slug == "true-2"
    assert again.ratings.get(slug="true").retired_at
    nameless = _change(cast, [*_rows(again.scale), Row("真", "In another script.")])
    assert nameless.ratings.get(label="真").slug == "rating"


def test_the_same_ratings_again_make_no_edition_even_on_an_old_basis(cast: Cast) -> None:
    preset, rows = cast.project.scale, _rows(cast.project.scale)
    assert _change(cast, rows, basis=1).scale == preset
    rows[0] = replace(rows[0], label="Accurate")
    first = _change(cast, rows, scale=preset, basis=1)
    assert _change(cast, rows, scale=preset, basis=1) == first, "a double click on the preset's form"
    assert Scale.objects.filter(project=cast.project).count() == 1
    assert ScaleVersion.objects.filter(scale=first.scale).count() == 2


def test_two_editors_at_once_are_told_of_each_other(cast: Cast) -> None:
    preset, rows = cast.project.scale, _rows(cast.project.scale)
    mine, theirs = [*rows], [*rows]
    mine[0], theirs[0] = replace(rows[0], label="Accurate"), replace(rows[0], label="Right")
    first = _change(cast, mine, scale=preset, basis=1)
    with pytest.raises(scales.Changed) as caught:
        _change(cast, theirs, scale=preset, basis=1)
    assert caught.value.current == first
    with pytest.raises(scales.Changed):
        _change(cast, theirs, scale=first.scale, basis=1)
    assert _change(cast, theirs, scale=first.scale, basis=2).number == 3


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([Row("Yes", "It is.")], ["rows"]),
        ([Row(f"R{n}", "D") for n in range(21)], ["rows"]),
        ([Row("Yes", "It is."), Row("", "It is not.")], ["1.label"]),
        ([Row("Yes", "It is."), Row("yes ", "It is not.")], ["1.label"]),
        ([Row("x" * 61, "It is."), Row("No", "It is not.")], ["0.label"]),
        ([Row("Yes", " "), Row("No", "x" * 1001)], ["0.definition", "1.definition"]),
        ([Row("Yes", "It is.", value=1), Row("No", "It is not.", value=1)], ["1.value"]),
        ([Row("Yes", "It is.", value=101), Row("No", "It is not.", value=-101)], ["0.value", "1.value"]),
        ([Row("Yes", "It is.", "nowhere"), Row("No", "It is not.")], ["0.label"]),
        ([Row("Yes", "It is.", "true"), Row("No", "It is not.", "true")], ["1.label"]),
        ([Row("Yes", "It is.", needs_evidence=10), Row("No", "D", needs_independent=-1)],
         ["0.needs_evidence", "1.needs_independent"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_row_and_nothing_is_written(cast: Cast, rows: list[Row], wrong: list[str]) -> None:
    with pytest.raises(scales.Refused) as caught:
        _change(cast, rows)
    assert sorted(caught.value.message_dict) == wrong
    assert not Scale.objects.filter(project=cast.project).exists()


def test_a_rating_is_retired_and_brought_back_and_no_verdict_is_lost(cast: Cast) -> None:
    claim = make_claim(make_article(cast.project).latest())
    verdict = make_verdict(claim, cast.reviewer, "opinion")
    rating = cast.project.scale.current().ratings.get(slug="opinion")
    retired = scales.retire_rating(project=cast.project, rating=rating, by=cast.editor)
    assert retired.retired_at
    assert retired.version.scale.project == cast.project, "the preset is not ours to change"
    assert Rating.objects.get(pk=rating.pk).retired_at is None
    assert scales.retire_rating(project=cast.project, rating=rating, by=cast.editor) == retired
    assert Verdict.objects.get(pk=verdict.pk).rating == rating
    back = scales.offer_rating(project=cast.project, rating=retired, by=cast.owner)
    assert (back.pk, back.retired_at) == (retired.pk, None)
    verbs = Event.objects.filter(target_id=retired.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["rating.retired", "rating.offered"]


def test_two_ratings_stay_on_offer(cast: Cast) -> None:
    version = _change(cast, [Row("Yes", "It is."), Row("No", "It is not.")])
    with pytest.raises(scales.Refused):
        scales.retire_rating(project=cast.project, rating=version.ratings.get(slug="yes"), by=cast.editor)


@pytest.mark.parametrize("taking", [Row("TRUE", "Another one."), Row("Accurate", "At its place.", value=5)])
def test_a_rating_whose_name_or_place_is_taken_does_not_come_back(cast: Cast, taking: Row) -> None:
    version = _change(cast, [taking, *_rows(cast.project.scale)[1:]])
    with pytest.raises(scales.Refused):
        scales.offer_rating(project=cast.project, rating=version.ratings.get(slug="true"), by=cast.editor)


def test_another_scale_is_chosen_and_the_first_one_again(cast: Cast) -> None:
    first, other = cast.project.scale, Scale.objects.get(slug="averitec")
    claim = make_claim(make_article(cast.project).latest())
    verdict = make_verdict(claim, cast.reviewer, "true")
    assert scales.choose_scale(project=cast.project, scale=other, by=cast.editor, basis=first.pk).scale == other
    assert scales.choose_scale(project=cast.project, scale=other, by=cast.editor, basis=first.pk).scale == other
    assert Verdict.objects.get(pk=verdict.pk).rating.version.scale == first
    newsroom = Scale.objects.get(name="Newsroom desk")
    with pytest.raises(scales.Changed):
        scales.choose_scale(project=cast.project, scale=newsroom, by=cast.owner, basis=first.pk)
    assert scales.choose_scale(project=cast.project, scale=first, by=cast.editor).scale == first
    assert Event.objects.filter(verb="scale.chosen").count() == 2


def test_a_scale_of_another_project_and_an_empty_one_are_refused(cast: Cast) -> None:
    away = make_project(by=cast.owner)
    theirs = scales.change_scale(
        project=away, scale=away.scale, by=cast.owner, rows=[Row("Yes", "It is."), Row("No", "It is not.")]
    ).scale
    empty = Scale.objects.create(slug="empty", name="Empty", project=cast.project)
    for scale in (theirs, empty):
        with pytest.raises(scales.Refused):
            scales.choose_scale(project=cast.project, scale=scale, by=cast.editor)
    with pytest.raises(scales.Refused):
        _change(cast, [Row("A", "B"), Row("C", "D")], scale=theirs)
    with pytest.raises(scales.Refused):
        scales.retire_rating(project=cast.project, rating=theirs.current().ratings.all()[0], by=cast.editor)


def test_scales_are_for_editors(cast: Cast) -> None:
    scale = cast.project.scale
    rating = scale.current().ratings.all()[0]
    told: dict[str, Any] = {"project": cast.project, "by": cast.reviewer}
    with pytest.raises(PermissionDenied):
        scales.change_scale(**told, scale=scale, rows=_rows(scale)[1:])
    with pytest.raises(PermissionDenied):
        scales.choose_scale(**told, scale=scale)
    for verb in (scales.retire_rating, scales.offer_rating):
        with pytest.raises(PermissionDenied):
            verb(**told, rating=rating)
