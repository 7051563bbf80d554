"""Holds stand where what they hold is shown, until they are lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from claims.pipeline import hold

if TYPE_CHECKING:
    from django.test import Client

    from claims.models import Article
    from tests.conftest import Cast


def test_on_the_pages_of_article_and_project(client: Client, cast: Cast, article: Article) -> None:
    client.force_login(cast.owner)
    on_article = hold.place(project=cast.project, by=cast.owner, reason="Letter of May", article=article)
    hold.place(project=cast.project, by=cast.owner, reason="Letter of June")
    pages = [reverse("claims:article-detail", args=[article.pk]), reverse("claims:project-settings")]
    bodies = [client.get(page).content.decode() for page in pages]
    assert ["Letter of May" in body for body in bodies] == [True, False]
    assert all("Letter of June" in body for body in bodies)
    hold.lift(hold=on_article, by=cast.owner)
    assert "Letter of May" not in client.get(pages[0]).content.decode()


def test_owners_place_and_lift_them(client: Client, cast: Cast, article: Article) -> None:
    client.force_login(cast.owner)
    answer = client.post(reverse("claims:hold-place"), {"reason": " ", "article": str(article.pk)})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    client.post(reverse("claims:hold-place"), {"reason": "A letter.", "article": str(article.pk)})
    row = article.holds.get()
    client.post(reverse("claims:hold-lift", args=[row.pk]))
    row.refresh_from_db()
    assert row.lifted_by == cast.owner
