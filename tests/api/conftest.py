"""A client that speaks JSON as one person."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from claims import tasks


@dataclass(frozen=True)
class Api:
    """Calls under /api/v1/ as the person who is signed in."""

    client: Client

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", params)

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json")

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


@pytest.fixture
def api() -> Callable[[Any], Api]:
    """A function: the API as seen by a person; None is nobody."""

    def as_user(user: Any) -> Api:
        client = Client()
        if user:
            client.force_login(user)
        return Api(client)

    return as_user


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[Any]]]:
    """What doors hand to workers: names of verbs and ids, instead of messages."""
    calls: list[tuple[str, list[Any]]] = []
    for name in ("start_split", "start_intake", "start_settle"):
        monkeypatch.setattr(tasks, name, lambda pk, name=name: calls.append((name, [pk])))
    monkeypatch.setattr(tasks, "start_lookups", lambda pks, after=0: calls.append(("start_lookups", list(pks))))
    return calls
