"""The settings of a project over the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claims.models import Event

if TYPE_CHECKING:
    from tests.conftest import Cast


def test_an_owner_changes_what_differs(api: Any, cast: Cast) -> None:
    owner = api(cast.owner)
    told = owner.patch("projects/city-desk", {"name": "City 🏙", "panel_size": 5, "blind": cast.project.blind})
    assert (told.status_code, told.json()["name"], told.json()["panel_size"]) == (200, "City 🏙", 5)
    changed = Event.objects.filter(verb="project.changed").get()
    assert set(changed.data) == {"name", "panel_size"}


def test_what_is_wrong_is_told_by_its_field(api: Any, cast: Cast) -> None:
    owner = api(cast.owner)
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"reviewers_per_claim": 0}, "reviewers_per_claim"),
        ({"seat_minutes": 7 * 24 * 60 + 1}, "seat_minutes"),
        ({"sourcing_policy": "no-such"}, "sourcing_policy"),
        ({"panel_size": 2, "panel_needed": 3}, "panel_needed"),
        ({"slug": "other"}, "slug"),
        ({"name": ""}, "name"),
        ({"blind": "yes"}, "blind"),
    ]
    for body, field in bodies:
        answer = owner.patch("projects/city-desk", body)
        assert answer.status_code == 400, body
        assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert not Event.objects.filter(verb="project.changed").exists()


def test_settings_are_changed_only_as_they_were_seen(api: Any, cast: Cast) -> None:
    client, url = api(cast.owner).client, "/api/v1/projects/city-desk"
    seen = client.get(url)["ETag"]
    for ranks, status in ((True, 200), (False, 412)):
        body = json.dumps({"ranks_people": ranks})
        answer = client.patch(url, body, content_type="application/json", headers={"If-Match": seen})
        assert answer.status_code == status


def test_others_change_nothing(api: Any, cast: Cast) -> None:
    assert api(cast.editor).patch("projects/city-desk", {"name": "Mine"}).status_code == 403
    assert api(cast.outsider).patch("projects/city-desk", {"name": "Mine"}).status_code == 404
