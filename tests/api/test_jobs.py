"""Background work and the outside services over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from claims import tasks
from claims.models import Delivery, Event, HookEvent, Lookup, Split, Webhook, WorkState
from claims.providers.errors import OutageError
from claims.providers.polite import Asker, Gate, connect
from claims.providers.polite.gate import keys_of
from claims.providers.registry import SERVICES
from factcheck import embedded
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claims.models import Article, Claim, Revision
    from tests.api.conftest import Api
    from tests.conftest import Cast

JOBS = "projects/city-desk/jobs"
TRY = "projects/city-desk/services/crossref/try"


@pytest.fixture
def claim(revision: Revision) -> Claim:
    return factories.make_claim(revision)


@pytest.fixture
def other(cast: Cast) -> Claim:
    return factories.make_claim(
        factories.make_article(cast.project, text="Prices rose by 4 percent in May").latest()
    )


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[Any]]]:
    """What is handed to workers, instead of messages."""
    calls: list[tuple[str, list[Any]]] = []
    monkeypatch.setattr(tasks, "start", lambda model, ids: calls.append((model.__name__, list(ids))))
    return calls


@pytest.fixture
def store(settings: Any) -> Iterator[Any]:
    """Redis, where nobody has asked Crossref yet; the only service that is on."""
    embedded.start(settings)
    settings.SERVICES = {**settings.SERVICES, "crossref": {"on": True, "key": "", "urls": ()}}
    client = connect(settings.REDIS_URL)
    client.delete(*keys_of("crossref"))
    yield client
    client.delete(*keys_of("crossref"))


def _leave_alone(store: Any) -> None:
    kind = next(one for one in SERVICES if one.slug == "crossref")
    for _ in range(5):
        Gate(store).note(Asker("crossref", kind.name, kind.version, kind.quota), OutageError("It has a fault."))


def test_every_kind_is_one_list_in_pages(api: Callable[[Any], Api], cast: Cast, claim: Claim) -> None:
    for number in range(4):
        factories.make_lookup(claim, provider=f"p{number}", state="failed", error="No.")
    me, seen, address = api(cast.viewer), [], f"/api/v1/{JOBS}?limit=2"
    while address:
        page = me.client.get(address).json()
        assert len(page["results"]) <= 2
        seen += page["results"]
        address = page["next"]
    assert {one["kind"] for one in seen} == {"split", "lookup"}
    assert len({one["id"] for one in seen}) == len(seen) == Lookup.objects.count() + Split.objects.count()
    assert [one["queued_at"] for one in seen] == sorted((one["queued_at"] for one in seen), reverse=True)
    assert {one["article"] for one in seen} == {str(claim.revision.article_id)}
    [split] = [one for one in seen if one["kind"] == "split"]
    assert split["about"] == claim.revision.article.title


def test_the_way_back_leads_over_the_same(api: Callable[[Any], Api], cast: Cast, claim: Claim) -> None:
    for number in range(4):
        factories.make_lookup(claim, provider=f"p{number}")
    client = api(cast.viewer).client
    first = client.get(f"/api/v1/{JOBS}?limit=2").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_the_list_is_narrowed(
    api: Callable[[Any], Api], cast: Cast, article: Article, claim: Claim, other: Claim
) -> None:
    mine, theirs = (factories.make_lookup(one, state="failed", error="No.") for one in (claim, other))
    me = api(cast.viewer)
    shown = me.get(JOBS, show="failed", article=article.pk).json()["results"]
    assert [one["id"] for one in shown] == [str(mine.pk)]
    ids = {one["id"] for one in me.get(JOBS, kind="lookup").json()["results"]}
    assert ids == {str(mine.pk), str(theirs.pk)}
    for wrong in ({"show": "some"}, {"kind": "user"}, {"article": "nonsense"}):
        answer = me.get(JOBS, **wrong)
        assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, list(wrong))


def test_an_article_of_another_project_is_none(api: Callable[[Any], Api], cast: Cast) -> None:
    strange = factories.make_article(factories.make_project(cast.owner), text="Prices rose")
    owner = api(cast.owner)
    assert owner.get(JOBS, article=strange.pk).status_code == 404
    assert owner.post(f"{JOBS}/retry", {"article": str(strange.pk)}).status_code == 404


def test_messages_are_for_owners(api: Callable[[Any], Api], cast: Cast) -> None:
    hook = Webhook.objects.create(
        project=cast.project, url="https://cms.example/in", events=HookEvent.values, created_by=cast.owner
    )
    Delivery.objects.create(webhook=hook, kind=HookEvent.VERDICT, event=uuid4())
    told = api(cast.owner).get(JOBS).json()["results"]
    assert [(one["kind"], one["about"]) for one in told] == [("delivery", "cms.example")]
    assert api(cast.editor).get(JOBS).json()["results"] == []


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [("retry", WorkState.FAILED, WorkState.QUEUED), ("cancel", WorkState.QUEUED, WorkState.CANCELLED)],
)
def test_what_is_chosen_is_steered(
    api: Callable[[Any], Api], cast: Cast, claim: Claim, other: Claim, begun: Any, act: str, before: str, after: str
) -> None:
    rows = [factories.make_lookup(one, state=before, error="No.") for one in (claim, other)]
    me = api(cast.reviewer)
    assert me.post(f"{JOBS}/{act}", {"kind": "split"}).json() == {"jobs": 0}
    assert me.post(f"{JOBS}/{act}", {"article": str(claim.revision.article_id)}).json() == {"jobs": 1}
    assert [Lookup.objects.get(pk=row.pk).state for row in rows] == [after, before]
    assert me.post(f"{JOBS}/{act}").json() == {"jobs": 1}
    assert {Lookup.objects.get(pk=row.pk).state for row in rows} == {after}
    assert begun == ([("Lookup", [row.pk]) for row in rows] if act == "retry" else [])
    assert me.post(f"{JOBS}/{act}", {"kind": "user"}).status_code == 400


def test_services_say_how_they_are(api: Callable[[Any], Api], cast: Cast, store: Any) -> None:
    _leave_alone(store)
    told = {one["slug"]: one for one in api(cast.viewer).get("projects/city-desk/services").json()}
    assert (told["crossref"]["on"], told["crossref"]["breaker"]) == (True, "open")
    assert told["crossref"]["reason"] == "It has a fault."
    assert (told["wikidata"]["on"], told["wikidata"]["breaker"]) == (False, None)
    assert "WIKIDATA=on" in told["wikidata"]["why_off"]


def test_an_editor_has_one_asked_again(api: Callable[[Any], Api], cast: Cast, store: Any) -> None:
    _leave_alone(store)
    assert api(cast.reviewer).post(TRY).status_code == 403
    answer = api(cast.editor).post(TRY)
    assert (answer.status_code, answer.json()["breaker"]) == (200, "closed")
    assert Event.objects.get(verb="service.tried").data == {"provider": "crossref"}
    assert api(cast.editor).post(TRY.replace("crossref", "nowhere")).status_code == 404


def test_one_that_is_off_or_a_redis_that_is_away_says_so(
    api: Callable[[Any], Api], cast: Cast, store: Any, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    away = api(cast.editor).post(TRY)
    assert (away.status_code, away["Retry-After"]) == (503, "1")
    settings.SERVICES = {**settings.SERVICES, "crossref": {"on": False, "key": "", "urls": ()}}
    off = api(cast.editor).post(TRY)
    assert (off.status_code, off["Content-Type"]) == (409, "application/problem+json")
    assert not Event.objects.filter(verb="service.tried").exists()
