"""What is kept in the browser for the time without a line: a page that tells nothing, and nothing stale."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from claims.views import offline
from tests import factories


def kept(answer):
    """What the worker's script keeps."""
    return json.loads(re.search(r"const KEPT = (.*);", answer.content.decode())[1])


def test_the_worker_is_for_the_whole_site_and_asked_for_anew(client):
    answer = client.get(reverse("claims:service-worker"))
    assert reverse("claims:service-worker") == "/sw.js", "its folder is what it may serve"
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_it_keeps_static_files_and_one_page_alone(client):
    what = kept(client.get(reverse("claims:service-worker")))
    assert what["page"] == reverse("claims:offline")
    assert all(file.startswith("/static/") for file in what["files"])


def test_it_keeps_all_that_its_page_is_made_of(client):
    page = client.get(reverse("claims:offline")).content.decode()
    files = kept(client.get(reverse("claims:service-worker")))["files"]
    assert set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)) <= set(files)
    assert all(offline._bytes_of(name) for name in offline.KEPT), "every file is there"


def test_another_edition_has_another_name(client, monkeypatch):
    before = kept(client.get(reverse("claims:service-worker")))["name"]
    offline._edition.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(offline, "_bytes_of", lambda name: b"changed")
        after = kept(client.get(reverse("claims:service-worker")))["name"]
    offline._edition.cache_clear()
    assert before != after
    assert kept(client.get(reverse("claims:service-worker")))["name"] == before


@pytest.mark.django_db
def test_the_page_is_the_same_for_everybody(client):
    nobodys = client.get(reverse("claims:offline"))
    client.force_login(factories.make_user("somebody", display_name="Some Body"))
    theirs = client.get(reverse("claims:offline"))
    assert theirs.content == nobodys.content
    assert "Nothing you wrote is lost" in theirs.content.decode()
    assert "csrf" not in theirs.content.decode()
