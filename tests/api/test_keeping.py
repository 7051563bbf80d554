"""Days of keeping and legal holds over the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claims.models import Event, Hold, Retention
from claims.models.keeping import DAYS
from claims.pipeline import trash
from tests import factories

if TYPE_CHECKING:
    from claims.models import Article
    from tests.api.conftest import Api
    from tests.conftest import Cast

KEEPING, HOLDS = "projects/city-desk/keeping", "projects/city-desk/holds"


@pytest.fixture
def owner(api: Any, cast: Cast) -> Api:
    """The owner."""
    made: Api = api(cast.owner)
    return made


def _fields(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.content
    return [one["field"] for one in answer.json()["errors"]]


def test_days_are_set_and_what_is_left_out_stays(owner: Api, cast: Cast) -> None:
    assert owner.get(KEEPING).json() == dict.fromkeys(DAYS)
    assert owner.patch(KEEPING, {"trash_days": 30, "draft_days": 7}).json()["trash_days"] == 30
    told = owner.patch(KEEPING, {"draft_days": None}).json()
    assert (told["trash_days"], told["draft_days"]) == (30, None)
    assert Retention.objects.get(project=cast.project).trash_days == 30
    assert Event.objects.filter(verb="retention.changed").count() == 2


@pytest.mark.parametrize("days", [0, 36_501, "thirty"])
def test_days_are_days(owner: Api, days: Any) -> None:
    assert _fields(owner.patch(KEEPING, {"trash_days": days})) == ["trash_days"]
    assert not Event.objects.filter(verb="retention.changed").exists()


def test_days_are_changed_only_as_they_were_seen(owner: Api) -> None:
    url = f"/api/v1/{KEEPING}"
    seen = owner.client.get(url)["ETag"]
    for days, status in ((30, 200), (60, 412)):
        given = json.dumps({"trash_days": days})
        answer = owner.client.patch(url, given, content_type="application/json", headers={"If-Match": seen})
        assert answer.status_code == status
    assert Retention.objects.get().trash_days == 30


def test_a_hold_is_placed_once_and_lifted_once(owner: Api, cast: Cast, article: Article) -> None:
    trash.trash_article(article=article, by=cast.owner)
    given = {"reason": "Letter of 4 May", "article": str(article.pk)}
    placed = owner.post(HOLDS, given)
    told = placed.json()
    assert (placed.status_code, told["by"], told["lifted_at"]) == (201, cast.owner.username, None)
    assert owner.post(HOLDS, given).json()["id"] == told["id"]
    one = placed["Location"].partition("/api/v1/")[2]
    lifted = owner.post(f"{one}/lift").json()
    assert (lifted["lifted_by"], owner.post(f"{one}/lift").json()) == (cast.owner.username, lifted)
    assert owner.get(HOLDS).json()["results"] == [lifted]
    verbs = Event.objects.filter(verb__startswith="hold.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["hold.placed", "hold.lifted"]


def test_a_hold_is_lifted_only_as_it_was_seen(owner: Api) -> None:
    one = f"/api/v1/holds/{owner.post(HOLDS, {'reason': 'A letter'}).json()['id']}"
    seen = owner.client.get(one)["ETag"]
    for etag, status in (('"other"', 412), (seen, 200)):
        given: dict[str, Any] = {"content_type": "application/json", "headers": {"If-Match": etag}}
        assert owner.client.post(f"{one}/lift", **given).status_code == status
        assert (Hold.objects.get().lifted_at is None) == (status == 412)


def test_a_hold_says_why_and_on_what(owner: Api, cast: Cast) -> None:
    strange = factories.make_article(factories.make_project(cast.owner), text="Prices rose")
    bodies: list[tuple[dict[str, Any], str]] = [
        ({}, "reason"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"reason": "A letter", "article": str(strange.pk)}, "article"),
        ({"reason": "A letter", "article": "nonsense"}, "article"),
    ]
    for body, field in bodies:
        assert _fields(owner.post(HOLDS, body)) == [field], body
    assert not Hold.objects.exists()


def test_others_neither_hold_nor_see(owner: Api, api: Any, cast: Cast) -> None:
    one = f"holds/{owner.post(HOLDS, {'reason': 'A letter'}).json()['id']}"
    for person, status in ((cast.editor, 403), (cast.outsider, 404)):
        for answer in (api(person).get(one), api(person).post(f"{one}/lift"), api(person).get(HOLDS)):
            assert answer.status_code == status
    assert Hold.objects.get().lifted_at is None
