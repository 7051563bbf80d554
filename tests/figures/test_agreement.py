"""Agreement of a project: what goes into the figures, what is left out and why, and how few queries it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.figures.agreement import Why, agreement, cells_of
from claims.figures.behind import Part, Show, claims_behind, part_of, shown_verdicts
from claims.measures.agreement import Undefined
from claims.models import Claim, Rating, ScaleVersion, Verdict
from tests import factories
from tests.figures.judged import again, judge, selected


def _figures(found):
    return {figure.key: figure for figure in found.figures}


def _left_out(found):
    return {one.why: (one.claims, one.verdicts) for one in found.excluded}


def _behind(cast, selection, **part):
    return set(claims_behind(selection, cast.editor, Part(**part)))


def test_figures_by_hand(cast):
    """Three agree, one differs: three of four; chance by all verdicts together: 5 true, 3 false of 8."""
    for _ in range(2):
        judge(cast, "true", "true")
    judge(cast, "false", "false")
    judge(cast, "true", "false")
    found = agreement(selected(cast), cast.editor)
    figures = _figures(found)
    assert figures["observed"].measured.value == pytest.approx(3 / 4)
    chance = (5 / 8) ** 2 + (3 / 8) ** 2
    assert figures["fleiss"].measured.value == pytest.approx((3 / 4 - chance) / (1 - chance))
    size = len(found.categories)
    chance = 2 * (5 / 8) * (3 / 8) / (size - 1)
    assert figures["gwet_nominal"].measured.value == pytest.approx((3 / 4 - chance) / (1 - chance))
    assert figures["alpha_nominal"].measured.value == pytest.approx(1 - 7 * 2 / (2 * 5 * 3))
    assert (figures["observed"].measured.units, figures["observed"].measured.ratings) == (4, 8)
    assert figures["observed"].raters == 2
    assert (found.claims, found.agreeing, found.disagreeing) == (4, 3, 1)


def test_three_people_and_one_who_did_not_judge_all(cast):
    judge(cast, "true", "true", "false")
    judge(cast, "false", "false")
    found = agreement(selected(cast), cast.editor)
    assert _figures(found)["observed"].measured.value == pytest.approx((1 / 3 + 1) / 2)
    assert sorted((pair.table.units) for pair in found.pairs) == [1, 1, 2]
    assert sorted(found.raters) == sorted([cast.reviewer.pk, cast.second_reviewer.pk, cast.editor.pk])


def test_off_the_scale_counts_for_the_nominal_measures_alone(cast):
    judge(cast, "true", "unproven")
    judge(cast, "true", "half-true")
    found = agreement(selected(cast), cast.editor)
    assert _figures(found)["observed"].measured.units == 2
    assert _figures(found)["alpha_ordinal"].measured.units == 1
    assert _left_out(found) == {Why.OFF_SCALE: (1, 1)}


def test_ordinal_measures_know_near_from_far(cast):
    for _ in range(3):
        judge(cast, "true", "true")
        judge(cast, "false", "false")
    near = judge(cast, "true", "mostly-true")
    close = _figures(agreement(selected(cast), cast.editor))
    Claim.objects.filter(pk=near.pk).update(deleted_at=timezone.now())
    judge(cast, "true", "false")
    far = _figures(agreement(selected(cast), cast.editor))
    for key in ("alpha_ordinal", "gwet_ordinal", "gwet_quadratic"):
        assert close[key].measured.value > 0.9 > far[key].measured.value
    assert close["observed"].measured.value == far["observed"].measured.value


class TestWhich:
    """The first verdict, which is independent, or the latest."""

    def test_first_in_blind_review(self, cast):
        claim = judge(cast, "true", "false")
        again(claim, cast.second_reviewer, "true")
        found = agreement(selected(cast), cast.editor)
        assert found.agreeing == 0
        assert _left_out(found) == {Why.ANOTHER_WORD: (1, 1)}

    def test_latest_when_asked_for(self, cast):
        claim = judge(cast, "true", "false")
        again(claim, cast.second_reviewer, "true")
        assert agreement(selected(cast, which="latest"), cast.editor).agreeing == 1

    def test_latest_in_open_review(self, cast):
        cast.project.blind = False
        cast.project.save()
        claim = judge(cast, "true", "false")
        again(claim, cast.second_reviewer, "true")
        assert agreement(selected(cast), cast.editor).agreeing == 1

    @pytest.mark.parametrize("which", ["first", "latest"])
    def test_verdicts_on_earlier_words_are_left_out(self, cast, which):
        claim = judge(cast, "true", "false")
        stamp = Verdict.objects.filter(claim=claim).latest("created_at").created_at
        Claim.objects.filter(pk=claim.pk).update(reshaped_at=stamp)
        again(claim, cast.reviewer, "half-true")
        again(claim, cast.second_reviewer, "half-true")
        found = agreement(selected(cast, which=which), cast.editor)
        assert (found.claims, found.agreeing) == (1, 1)
        assert _left_out(found) == {Why.OLD_WORDS: (1, 2)}
        assert _behind(cast, selected(cast, which=which), show=Show.EXCLUDED, why=Why.OLD_WORDS) == {claim}


class TestLeftOut:
    def test_claims_that_are_not_fully_judged(self, cast):
        judge(cast, "true", state="open")
        found = agreement(selected(cast), cast.editor)
        assert found.claims == 0
        assert _left_out(found) == {Why.OPEN: (1, None)}

    def test_the_trash_and_other_projects(self, cast):
        claim = judge(cast, "true", "false")
        Claim.objects.filter(pk=claim.pk).update(deleted_at=timezone.now())
        other = factories.make_project(by=cast.editor)
        judge(cast, "true", "false", article=factories.make_article(other))
        found = agreement(selected(cast), cast.editor)
        assert (found.claims, found.excluded) == (0, [])

    def test_one_verdict_alone(self, cast):
        claim = judge(cast, "true")
        found = agreement(selected(cast), cast.editor)
        assert _left_out(found) == {Why.ALONE: (1, 1)}
        assert _figures(found)["observed"].measured.why is Undefined.NO_PAIRS
        assert _behind(cast, selected(cast), show=Show.EXCLUDED, why=Why.ALONE) == {claim}

    def test_another_edition_of_the_scale(self, cast):
        old = judge(cast, "true", "false")
        version = ScaleVersion.objects.create(
            scale=cast.project.scale, number=cast.project.scale.current().number + 1
        )
        for position, slug in enumerate(("true", "false")):
            Rating.objects.create(
                version=version, slug=slug, label=slug, definition="…", value=position, position=position
            )
        new = judge(cast, "true", "true")
        now, before = selected(cast), selected(cast, edition=version.number - 1)
        found = agreement(now, cast.editor)
        assert (found.claims, _left_out(found)) == (1, {Why.OTHER_EDITION: (1, 2)})
        assert _behind(cast, now, show=Show.EXCLUDED, why=Why.OTHER_EDITION) == {old}
        assert _behind(cast, now) == {new}
        assert agreement(before, cast.editor).agreeing == 0
        assert agreement(selected(cast, dimension="finding"), cast.editor).claims == 2

    def test_other_days(self, cast):
        judge(cast, "true", "false")
        today = timezone.localdate()
        assert agreement(selected(cast, **{"from": today, "to": today}), cast.editor).claims == 1
        tomorrow = today + timedelta(days=1)
        assert agreement(selected(cast, **{"from": tomorrow}), cast.editor).claims == 0

    def test_what_the_viewer_may_not_see(self, cast):
        judge(cast, "true", "false")
        assert agreement(selected(cast), cast.reviewer).claims == 1, "theirs, as they judged it themselves"
        assert agreement(selected(cast), cast.viewer).claims == 0


def test_findings_are_the_other_dimension(cast):
    judge(cast, "true", "false", finding="confirmed")
    found = agreement(selected(cast, dimension="finding"), cast.editor)
    assert found.agreeing == 1
    assert set(_figures(found)) == {"observed", "fleiss", "alpha_nominal", "gwet_nominal"}
    assert _figures(found)["fleiss"].measured.why is Undefined.ONE_CATEGORY


def test_by_category(cast):
    judge(cast, "true", "true")
    judge(cast, "true", "false")
    found = {one.category.key: one for one in agreement(selected(cast), cast.editor).by_category}
    assert set(found) == {"true", "false"}
    assert (found["true"].chosen, found["true"].claims) == (3, 2)
    assert found["true"].specific.value == pytest.approx(2 / 3)
    assert found["false"].specific.value == 0


def test_by_article(cast):
    one, two = factories.make_article(cast.project), factories.make_article(cast.project, title="Another")
    judge(cast, "true", "true", article=one)
    judge(cast, "true", "false", article=two)
    judge(cast, "true", "false", article=two)
    found = agreement(selected(cast), cast.editor)
    assert found.articles == {one.pk: 1, two.pk: 2}
    assert [row.observed.value for row in found.of_articles([one.pk, two.pk])] == [1, 0]
    assert agreement(selected(cast, article=two.pk), cast.editor).claims == 2


def test_every_count_leads_to_as_many_claims(cast):
    judge(cast, "true", "true")
    judge(cast, "true", "false", "false")
    judge(cast, "false", "true")
    judge(cast, "unproven", "true")
    judge(cast, "half-true")
    judge(cast, "half-true", state="open")
    again(judge(cast, "false", "half-true"), cast.reviewer, "half-true")
    for which in ("first", "latest"):
        selection = selected(cast, which=which)
        found = agreement(selection, cast.editor)
        assert len(_behind(cast, selection)) == found.claims
        assert len(_behind(cast, selection, show=Show.AGREEING)) == found.agreeing
        assert len(_behind(cast, selection, show=Show.DISAGREEING)) == found.disagreeing
        for one in found.excluded:
            assert len(_behind(cast, selection, show=Show.EXCLUDED, why=one.why)) == one.claims, one.why
        _check_cells(cast, selection, found)


def _check_cells(cast, selection, found):
    said = {one.key: one for one in found.categories}
    for one in found.by_category:
        assert len(_behind(cast, selection, said=(one.category,))) == one.claims
    for row, first in zip(found.matrix, found.categories, strict=True):
        for cell, second in zip(row, found.categories, strict=True):
            assert len(_behind(cast, selection, said=(first, second))) == cell
    for pair in found.pairs:
        cells = cells_of(pair, len(said))
        assert sum(map(sum, cells)) == pair.table.units
        people = (pair.one, pair.other)
        assert len(_behind(cast, selection, people=people)) == pair.table.units
        for row, first in zip(cells, found.categories, strict=True):
            for cell, second in zip(row, found.categories, strict=True):
                assert len(_behind(cast, selection, said=(first, second), people=people)) == cell


def test_verdicts_beside_the_claims_are_those_in_question(cast):
    claim = judge(cast, "true", "false")
    first = Verdict.objects.get(claim=claim, by=cast.second_reviewer)
    later = again(claim, cast.second_reviewer, "true")
    selection = selected(cast)
    assert first in shown_verdicts(selection, cast.editor, Part())
    part = Part(Show.EXCLUDED, Why.ANOTHER_WORD)
    assert list(shown_verdicts(selection, cast.editor, part)) == [later]


def test_nonsense_in_an_address_narrows_nothing(cast):
    categories = agreement(selected(cast), cast.editor).categories
    given = {"show": "x", "why": "y", "a": "z", "one": "1", "other": "1"}
    assert part_of(given, categories) == Part()
    assert part_of({"one": "9" * 40, "other": "-1"}, categories) == Part()


def test_a_few_queries_however_many_verdicts(cast, django_assert_num_queries):
    judge(cast, "true", "false")
    selection = selected(cast)
    with django_assert_num_queries(6):
        agreement(selection, cast.editor)
    for _ in range(12):
        judge(cast, "true", "half-true", "false")
    with django_assert_num_queries(6):
        agreement(selection, cast.editor)
