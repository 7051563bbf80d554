"""AVeriTeC's shape, in and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings

from claims.formats.kept_words import same
from claims.models import (
    Answer,
    Article,
    Claim,
    Document,
    Event,
    Evidence,
    Gathering,
    Scale,
    Source,
    Split,
    Verdict,
)
from claims.pipeline.judge import record_verdict
from claims.pipeline.prepare import install_scales
from tests import factories
from tests.interchange.averitec_files import brought_in, files, many, plain, written

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scales(db: None) -> None:
    install_scales()


def test_a_claim_stands_in_rows(cast: Cast) -> None:
    report = brought_in(cast.project, [plain()])
    assert (report.added, report.known, report.refused) == (1, 0, [])
    claim = Claim.objects.get()
    assert claim.text == plain()["claim"]
    article = claim.revision.article
    assert (str(article.published_at), article.publisher) == ("2020-08-25", "The Courier")
    assert Split.objects.get().state == "succeeded"
    assert claim.revision.sentences.count() == 1
    assert Source.objects.get().name == "Mara Lindt"
    verdict = Verdict.objects.get()
    assert (verdict.rating.slug, verdict.rating.version.scale.slug) == ("refuted", "averitec")
    assert not verdict.by.is_active
    assert verdict.cited.count() == Evidence.objects.count() == Document.objects.count() == 2
    assert Gathering.objects.get().closed_at < verdict.created_at
    assert sorted(Answer.objects.values_list("kind", flat=True)) == ["boolean", "extractive", "unanswerable"]
    assert Event.objects.filter(verb="article.taken_in", article_id=article.pk).exists()


def test_what_goes_out_is_what_came_in_and_in_its_order(cast: Cast) -> None:
    given_items = [
        plain(),
        plain(claim="Second"),
        plain(),
        {"claim": "Bare"},
        plain(label="Half", claim_date="2020"),
    ]
    assert brought_in(cast.project, given_items).refused == []
    assert same(written(cast.project), given_items)


def test_a_second_time_changes_nothing(cast: Cast) -> None:
    brought_in(cast.project, many(3))
    before = written(cast.project)
    report = brought_in(cast.project, many(5))
    assert (report.added, report.known) == (2, 3)
    assert written(cast.project)[:3] == before


def test_a_dry_run_says_the_same_and_leaves_nothing(cast: Cast) -> None:
    report = brought_in(cast.project, many(3), dry_run=True)
    assert (report.added, Article.objects.count(), Source.objects.count()) == (3, 0, 0)


def test_what_is_changed_here_shows(cast: Cast) -> None:
    cast.project.scale = Scale.objects.get(slug="averitec")
    cast.project.save()
    brought_in(cast.project, [plain()])
    claim = Claim.objects.get()
    rating = cast.project.scale.current().ratings.get(slug="not-enough-evidence")
    record_verdict(
        claim=claim, by=cast.reviewer, finding="not_applicable", rating=rating, rationale="Nobody knows."
    )
    Source.objects.update(name="Somebody Else")
    (now,) = written(cast.project)
    changed = {"label": "Not Enough Evidence", "justification": "Nobody knows.", "speaker": "Somebody Else"}
    assert same(now, plain(**changed))


def test_claims_of_the_workbench_are_written_too(cast: Cast) -> None:
    article = factories.make_article(cast.project, by=cast.reviewer)
    factories.make_claim(article.latest())
    brought_in(cast.project, [plain()])
    first, second = written(cast.project)
    assert first["claim"] == plain()["claim"]
    assert (second["label"], second["questions"]) == (None, [])


@pytest.mark.parametrize(
    ("item", "why"),
    [({}, "which claim"), (3, "which claim"), ({"claim": "a\0b"}, "NUL"), ({"claim": " "}, "which")],
)
def test_what_is_no_claim_is_refused_with_its_line(cast: Cast, item: Any, why: str) -> None:
    report = brought_in(cast.project, [plain(), item])
    ((line, _title, told),) = report.refused
    assert (report.added, line) == (1, 1)
    assert why in told


def test_the_number_of_queries_does_not_grow_with_the_claims(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    brought_in(cast.project, many(1))
    with django_assert_max_num_queries(140):
        brought_in(cast.project, many(50))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=files)
def test_any_such_file_goes_out_as_it_came(cast: Cast, items: Any) -> None:
    with transaction.atomic():
        report = brought_in(cast.project, items)
        assert report.refused == []
        assert same(written(cast.project), items)
        transaction.set_rollback(True)


def test_the_workbench_says_that_a_claim_came_with_a_file(cast: Cast, client: Client) -> None:
    brought_in(cast.project, [plain()], by=cast.owner)
    client.force_login(cast.editor)
    claim = Claim.objects.get()
    page = client.get(claim.get_absolute_url(), follow=True).content.decode()
    assert "brought in from a file" in page
    assert "found by the splitter" not in page
    assert escape(plain()["speaker"]) in page
    assert "The one sentence is accounted for" in page
