"""Owners say how long what is kept, and delete for good by typing a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from claims.models import Article, Event, Hold, Project, Retention, User
from claims.pipeline import purge, trash
from claims.tasks import purge_task

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast


@pytest.fixture
def owner(client: Client, cast: Cast) -> Client:
    """Signed in as the owner."""
    client.force_login(cast.owner)
    return client


def test_days_are_set_and_on_record(owner: Client, cast: Cast) -> None:
    page = reverse("claims:keeping-page")
    assert owner.post(page, {"trash_days": "30", "draft_days": ""}).status_code == 302
    rule = Retention.objects.get(project=cast.project)
    assert (rule.trash_days, rule.draft_days) == (30, None)
    told = Event.objects.get(verb="retention.changed").data
    assert told == {"trash_days": {"from": None, "to": 30}}
    refused = owner.post(page, {"trash_days": "0"})
    assert refused.status_code == 422
    assert Retention.objects.get().trash_days == 30


def test_for_good_takes_the_name(owner: Client, cast: Cast, article: Article) -> None:
    trash.trash_article(article=article, by=cast.owner)
    url = reverse("claims:trash-purge", args=["article", article.pk])
    assert owner.post(url, {"confirm": "no"}).status_code == 422
    assert owner.post(url, {"confirm": article.title}).status_code == 302
    assert not Article.objects.exists()


def test_a_hold_says_why_not(owner: Client, cast: Cast, article: Article) -> None:
    trash.trash_article(article=article, by=cast.owner)
    Hold.objects.create(project=cast.project, article=article, reason="Letter of May", by=cast.owner)
    url = reverse("claims:trash-purge", args=["article", article.pk])
    answer = owner.post(url, {"confirm": article.title})
    assert answer.status_code == 422
    assert "Letter of May" in answer.content.decode()


def test_a_project_goes_in_the_background(owner: Client, cast: Cast, article: Article) -> None:
    trash.trash_project(project=cast.project, by=cast.owner, confirm=cast.project.slug)
    url = reverse("claims:trash-purge", args=["project", cast.project.pk])
    assert owner.post(url, {"confirm": "no"}).status_code == 422
    assert owner.post(url, {"confirm": cast.project.slug}).status_code == 302
    assert purge.going() == [cast.project]
    purge_task()
    assert not Project.objects.exists()


def test_superusers_erase_in_the_administration(client: Client, cast: Cast) -> None:
    url = reverse("admin:claims_user_erase", args=[cast.viewer.pk])
    staff = User.objects.create_user("staff", is_staff=True)
    client.force_login(staff)
    assert client.get(url).status_code == 403
    client.force_login(cast.superuser)
    assert cast.viewer.username in client.get(url).content.decode()
    assert client.post(url, {"confirm": "no"}).status_code == 422
    assert client.post(url, {"confirm": cast.viewer.username}).status_code == 302
    cast.viewer.refresh_from_db()
    assert cast.viewer.username == f"erased-person-{cast.viewer.pk}"
