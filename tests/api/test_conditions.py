"""Conditional requests: what one has is not sent again, and a write rests on what was read."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern

from claims.api.conditions import ROW
from claims.api.doors import Hall
from claims.api.problems import nowhere
from claims.api.urls import urlpatterns
from claims.models import Example, Project, Verdict
from tests import factories
from tests.api.doors import DOORS, GET, Door
from tests.api.test_tokens import everything

JSON = {"content_type": "application/json"}


def views(patterns: Any = urlpatterns) -> list[Any]:
    found: list[Any] = []
    for one in patterns:
        if isinstance(one, URLPattern):
            found.append(one.callback)
        else:
            found += views(one.url_patterns)
    return found


def test_every_door_stands_in_the_hall():
    outside = [one for one in views() if not issubclass(getattr(one, "cls", object), Hall) and one is not nowhere]
    assert outside == []


def test_every_row_that_is_changed_can_be_read():
    """Else nobody could learn the ETag that a change is to name."""
    changed = [view for view in views() if {"patch", "put", "delete"} & getattr(view, "actions", {}).keys()]
    assert len(changed) >= 9
    assert [view.actions for view in changed if view.actions.get("get") != ROW] == []


@pytest.fixture
def example(cast):
    return Example.objects.create(project=cast.project, statement="S", why="W", rating="true", by=cast.editor)


@pytest.fixture
def client(cast):
    client = Client()
    client.force_login(cast.owner)
    return client


def test_what_one_has_is_not_sent_again(client, example):
    url = f"/api/v1/examples/{example.pk}"
    first = client.get(url)
    assert first["ETag"].startswith('"')
    assert first["Cache-Control"] == "private, no-cache"
    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = client.get(url, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    Example.objects.update(why="Another reason.")
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_lists_have_weak_etags_which_serve_readers_only(client, example):
    url = "/api/v1/projects/city-desk/examples"
    listed = client.get(url)
    assert listed["ETag"].startswith('W/"')
    assert client.get(url, headers={"If-None-Match": listed["ETag"]}).status_code == 304


def test_the_etag_is_of_the_whole_row_whatever_is_left_out(client, example):
    url = f"/api/v1/examples/{example.pk}"
    fewer = client.get(url, {"fields": "id,why"})
    assert fewer.json() == {"id": str(example.pk), "why": "W"}
    assert fewer["ETag"] == client.get(url)["ETag"]


def test_a_change_names_what_was_read(client, example):
    url = f"/api/v1/examples/{example.pk}"
    seen = client.get(url)["ETag"]
    done = client.patch(url, json.dumps({"why": "Better."}), **JSON, headers={"If-Match": seen})
    assert done.status_code == 200
    assert done["ETag"] == client.get(url)["ETag"]
    lost = client.patch(url, json.dumps({"why": "Mine."}), **JSON, headers={"If-Match": seen})
    assert lost.status_code == 412
    assert lost["Content-Type"] == "application/problem+json"
    assert lost["ETag"] == lost.json()["current"] == done["ETag"]
    assert "changed since" in lost.json()["detail"]
    assert Example.objects.get().why == "Better."
    assert client.patch(url, json.dumps({"why": "Any."}), **JSON, headers={"If-Match": "*"}).status_code == 200
    assert client.patch(url, json.dumps({"why": "Free."}), **JSON).status_code == 200


def test_an_act_on_a_row_rests_on_the_row(client, cast, article, revision, sent):
    claim = factories.make_claim(revision)
    seen = client.get(f"/api/v1/claims/{claim.pk}")["ETag"]
    said = {"text": "Which month?"}
    url = f"/api/v1/claims/{claim.pk}/comments"
    assert client.post(url, json.dumps(said), **JSON, headers={"If-Match": seen}).status_code == 201
    claim.text = "Prices rose by 5 percent"
    claim.save()
    assert client.post(url, json.dumps(said), **JSON, headers={"If-Match": seen}).status_code == 412


def test_a_list_is_no_row(client):
    told = {"text": "Read it twice."}
    answer = client.post(
        "/api/v1/articles", json.dumps({"project": "city-desk", **told}), **JSON, headers={"If-Match": '"any"'}
    )
    assert answer.status_code == 412
    assert "one row" in answer.json()["detail"]
    assert Project.objects.get().articles.count() == 0


WRITES = [door for door in DOORS if door.method != GET]
UNREAD = ("{question}", "{returned}", "{trashed}")
"""Rows whose own address answers the superuser with 404: there is no ETag that a write could name."""


@pytest.mark.parametrize("door", WRITES, ids=lambda door: f"{door.method}-{door.path}")
def test_an_if_match_that_lost_is_refused_at_every_door(cast, door: Door, sent):
    """Nothing is written: the answer is the same a second time."""
    ids = everything(cast)
    client = Client()
    client.force_login(cast.superuser)
    body = {name: value.format(**ids) if isinstance(value, str) else value for name, value in door.body.items()}
    for _time in range(2):
        send = getattr(client, door.method)
        answer = send(door.url.format(**ids), json.dumps(body), **JSON, headers={"If-Match": '"of yesterday"'})
        if answer.status_code == 404:  # another person's row, which a superuser does not find, or one in the trash
            assert door.answer == 404 or any(each in door.path for each in UNREAD), door
        else:
            assert answer.status_code == 412, (door, answer.content)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(settings, tmp_path, transactional_db):
    """Both read the same and change it at the same moment, many times over: never do both come through."""
    people = factories.make_cast()
    row = Example.objects.create(
        project=people["project"], statement="S", why="0", rating="true", by=people["editor"]
    )
    url = f"/api/v1/examples/{row.pk}"
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(people["owner"])
    for turn in range(8):
        seen = clients[0].get(url)["ETag"]
        start = threading.Barrier(2)
        answers: list[int] = []

        def change(client: Client, word: str, seen: str = seen, start: Any = start, answers: Any = answers) -> None:
            try:
                start.wait()
                said = json.dumps({"why": word})
                answers.append(client.patch(url, said, **JSON, headers={"If-Match": seen}).status_code)
            finally:
                connection.close()

        threads = [threading.Thread(target=change, args=(one, f"{turn}.{n}")) for n, one in enumerate(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [200, 412]
    assert Verdict.objects.count() == 0
