"""The whole matrix of the API: every route and method, against everybody there is."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.test import Client, override_settings

from claims.models import Subscription, allows, role_of
from tests import factories
from tests.api.doors import DELETE, DOORS, routes
from tests.conftest import Cast
from tests.views.addresses import rows

PEOPLE = ("viewer", "reviewer", "editor", "owner", "superuser")
NO_ANSWER = (401, 403, 404, 405, 500)


def test_every_route_has_a_rule():
    """A route without one, or a rule without a route, fails: say in ``tests/api/doors.py`` who may open it."""
    assert {door.route for door in DOORS} == set(routes())


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker, tmp_path_factory):
    """One cast and one row of each kind for the whole module; every test takes back what it did."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            cast = Cast(**factories.make_cast())
            made = rows(cast)
            made["project"] = cast.project
            made["passing_subscription"] = Subscription.objects.create(
                project=cast.project, kind="documents_feed", url="https://paper.example/passing"
            )
            yield cast, {kind: str(row.pk) for kind, row in made.items()}, media
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def ask(there, db, sent, settings):
    """A function: the answer to a person at a door; None is nobody."""
    _, ids, settings.MEDIA_ROOT = there

    def asked(person, door):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        body = {name: value.format(**ids) if isinstance(value, str) else value for name, value in door.body.items()}
        given = {} if door.method == "get" else {"data": json.dumps(body), "content_type": "application/json"}
        with transaction.atomic():
            answer = getattr(client, door.method)(door.url.format(**ids), **given)
            if door.method == DELETE:
                transaction.set_rollback(True)
        return answer

    return asked


def _ids(door):
    return f"{door.method}-{door.path}"


@pytest.mark.parametrize("door", DOORS, ids=_ids)
def test_each_role_gets_what_it_may(there, ask, door):
    cast, *_ = there
    for name in PEOPLE:
        person = getattr(cast, name)
        answer = ask(person, door)
        if door.public or door.act is None or allows(role_of(person, cast.project), door.act):
            assert answer.status_code == door.answer or answer.status_code not in NO_ANSWER, name
        else:
            assert answer.status_code == 403, name
            assert "role" in answer.json()["detail"], "a refusal says which role it takes"


@pytest.mark.parametrize("door", DOORS, ids=_ids)
def test_a_stranger_finds_nothing(there, ask, door):
    cast, ids, _ = there
    answer = ask(cast.outsider, door)
    if door.public or door.act is None:
        assert answer.status_code in {200, 201, door.answer}
        if not door.public:
            assert not [kind for kind, pk in ids.items() if pk in answer.content.decode()]
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("door", DOORS, ids=_ids)
def test_nobody_is_asked_who_they_are(there, ask, door):
    assert ask(None, door).status_code == (200 if door.public else 401)
