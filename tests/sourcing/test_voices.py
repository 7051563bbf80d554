"""The sources of a project with what rests on them, counted by head, and how that was judged."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Attribution, Claim, Project
from claims.pipeline.merge import merge
from claims.sourcing.voices import SORTS, claims_of, mix_of, voice, voices
from tests import factories
from tests.filled import settle


def says(article, *names, **fields):
    """A claim of the article's newest text that these sources share."""
    claim = factories.make_claim(article.latest(), **fields)
    for place, name in enumerate(names, start=1):
        source = factories.make_source(article.project, name, kind="person")
        Attribution.objects.create(claim=claim, source=source, place=place)
    return claim


@pytest.fixture
def articles(project):
    return [factories.make_article(project, published_at=date(2026, month, 1)) for month in (1, 3)]


@pytest.fixture
def told(articles):
    """Ada speaks in two articles and denies once, Bo twice in one."""
    one, other = articles
    return [says(one, "Ada Pym"), says(other, "Ada Pym", "Bo"), says(other, "Bo", polarity="denies")]


def listed(project, **how):
    return [row.source.name for row in voices(projects=[project], **how)]


def by_name(project):
    return {row.source.name: row for row in voices(projects=[project])}


def test_each_with_what_rests_on_it(told, project):
    ada, bo = by_name(project)["Ada Pym"], by_name(project)["Bo"]
    assert (ada.claims, ada.articles, ada.denied, ada.first_seen, ada.last_seen) == (
        2, 2, 0, date(2026, 1, 1), date(2026, 3, 1),
    )  # fmt: skip
    assert (bo.claims, bo.articles, bo.denied, bo.share_denied) == (2, 1, 1, 0.5)


def test_merged_sources_count_once(told, project, cast):
    rows = by_name(project)
    merge(source=rows["Ada Pym"].source, into=rows["Bo"].source, by=cast.reviewer)
    (bo,) = voices(projects=[project])
    assert (bo.source.name, bo.claims, bo.articles) == ("Bo", 3, 2)
    assert voice(bo.source) == bo
    assert claims_of(bo.source).count() == 3


def test_the_trash_and_older_texts_do_not_count(told, project, articles):
    Claim.objects.filter(pk=told[0].pk).update(deleted_at=timezone.now())
    assert by_name(project)["Ada Pym"].claims == 1
    factories.make_revision(articles[1])
    assert by_name(project)["Bo"].claims == 0
    assert by_name(project)["Bo"].last_seen is None


SEARCHES = [
    ("ada", ["Ada Pym"]), ("PYM", ["Ada Pym"]), ("José", ["Jose Marti"]), ("mayor of", ["Bo"]), ("%", []),
    ("b", ["Bo"]), ("  ", ["Ada Pym", "Bo", "Jose Marti"]),
]  # fmt: skip


@pytest.mark.parametrize(("term", "found"), SEARCHES)
def test_they_are_searched_by_name_and_alias(told, project, term, found):
    factories.make_source(project, "Jose Marti", kind="person")
    bo = by_name(project)["Bo"].source
    bo.aliases = ["the mayor of Oslo"]
    bo.save()
    assert listed(project, search=term) == found


def test_a_merged_name_leads_to_its_head(told, project, cast):
    rows = by_name(project)
    merge(source=rows["Ada Pym"].source, into=rows["Bo"].source, by=cast.reviewer)
    assert listed(project, search="pym") == ["Bo"]


def test_they_are_sorted_and_filtered(told, project):
    factories.make_source(project, "Zoe", kind="organisation")
    assert listed(project, kind="organisation") == ["Zoe"]
    assert {sort: listed(project, sort=sort) for sort in SORTS} == {
        "name": ["Ada Pym", "Bo", "Zoe"],
        "claims": ["Ada Pym", "Bo", "Zoe"],
        "articles": ["Ada Pym", "Bo", "Zoe"],
        "denied": ["Bo", "Ada Pym", "Zoe"],
        "seen": ["Ada Pym", "Bo", "Zoe"],
    }


def test_projects_are_kept_apart(told, project, cast):
    other = factories.make_project(by=cast.owner)
    factories.make_source(other, "Ada Pym", kind="person")
    assert [row.claims for row in voices(projects=[other])] == [0]
    assert len(voices(projects=Project.objects.all())) == 3


def test_a_mix_tells_what_the_viewer_may_know(told, project, cast):
    ada = by_name(project)["Ada Pym"].source
    verdicts = [factories.make_verdict(told[0], cast.reviewer, "true")]
    factories.make_verdict(told[1], cast.second_reviewer, "false")
    mine = mix_of(source=ada, viewer=cast.reviewer)
    assert [(part.slug, part.count) for part in mine.verdicts] == [("true", 1)], "others' are hidden"
    assert mix_of(source=ada, viewer=cast.viewer).verdicts == []
    project.blind = False
    project.save()
    assert {part.slug for part in mix_of(source=ada, viewer=cast.viewer).verdicts} == {"true", "false"}
    settle(told[0], verdicts, cast)
    (ruled,) = mix_of(source=ada, viewer=cast.viewer).rulings
    assert (ruled.scale, ruled.slug, ruled.value, ruled.count) == ("truth", "true", 5, 1)


def test_a_list_costs_two_queries(told, project):
    for number in range(40):
        says(factories.make_article(project), f"Person {number}")
    with CaptureQueriesContext(connection) as seen:
        assert len(voices(projects=[project], sort="claims")) == 42
    assert len(seen) == 2
