"""A row's history: acts from the trail, versions from the database's own tables, nothing that review hides."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Event
from claims.pipeline import trash
from tests import factories


@pytest.fixture
def operator(cast, client):
    client.force_login(cast.superuser)
    return client


@pytest.fixture
def claim(cast):
    return factories.make_claim(factories.make_article(cast.project).latest())


def history(model, pk) -> str:
    return reverse(f"admin:claims_{model}_history", args=[pk])


def test_versions_and_acts_stand_in_one_line(claim, operator, cast):
    article = claim.revision.article
    article.title = "Prices fell"
    article.save()
    trash.trash_article(article=article, by=cast.owner)
    answer = operator.get(history("article", article.pk))
    moments = answer.context["moments"]
    whats = [one.what for one in moments]
    assert "article.trashed" in whats
    assert whats[-1] == "row as it was first kept"
    changed = [change for one in moments for change in one.changes]
    assert ("title", "Prices rise", "Prices fell") in changed
    assert [one.at for one in moments] == sorted((one.at for one in moments), reverse=True)
    page = answer.content.decode()
    assert "Prices fell" in page
    assert f"?q={article.pk}" in page


def test_who_changed_a_row_by_hand_is_told(operator, cast):
    path = reverse("admin:claims_user_change", args=[cast.viewer.pk])
    form = {
        "username": cast.viewer.username,
        "display_name": "Vi",
        "date_joined_0": "2024-05-12",
        "date_joined_1": "10:00",
    }
    assert operator.post(path, form).status_code == 302
    moments = operator.get(history("user", cast.viewer.pk)).context["moments"]
    assert [(one.who, one.what) for one in moments] == [("superuser", "user.changed")]


def test_a_claims_history_names_what_was_done_on_it(claim, operator, cast):
    factories.make_verdict(claim, cast.reviewer)
    verdict = claim.verdicts.get()
    Event.objects.record(
        "verdict.recorded", verdict, project_id=cast.project.pk, by=cast.reviewer, claim=str(claim.pk)
    )
    assert "verdict.recorded" in operator.get(history("claim", claim.pk)).content.decode()


def test_staff_learn_nothing_from_it_that_review_hides(claim, client, cast):
    factories.make_verdict(claim, cast.reviewer)
    verdict = claim.verdicts.get()
    Event.objects.record(
        "verdict.recorded", verdict, project_id=cast.project.pk, by=cast.reviewer, claim=str(claim.pk)
    )
    support = factories.make_user("support", is_staff=True)
    support.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(support)
    answer = client.get(history("claim", claim.pk))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "verdict.recorded" not in page
    assert cast.reviewer.username not in page
    assert "Earlier versions of the row are shown to superusers." in page
    assert client.get(history("verdict", verdict.pk)).status_code == 302, "there is no such row for them"


def test_the_columns_that_lists_hide_are_in_no_history(operator, cast):
    source = factories.make_source(cast.project)
    source.name = "the office of statistics"
    source.save()
    moments = operator.get(history("source", source.pk)).context["moments"]
    assert [name for one in moments for name, *_ in one.changes] == ["name"]


def test_a_long_history_is_told_in_portions(claim, operator, cast):
    article = claim.revision.article
    for number in range(7):
        Event.objects.record("article.read", article, project_id=cast.project.pk, by=cast.owner, number=number + 1)
    with patch("claims.admin.past.ON_PAGE", 4):
        first = operator.get(history("article", article.pk))
        assert len(first.context["moments"]) == 4
        second = operator.get(history("article", article.pk), {"before": first.context["older"]})
    seen = [
        one.told for one in [*first.context["moments"], *second.context["moments"]] if one.what == "article.read"
    ]
    assert seen == [[("number", str(number))] for number in range(7, 0, -1)]
    assert operator.get(history("article", article.pk), {"before": "yesterday"}).status_code == 200


def test_it_costs_the_same_for_few_moments_and_for_many(claim, operator, cast):
    article = claim.revision.article

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert operator.get(history("article", article.pk)).status_code == 200
        return len(seen)

    few = cost()
    for number in range(12):
        article.title = f"Prices {number}"
        article.save()
        Event.objects.record("article.renamed", article, project_id=cast.project.pk, by=cast.owner)
    assert cost() == few
