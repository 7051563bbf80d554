"""The trash over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claims.models import Article, Source
from tests import factories

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    """Signed in as the editor."""
    client.force_login(cast.editor)
    return client


def test_an_article_goes_and_comes_back(editor: Client, article: Article) -> None:
    url = f"/api/v1/articles/{article.pk}"
    stale = {"If-Match": '"not-this"'}
    assert editor.delete(url, headers=stale).status_code == 412
    seen = editor.get(url)["ETag"]
    assert editor.delete(url, headers={"If-Match": seen}).status_code == 204
    assert editor.get(url).status_code == 404
    assert editor.delete(url).status_code == 204
    listed = editor.get("/api/v1/projects/city-desk/trash").json()
    assert [(one["kind"], one["id"]) for one in listed] == [("article", str(article.pk))]
    back = editor.post(f"{url}/restore")
    assert (back.status_code, back.json()["title"]) == (200, article.title)
    assert editor.get("/api/v1/projects/city-desk/trash").json() == []


def test_a_source_with_claims_asks_for_its_name(editor: Client, cast: Cast, article: Article) -> None:
    source = factories.make_source(cast.project, "Maria Ortega", kind="person")
    factories.make_attribution(factories.make_claim(article.latest()), source)
    url = f"/api/v1/sources/{source.pk}"
    refused = editor.delete(url)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "confirm"
    assert editor.delete(f"{url}?confirm=Maria+Ortega").status_code == 204
    assert Source.objects.get(pk=source.pk).deleted_at is not None


def test_a_reviewer_throws_no_article_away(client: Client, cast: Cast, article: Article) -> None:
    client.force_login(cast.reviewer)
    assert client.delete(f"/api/v1/articles/{article.pk}").status_code == 403
