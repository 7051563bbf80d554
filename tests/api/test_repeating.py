"""Idempotency-Key: what was done once is not done twice."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from claims.models import Article, IdempotencyKey, Intake, Membership, Role, Scope, Token
from claims.pipeline import ingest
from claims.pipeline.sweep import forget_keys
from tests import factories

ARTICLE = {"project": "city-desk", "text": "Prices rose by 4 percent in May."}


def post(client: Client, body: Any, key: str | None = "first", path: str = "articles", **headers: str) -> Any:
    given = {"Idempotency-Key": key, **headers} if key else headers
    said = json.dumps(body)
    return client.post(f"/api/v1/{path}", said, content_type="application/json", headers=given)


@pytest.fixture
def client(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.owner)
    return client


def test_a_repetition_answers_as_the_first_time(client, sent):
    first, again = post(client, ARTICLE), post(client, ARTICLE)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["Content-Type"] == first["Content-Type"] == "application/json"
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Article.objects.count() == 1
    assert [name for name, _ids in sent] == ["start_split"]
    assert post(client, ARTICLE, '"first"').content == first.content, "quoted, as the draft writes keys"


def test_without_a_key_the_same_text_is_a_conflict(client, sent):
    assert post(client, ARTICLE, None).status_code == 201
    assert post(client, ARTICLE, None).status_code == 409


def test_a_key_is_for_one_request(client, sent):
    post(client, ARTICLE)
    other = post(client, {**ARTICLE, "text": "Another text."})
    assert other.status_code == 422
    assert other["Content-Type"] == "application/problem+json"
    assert "another request" in other.json()["detail"]
    elsewhere = post(client, {**ARTICLE, "title": "T"}, path="documents")
    assert elsewhere.status_code == 422


def test_keys_of_two_people_do_not_meet(client, cast, sent):
    post(client, {**ARTICLE, "again": True})
    client.force_login(cast.reviewer)
    assert "Idempotency-Replayed" not in post(client, {**ARTICLE, "again": True})
    assert Article.objects.count() == 2


def test_a_token_learns_nothing_that_was_answered_to_another(client, cast, sent):
    other = factories.make_project(cast.superuser, slug="other-desk")
    Membership.objects.create(project=other, user=cast.owner, role=Role.OWNER)
    first = post(client, ARTICLE)
    ends = timezone.now() + timedelta(days=1)
    _row, secret = Token.objects.make(user=cast.owner, name="x", scopes=list(Scope), expires_at=ends, project=other)
    answer = post(Client(), ARTICLE, Authorization=f"Bearer {secret}")
    assert answer.status_code == 422
    assert first.json()["id"] not in answer.content.decode()


@pytest.mark.parametrize("key", ["", " ", "two words", "ü", "x" * 256])
def test_a_key_that_is_none_is_refused(client, key):
    answer = client.post(
        "/api/v1/articles", "{}", content_type="application/json", headers={"Idempotency-Key": key}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_after_a_refusal_the_key_may_be_used_again(client, sent):
    assert post(client, {**ARTICLE, "text": " "}).status_code == 400
    assert post(client, ARTICLE).status_code == 201


def test_after_a_crash_it_is_done_once(client, sent, monkeypatch):
    """Whatever the first attempt wrote is gone with it; the second does it all."""
    whole = ingest.create_article

    def crash(**given: Any) -> Any:
        whole(**given)
        raise RuntimeError("the plug was pulled")

    monkeypatch.setattr(ingest, "create_article", crash)
    assert post(client, ARTICLE).status_code == 500
    assert Article.objects.count() == 0
    monkeypatch.setattr(ingest, "create_article", whole)
    assert post(client, ARTICLE).status_code == 201


def test_files_are_compared_without_the_boundary(client, sent):
    def send(words: bytes) -> Any:
        file = SimpleUploadedFile("a.txt", words)
        given = {"project": "city-desk", "file": file}
        return client.post("/api/v1/articles", given, headers={"Idempotency-Key": "file"})

    client.defaults = {}
    assert send(b"Prices rose.").status_code == 202
    again = client.generic(
        "POST",
        "/api/v1/articles",
        _multipart("another-boundary", b"Prices rose."),
        content_type="multipart/form-data; boundary=another-boundary",
        headers={"Idempotency-Key": "file"},
    )
    assert (again.status_code, again["Idempotency-Replayed"]) == (202, "true")
    assert send(b"Prices fell.").status_code == 422
    assert Intake.objects.count() == 1


def _multipart(boundary: str, words: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; name="
    project = f'{head}"project"\r\n\r\ncity-desk\r\n'
    file = f'{head}"file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'
    return project.encode() + file.encode() + words + f"\r\n--{boundary}--\r\n".encode()


def test_secrets_are_not_kept_in_the_open(client):
    made = post(client, {"name": "CMS", "scopes": ["read"]}, path="tokens")
    secret = made.json()["secret"]
    row = IdempotencyKey.objects.get()
    kept = json.dumps([row.key, row.headers, bytes(row.body).decode("latin-1")])
    assert secret not in kept
    assert "first" not in kept
    assert post(client, {"name": "CMS", "scopes": ["read"]}, path="tokens").json()["secret"] == secret
    assert Token.objects.count() == 1


def test_keys_are_forgotten_after_a_day(client, sent):
    post(client, ARTICLE)
    forget_keys()
    assert IdempotencyKey.objects.count() == 1
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    forget_keys()
    assert IdempotencyKey.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_while_the_first_runs_others_are_asked_to_wait(transactional_db, monkeypatch):
    people = factories.make_cast()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(people["owner"])
    inside, go_on = threading.Event(), threading.Event()
    whole = ingest.create_article

    def slowly(**given: Any) -> Any:
        inside.set()
        assert go_on.wait(20)
        return whole(**given)

    monkeypatch.setattr(ingest, "create_article", slowly)
    answers: list[Any] = []

    def first() -> None:
        try:
            answers.append(post(clients[0], ARTICLE))
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(20)
    early = post(clients[1], ARTICLE)
    go_on.set()
    thread.join()
    assert (early.status_code, early["Retry-After"]) == (409, "2")
    assert answers[0].status_code == 201
    assert post(clients[1], ARTICLE).content == answers[0].content
    assert Article.objects.count() == 1
