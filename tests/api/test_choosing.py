"""Lists of what is wanted: by state, day, source, rating, words, and whose turn it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from claims.models import Claim, ClaimState, Seat
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.conftest import Api
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
CLAIMS = "projects/city-desk/claims"


@pytest.fixture
def two(cast: Cast) -> list[Claim]:
    """A claim of an article of May and one, settled, of an article of June."""
    made = []
    for month, title in ((5, "Rents in May"), (6, "Prices in June")):
        article = factories.make_article(cast.project, by=cast.reviewer)
        article.title, article.published_at = title, date(2026, month, 1)
        article.save()
        made.append(factories.make_claim(article.latest()))
    Claim.objects.filter(pk=made[1].pk).update(state=ClaimState.SETTLED, text="Bread costs 100% more")
    return made


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1, 0]), ({"state": "settled"}, [1]), ({"state": ["open", "settled"]}, [1, 0]),
        ({"since": "2026-05-02"}, [1]), ({"until": "2026-05-02"}, [0]), ({"q": "100% bread"}, [1]),
        ({"q": "nothing"}, []), ({"assigned": "me"}, [0]),
    ],
)  # fmt: skip
def test_claims_of_a_project(
    cast: Cast, api: Callable[[Any], Api], two: list[Claim], asked: Any, found: list[int]
) -> None:
    ends = timezone.now() + timedelta(hours=1)
    Seat.objects.create(claim=two[0], holder=cast.reviewer, expires_at=ends)
    Seat.objects.create(claim=two[1], holder=cast.second_reviewer, expires_at=ends)
    assert ids(api(cast.reviewer).get(CLAIMS, **asked)) == [str(two[place].pk) for place in found]


def test_claims_by_source_article_and_rating(cast: Cast, api: Callable[[Any], Api], two: list[Claim]) -> None:
    source = factories.make_source(cast.project, "Ida Berg")
    factories.make_attribution(two[0], source)
    mine = api(cast.editor)
    assert ids(mine.get(CLAIMS, source=str(source.pk))) == [str(two[0].pk)]
    assert ids(mine.get(CLAIMS, article=str(two[1].revision.article_id))) == [str(two[1].pk)]
    assert ids(mine.get(CLAIMS, rating="true")) == []


def test_articles(cast: Cast, api: Callable[[Any], Api], two: list[Claim]) -> None:
    mine = api(cast.viewer)
    rents, prices = (str(one.revision.article_id) for one in two)
    assert ids(mine.get("articles")) == [prices, rents]
    assert ids(mine.get("articles", q="rents may")) == [rents]
    assert ids(mine.get("articles", state="settled")) == [prices]
    assert ids(mine.get("articles", since="2026-05-01", until="2026-05-31", project="city-desk")) == [rents]


@pytest.mark.parametrize("path", ["articles", CLAIMS])
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"state": "wrong"}, "state"),
        ({"since": "May"}, "since"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "until"),
    ],
)
def test_what_is_no_such_thing_is_refused_by_name(
    cast: Cast, api: Callable[[Any], Api], path: str, asked: Any, field: str
) -> None:
    answer = api(cast.viewer).get(path, **asked)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_a_wrong_source_is_refused_by_name(cast: Cast, api: Callable[[Any], Api]) -> None:
    for asked in ({"source": "x"}, {"article": "x"}, {"assigned": "her"}):
        answer = api(cast.viewer).get(CLAIMS, **asked)
        assert [one["field"] for one in answer.json()["errors"]] == list(asked)


def test_the_list_takes_as_many_queries_for_many_claims(
    cast: Cast, api: Callable[[Any], Api], two: list[Claim], django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        factories.make_attribution(factories.make_claim(two[0].revision), factories.make_source(cast.project))
    mine = api(cast.viewer)
    with django_assert_max_num_queries(16):
        assert len(ids(mine.get(CLAIMS))) == 12
