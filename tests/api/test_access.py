"""Who may do what through the API: strangers meet nothing, members their role's part."""

from __future__ import annotations

from base64 import b64encode

import pytest
from django.test import Client

from claims.models import Intake, Namesake, WorkState
from tests import factories
from tests.filled import filled_article


@pytest.fixture
def ids(cast):
    article = filled_article(cast)
    claim = article.latest().claims.get()
    evidence = claim.evidence.first()
    return {
        "project": cast.project.pk,
        "article": article.pk,
        "claim": claim.pk,
        "evidence": evidence.pk,
        "document": evidence.document_id,
        "lookup": claim.lookups.get(state=WorkState.FAILED).pk,
        "intake": Intake.objects.get().pk,
        "attribution": claim.attributions.get(hop=1).pk,
        "source": claim.attributions.get(hop=1).source_id,
        "namesake": Namesake.objects.create(
            source=claim.attributions.get(hop=1).source, url="https://www.wikidata.org/wiki/Q1", label="Office"
        ).pk,
    }


READS = [
    "projects/{project}", "articles/{article}", "articles/{article}/claims", "articles/{article}/export",
    "articles/{article}/split", "claims/{claim}", "claims/{claim}/verdicts", "evidence/{evidence}",
    "documents/{document}", "lookups/{lookup}", "articles/{article}/sourcing", "sources/{source}",
    "sources/{source}/claims", "attributions/{attribution}",
]  # fmt: skip
WRITES = [
    ("post", "articles/{article}/split/retry", {}, "reviewer"),
    ("post", "articles/{article}/split/cancel", {}, "reviewer"),
    ("post", "lookups/{lookup}/retry", {}, "reviewer"),
    ("post", "lookups/{lookup}/cancel", {}, "reviewer"),
    ("post", "intakes/{intake}/accept", {}, "reviewer"),
    ("post", "claims/{claim}/evidence", {}, "reviewer"),
    ("post", "claims/{claim}/verdicts", {}, "reviewer"),
    ("patch", "evidence/{evidence}", {"stance": "supports"}, "reviewer"),
    ("post", "articles", {"project": "city-desk", "text": "Words."}, "reviewer"),
    ("post", "documents", {"project": "city-desk", "title": "T", "text": "Words."}, "reviewer"),
    ("post", "articles/{article}/split/again", {}, "reviewer"),
    ("patch", "sources/{source}", {"name": "Statistics Office"}, "reviewer"),
    ("post", "sources/{source}/merge", {"into": "{source}"}, "reviewer"),
    ("post", "sources/{source}/unmerge", {}, "reviewer"),
    ("post", "sources/{source}/answers", {"question": "on-record", "answer": "yes"}, "reviewer"),
    ("post", "sources/{source}/namesakes", {}, "reviewer"),
    ("post", "namesakes/{namesake}/confirm", {}, "reviewer"),
    ("post", "namesakes/{namesake}/refuse", {}, "reviewer"),
    ("post", "attributions/{attribution}/tie", {"source": "{source}"}, "reviewer"),
    ("post", "attributions/{attribution}/break", {}, "reviewer"),
    ("post", "attributions/{attribution}/choose", {"source": "{source}"}, "reviewer"),
    ("post", "attributions/{attribution}/restore", {}, "reviewer"),
    ("post", "claims/{claim}/grade", {"grade": "B", "reason": "It is on file."}, "reviewer"),
    ("post", "claims/{claim}/grade/lift", {}, "reviewer"),
    ("post", "claims/{claim}/ruling", {}, "editor"),
    ("post", "claims/{claim}/ruling/reopen", {}, "editor"),
]


@pytest.mark.parametrize("path", READS)
def test_reads(path, ids, cast, api):
    address = path.format(**ids)
    assert api(cast.viewer).get(address).status_code == 200
    assert api(cast.viewer).get(f"{address}/").status_code == 200
    assert api(cast.outsider).get(address).status_code == 404
    assert api(None).get(address).status_code == 401


@pytest.mark.parametrize(("method", "path", "body", "role"), WRITES)
def test_writes(method, path, body, role, ids, cast, api, sent):
    address = path.format(**ids)
    body = {name: value.format(**ids) for name, value in body.items()}
    refused = getattr(api(cast.viewer), method)(address, body)
    assert refused.status_code == 403
    assert role.title() in refused.json()["detail"]
    assert getattr(api(cast.outsider), method)(address, body).status_code == 404
    assert getattr(api(None), method)(address, body).status_code == 401
    assert getattr(api(getattr(cast, role)), method)(address, body).status_code < 500
    assert getattr(api(getattr(cast, role)), method)(address, body).status_code not in (401, 403, 404)


@pytest.mark.parametrize("path", ["projects", "articles", "documents", "sources"])
def test_lists_hold_ones_own(path, ids, cast, api):
    assert len(api(cast.viewer).get(path).json()["results"]) >= 1
    assert api(cast.outsider).get(path).json()["results"] == []
    assert api(None).get(path).status_code == 401


def test_what_is_in_the_trash_is_gone(ids, cast, api, article):
    article.deleted_at = article.created_at
    article.save()
    assert api(cast.owner).get(f"articles/{article.pk}").status_code == 404


def test_a_session_without_its_token_writes_nothing(cast, ids):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reviewer)
    answer = client.post(f"/api/v1/lookups/{ids['lookup']}/retry")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


def test_a_name_and_a_password_open_it(db):
    factories.make_user("mira", password="dew-on-the-lawn")
    token = b64encode(b"mira:dew-on-the-lawn").decode()
    assert Client().get("/api/v1/projects", headers={"Authorization": f"Basic {token}"}).status_code == 200
    wrong = b64encode(b"mira:guess").decode()
    assert Client().get("/api/v1/projects", headers={"Authorization": f"Basic {wrong}"}).status_code == 401
