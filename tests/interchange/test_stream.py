"""A project as JSON Lines: all of it, with counts and a checksum."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.formats import records_jsonl
from claims.pipeline.export import Incomplete, stream
from tests import factories
from tests.filled import filled_article
from tests.filled_rest import fill_archives, fill_sourcing, fill_working
from tests.filled_reviewing import fill_reviewing

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def filled(cast: Cast, claims: int = 1) -> None:
    article = filled_article(cast, claims=claims)
    claim = article.latest().claims.first()
    assert claim is not None
    fill_working(cast, claim)
    fill_sourcing(cast, claim)
    fill_archives(cast, claim, claim.evidence.first().document)
    fill_reviewing(cast, claim)


def lines_of(cast: Cast) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(cast).splitlines()]


def written(cast: Cast) -> bytes:
    return b"".join(records_jsonl.dump(stream(project=cast.project)))


def test_the_last_line_has_the_counts_and_the_checksum_of_all_before_it(cast: Cast) -> None:
    filled(cast)
    data = written(cast)
    *before, last = data.splitlines(keepends=True)
    end = json.loads(last)
    assert end["record"] == "end"
    assert end["sha256"] == hashlib.sha256(b"".join(before)).hexdigest()
    kinds = [json.loads(line)["record"] for line in before]
    assert {kind: kinds.count(kind) for kind in set(kinds) - {"export", "person"}} == {
        place: number for place, number in end["counts"].items() if "." not in place
    }
    assert end["counts"]["claim.verdicts"] == 3
    assert end["counts"]["claim.verdicts.cited"] == 1
    assert all(end["counts"].values()), "one row at least of every kind, so that none is missed"


def test_the_same_state_gives_the_same_bytes(cast: Cast) -> None:
    filled(cast)
    assert written(cast) == written(cast)


def test_people_scales_and_ratings_stand_by_name(cast: Cast) -> None:
    filled(cast)
    lines = lines_of(cast)
    claim = next(line for line in lines if line["record"] == "claim")
    assert claim["verdicts"][0]["by"] == cast.reviewer.username
    assert claim["verdicts"][0]["rating"] == {"scale": "truth", "version": 1, "slug": "true"}
    people = {line["username"] for line in lines if line["record"] == "person"}
    assert {cast.reviewer.username, cast.editor.username} <= people
    assert next(line for line in lines if line["record"] == "project")["scale"] == "truth"


def test_places_count_code_points_and_quote_their_words(cast: Cast) -> None:
    article = factories.make_article(cast.project)
    text = "🍵\r\n“Cafe\u0301” prices rose by 4 percent in May."
    factories.make_span(
        factories.make_claim(factories.make_revision(article, text=text), "prices rose"), "Cafe\u0301"
    )
    claim = next(line for line in lines_of(cast) if line["record"] == "claim")
    assert {(place["start"], place["quote"]) for place in claim["spans"]} >= {(4, "Cafe\u0301")}


def test_who_an_unnamed_source_is_and_how_an_expert_comes_in_is_not_there(cast: Cast) -> None:
    filled(cast)
    data = written(cast)
    for secret in (b"sealed", b"Fear of reprisal", b"0" * 64, b"Half a"):
        assert secret not in data


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            written(cast)
        return len(seen)

    filled(cast)
    few = queries()
    for _ in range(3):
        filled_article(cast, claims=4)
    assert queries() == few


def test_a_row_that_was_not_written_fails_the_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(cast)
    streaming = import_module("claims.pipeline.export.stream")
    honest = streaming.counted
    monkeypatch.setattr(streaming, "counted", lambda project: {**honest(project), "claim.verdicts": 4})
    with pytest.raises(Incomplete, match=r"claim\.verdicts"):
        written(cast)
