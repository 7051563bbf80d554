"""Many articles in one request: each whole or refused, each with its own answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claims.models import Article, Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.conftest import Api
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PATH = "/api/v1/projects/city-desk/articles/bulk"


@pytest.fixture
def send(cast: Cast, api: Callable[[Any], Api]) -> Callable[..., Any]:
    """A function: the answer to a body as the reviewer sends it."""
    client = api(cast.reviewer).client

    def sent_off(body: Any, kind: str = "application/json", **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(PATH, data, content_type=kind, headers=headers)

    return sent_off


def test_each_comes_in_or_is_refused_with_its_reason(send: Any, sent: Any) -> None:
    given = [
        {"text": "Prices rose by 4 percent.", "title": "Prices", "tags": ["economy"]},
        {"text": " "},
        {"text": "Prices rose by 4 percent."},
        {"text": "Rents fell.", "headline": "Rents"},
        {"text": "Rents fell.", "url": "ftp://paper.example/"},
        {"title": "Nothing"},
        "words",
        {"text": "It rained. 🌧", "written_by_me": True},
    ]
    answer = send(given)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["added"], told["refused"]) == (2, 6)
    assert [one["status"] for one in told["results"]] == [201, 400, 409, 400, 400, 400, 400, 201]
    assert [one["index"] for one in told["results"]] == list(range(8))
    fields = [one["problem"] and [e["field"] for e in one["problem"].get("errors", [])] for one in told["results"]]
    assert fields == [None, ["text"], [], ["headline"], ["url"], ["text"], [""], None]
    first, last = (Article.objects.get(pk=told["results"][place]["article"]) for place in (0, 7))
    assert told["results"][2]["problem"]["article"] == str(first.pk)
    assert (first.title, first.tags, first.latest().extractor) == ("Prices", ["economy"], "api")
    assert last.written_by is not None
    assert sent == [("start_split", [Split.objects.get(revision__article=row).pk]) for row in (first, last)]


def test_lines_of_json(send: Any, sent: Any) -> None:
    lines = '{"text": "Prices rose."}\n\nno json\n{"text": "a\u2028b"}\n{"text": NaN}'
    told = send(lines.encode(), "application/x-ndjson").json()
    assert [one["status"] for one in told["results"]] == [201, 400, 201, 400]
    assert told["results"][1]["problem"]["detail"] == "Line 3 is not JSON."
    assert send(b"\xff", "application/x-ndjson").status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ([], 400), ("[", 400), ([{"text": "x"}] * 501, 413), ('{"text": "x"}', 400)],
)
def test_what_is_no_list_of_articles_is_refused(send: Any, body: Any, status: int) -> None:
    answer = send(body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Article.objects.exists()


def test_a_repetition_brings_nothing_in_twice(send: Any, sent: Any) -> None:
    given = [{"text": "Prices rose.", "again": True}, {"text": ""}]
    first, again = (send(given, **{"Idempotency-Key": "night"}) for _time in range(2))
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert Article.objects.count() == 1
    assert len(sent) == 1


def test_one_that_is_too_large_holds_no_other_up(send: Any, sent: Any, settings: Any) -> None:
    settings.ARTICLE_MAX_BYTES = 1024
    told = send([{"text": "x" * 2000}, {"text": "Short."}]).json()
    assert [one["status"] for one in told["results"]] == [400, 201]
