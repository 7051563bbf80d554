"""The reference: what the description says, for people; and what the description says of roles and scopes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from claims.api.acts import ACTS
from claims.api.description import document
from claims.api.grouping import areas, operations
from claims.api.reading import read
from tests.api.doors import DOORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.conftest import Cast

PAGE = "/api/"


def described() -> dict[str, re.Pattern[str]]:
    """Every operation as ``ACTS`` names it, with what its addresses look like."""
    found = {}
    for path, method, _told in operations(document()):
        bare = re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v1/")).strip("/")
        found[f"{method} {bare}"] = re.compile(re.escape(f"{method} {bare}").replace(r"\{\}", "[^/]+"))
    return found


def test_it_says_which_act_each_operation_takes_as_the_doors_do() -> None:
    known = described()
    taken: dict[str, Any] = {}
    for door in DOORS:
        asked = f"{door.method} {door.path.partition('?')[0]}"
        fits = [name for name, pattern in known.items() if pattern.fullmatch(asked)]
        if door.path != "schema":
            taken[min(fits, key=lambda name: name.count("{}"))] = door.act
    assert {name: act for name, act in taken.items() if act is not None} == ACTS
    assert set(taken) == set(known)


def test_every_operation_is_in_an_area() -> None:
    told = document()
    assert [one["name"] for one in told["tags"]] == list(areas())
    lost = [path for path, _method, one in operations(told) if one["tags"][0] not in areas()]
    assert lost == []
    shown = [one for area in read(told, "https://desk.example") for one in area.operations]
    assert len(shown) == len(list(operations(told)))
    assert len({one.id for one in shown}) == len(shown)


def test_an_operation_says_what_it_takes() -> None:
    shown = [one for area in read(document(), "https://desk.example") for one in area.operations]
    found = {f"{one.method} {one.path.removeprefix('/api/v1/')}": one for one in shown}
    one = found["POST projects/{slug}/exports"]
    assert (one.method, one.path, one.role, one.scopes) == (
        "POST", "/api/v1/projects/{slug}/exports", "viewer", ("export",),
    )  # fmt: skip
    fields = {field.name: field for field in one.body}
    assert fields["format"].is_required
    assert not fields["states"].is_required
    assert fields["articles"].kind == "list of uuid"
    assert [answer.status for answer in one.answers] == ["202", "4xx"]
    assert "sha256" in [field.name for field in one.answers[0].fields]
    assert one.curl.endswith('"https://desk.example/api/v1/projects/{slug}/exports"')
    assert "state" in [field.name for field in found["GET projects/{slug}/exports"].parameters]


def id_of(name: str) -> str:
    shown = [one for area in read(document(), "https://desk.example") for one in area.operations]
    return next(one.id for one in shown if f"{one.method} {one.path.removeprefix('/api/v1/')}" == name)


def test_the_page_shows_contents_an_area_and_what_is_looked_for(
    cast: Cast, signed_in: Callable[[Any], Client]
) -> None:
    client = signed_in(cast.viewer)
    whole = client.get(PAGE).content.decode()
    for path, _method, _told in operations(document()):
        assert path.removesuffix("/") in whole
    first, other = (id_of(name) for name in ("POST projects/{slug}/exports", "POST articles"))
    area = client.get(PAGE, {"area": "exports-and-imports"}).content.decode()
    assert f'id="{first}"' in area
    assert f'id="{other}"' not in area
    found = client.get(PAGE, {"q": "POST idempot exports"}).content.decode()
    assert "Nothing in the API has" in found
    found = client.get(PAGE, {"q": "with_history"}).content.decode()
    assert f'id="{first}"' in found
    assert "<script>" not in client.get(PAGE, {"q": "<script>"}).content.decode()


@pytest.mark.django_db
def test_it_is_for_people_who_are_signed_in(client: Client) -> None:
    answer = client.get(reverse("claims:api-reference"))
    assert answer.status_code == 302
