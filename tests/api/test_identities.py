"""Only the source's page leads to who it is: the API, the admin, logs and histories are searched for it."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import get_resolver, reverse

from claims.models import Role, Source, SourceKind
from claims.pipeline import confide
from claims.pipeline.prepare import set_role
from tests.filled import filled_article
from tests.filled_rest import fill_sourcing

SECRET = "Zebulon Quartermain"


@pytest.fixture
def article(cast, settings, tmp_path):
    settings.IDENTITY_KEYS = []
    settings.IDENTITY_KEY_FILE = tmp_path / "identity-keys"
    article = filled_article(cast)
    voice = fill_sourcing(cast, article.latest().claims.get())
    confide.confide(source=voice, identity=SECRET, by=cast.editor)
    assert confide.read_identity(source=voice, by=cast.editor) == SECRET
    return article


def clear(content: bytes, path: str) -> None:
    assert b"Quartermain" not in content, path
    assert b"gAAAA" not in content, f"{path} shows what is sealed"


def test_the_api_does_not_tell(article, cast, api):
    voice = Source.objects.get(kind=SourceKind.ANONYMOUS)
    claim = article.latest().claims.get()
    attribution = claim.attributions.get(hop=2)
    reads = [
        "sources", f"sources?q={SECRET}", f"sources/{voice.pk}", f"sources/{voice.pk}/claims",
        f"articles/{article.pk}",
        f"articles/{article.pk}/claims", f"articles/{article.pk}/sourcing", f"articles/{article.pk}/export",
        f"claims/{claim.pk}", f"attributions/{attribution.pk}", "projects", "documents",
    ]  # fmt: skip
    for person in (cast.owner, cast.editor, cast.superuser):
        for path in reads:
            answer = api(person).get(path)
            assert answer.status_code == 200, path
            clear(answer.content, path)
            assert b"identity" not in answer.content, path


def test_no_address_of_the_api_is_about_identities():
    patterns = [str(pattern.pattern) for pattern in _all(get_resolver().url_patterns, "api/")]
    assert len(patterns) > 35
    assert [pattern for pattern in patterns if "identit" in pattern] == []


def _all(patterns, under, found=False):
    for pattern in patterns:
        inside = found or under in str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _all(pattern.url_patterns, under, inside)
        elif inside:
            yield pattern


def test_the_admin_tells_that_there_is_one_and_no_more(article, cast, client):
    set_role(project=cast.project, user=cast.superuser, role=Role.OWNER, by=cast.owner)
    client.force_login(cast.superuser)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        if row := model._default_manager.order_by("-pk").first():
            pages += [reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_history", args=[row.pk])]
        for page in pages:
            answer = client.get(page, follow=True)
            assert answer.status_code == 200
            clear(answer.content, page)
    voice = Source.objects.get(kind=SourceKind.ANONYMOUS)
    listed = client.get(reverse("admin:claims_source_changelist")).context["cl"].result_list
    assert {row.pk: row.identity_known for row in listed}[voice.pk] is True


def test_histories_have_no_place_for_it(article):
    tracked = [model for model in apps.get_models() if "identity" in model.__name__.lower()]
    assert [model.__name__ for model in tracked] == ["ConfidentialIdentity"]


def test_nothing_is_logged(article, cast, caplog):
    voice = Source.objects.get(kind=SourceKind.ANONYMOUS)
    with caplog.at_level(logging.DEBUG):
        confide.confide(source=voice, identity=f"{SECRET} again", by=cast.editor)
        confide.read_identity(source=voice, by=cast.editor)
    assert "Quartermain" not in caplog.text
