"""Tokens: what opens with one, what does not, and what is said."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.models import Event, Membership, Project, Role, Scope, Subscription, Token
from claims.models.access import SCOPES
from tests import factories
from tests.api.doors import DOORS, Door
from tests.views.addresses import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def ask(secret: str, path: str, method: str = "get", body: Any = None) -> Any:
    given = {} if method == "get" else {"data": json.dumps(body or {}), "content_type": "application/json"}
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    return getattr(client, method)(path if path.startswith("/") else f"/api/v1/{path}", **given)


@pytest.fixture
def make(cast: Cast) -> Callable[..., str]:
    """A function: the secret of a token of the owner, in all projects and for everything unless said otherwise."""

    def made(**fields: Any) -> str:
        ends = timezone.now() + timedelta(days=1)
        told = {"user": cast.owner, "name": "CMS", "scopes": list(Scope), "expires_at": ends, **fields}
        return Token.objects.make(**told)[1]

    return made


def everything(cast: Cast) -> dict[str, str]:
    """The id of a row of every kind that the doors name."""
    made = rows(cast)
    made["project"] = cast.project
    made["passing_subscription"] = Subscription.objects.create(
        project=cast.project, kind="documents_feed", url="https://paper.example/passing"
    )
    return {kind: str(row.pk) for kind, row in made.items()}


def at(door: Door, there: dict[str, str]) -> tuple[str, str, Any]:
    """The address, the method and the body, with ids in place."""
    body = {name: value.format(**there) if isinstance(value, str) else value for name, value in door.body.items()}
    return door.url.format(**there), door.method, body


def other_project(cast: Cast) -> Project:
    project = factories.make_project(cast.superuser, slug="other-desk")
    Membership.objects.create(project=project, user=cast.owner, role=Role.OWNER)
    return project


def test_a_token_opens_what_its_person_may(cast: Cast, make: Callable[..., str]) -> None:
    secret = make()
    assert ask(secret, "projects/city-desk/members").status_code == 200
    token = Token.objects.get()
    assert token.last_used_at is not None
    assert secret not in str(token.__dict__)
    before = token.last_used_at
    ask(secret, "projects")
    token.refresh_from_db()
    assert token.last_used_at == before, "written once a minute"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"revoked_at": timezone.now()}, "revoked"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "run out"),
        (None, "no such token"),
    ],
)
def test_a_token_that_opens_nothing_says_why(make: Callable[..., str], change: Any, why: str) -> None:
    secret = make()
    if change:
        Token.objects.update(**change)
    answer = ask(secret if change else "cw_nonsense", "projects")
    assert answer.status_code == 401
    assert why in answer.json()["detail"]
    assert "WWW-Authenticate" in answer
    assert answer["Content-Type"] == "application/problem+json"


def test_a_person_who_may_not_sign_in_has_no_token(cast: Cast, make: Callable[..., str]) -> None:
    secret = make()
    cast.owner.is_active = False
    cast.owner.save()
    assert ask(secret, "projects").status_code == 401


def test_a_token_of_another_project_opens_nothing_of_this_one(
    cast: Cast, make: Callable[..., str], sent: Any
) -> None:
    there = everything(cast)
    secret = make(project=other_project(cast))
    opened = []
    for door in DOORS:
        if door.public or door.path == "schema":
            continue
        answer = ask(secret, *at(door, there))
        if door.act is not None and answer.status_code not in (403, 404):
            opened.append((door.method, door.path, answer.status_code))
        told = answer.content.decode()
        assert not [kind for kind, pk in there.items() if answer.status_code < 400 and pk in told], door.path
    assert opened == []


def test_each_act_takes_its_scope(cast: Cast, make: Callable[..., str], sent: Any) -> None:
    there = everything(cast)
    secrets = {scope: make(scopes=[one for one in Scope if one != scope]) for scope in Scope}
    for door in DOORS:
        if door.public or door.act is None:
            continue
        needed = SCOPES[door.act]
        answer = ask(secrets[needed], *at(door, there))
        assert answer.status_code == 403, (door.method, door.path)
        assert f"“{needed.value}”" in answer.json()["detail"], (door.method, door.path)


def test_one_makes_lists_and_revokes_ones_own(cast: Cast, api: Any) -> None:
    made = api(cast.reviewer).post("tokens", {"name": "Notebook", "scopes": ["read"], "project": "city-desk"})
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert ask(secret, "projects").json()["results"][0]["slug"] == "city-desk"
    [listed] = api(cast.reviewer).get("tokens").json()["results"]
    assert listed["prefix"] == secret[:11]
    assert secret not in json.dumps(listed)
    assert ask(secret, "tokens", "post", {"name": "Another", "scopes": ["read"]}).status_code == 403
    assert api(cast.owner).client.delete(f"/api/v1/tokens/{listed['id']}").status_code == 404
    assert api(cast.reviewer).client.delete(f"/api/v1/tokens/{listed['id']}").status_code == 204
    assert ask(secret, "projects").status_code == 401
    assert set(Event.objects.values_list("verb", flat=True)) >= {"token.made", "token.revoked"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scopes": ["read"]}, "name"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["all"]}, "scopes.0"),
        ({"name": "x", "scopes": ["read"], "days": 4000}, "days"),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, api: Any, body: Any, field: str) -> None:
    answer = api(cast.reviewer).post("tokens", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] in (field, field.split(".", maxsplit=1)[0])


def test_the_page_shows_a_secret_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.reviewer)
    made = client.post("/settings/tokens/make/", {"name": "CMS", "scopes": ["read"], "days": "30"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    page = client.get("/settings/tokens/").content.decode()
    assert secret not in page
    assert secret[:11] in page
    refused = client.post("/settings/tokens/make/", {"name": " ", "days": "30"})
    assert refused.status_code == 422
    assert "Say what the token is for." in refused.content.decode()


def test_owners_see_and_revoke_those_of_their_project(cast: Cast, client: Client, make: Callable[..., str]) -> None:
    make(user=cast.reviewer, project=cast.project, name="Of the reviewer")
    make(user=cast.reviewer, name="For everything")
    client.force_login(cast.owner)
    page = client.get("/settings/tokens/").content.decode()
    assert "Of the reviewer" in page
    assert "For everything" not in page
    token = Token.objects.get(name="Of the reviewer")
    assert client.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
    client.force_login(cast.editor)
    assert client.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 403
