"""A file with something missing or wrong anywhere in it: told with words, or taken as it says, and never half."""

from __future__ import annotations

import hashlib
import io
import random
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.formats import records_json
from claims.formats.format import About
from claims.models import Article, Document, Project, Source, User
from claims.pipeline.bring_in import Broken, Refused, bring_in
from claims.pipeline.export.stream import stream
from claims.pipeline.prepare import install_scales
from tests import factories
from tests.filled import filled_article
from tests.interchange.test_bring_in import changed, empty, export
from tests.interchange.test_stream import filled, written

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db

ODD: list[Any] = [
    None, True, 0, -1, 7, 2**63 - 1, 1.5, "", "x", "\0", "infinity", "now", [], [None], [[]], ["x"], {}, {"a": 1},
    "0197b7a5-0000-7000-8000-000000000000", "2026-02-30T00:00:00.000000Z",
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a value that can be spoiled."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [] if not path else [path]
    for key, below in inner:
        found += places(below, (*path, key))
    return found


def spoil(records: list[Any], chance: random.Random, *, delete: bool) -> str:
    """Change one value somewhere; answers which."""
    record = chance.choice(records)
    path = chance.choice(places(record))
    for key in path[:-1]:
        record = record[key]
    if delete:
        del record[path[-1]]
        return f"{path} is gone"
    record[path[-1]] = chance.choice(ODD)
    return f"{path} is {record[path[-1]]!r}"


def taken(data: bytes) -> tuple[Any, str]:
    """The report, or what was said instead."""
    try:
        return bring_in(file=io.BytesIO(data)), ""
    except (Refused, Broken) as error:
        return None, str(error)


def told(data: bytes) -> list[Any]:
    """The rows of a file, without its first line, its last, and how people are called."""
    return [one for line in data.splitlines()[1:-1] if (one := orjson.loads(line)).get("record") != "person"]


def as_file(records: list[Any]) -> bytes:
    """With a checksum that fits."""
    lines = b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in records)
    return lines + orjson.dumps({"record": "end", "sha256": hashlib.sha256(lines).hexdigest()})


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False), delete=st.booleans())
def test_something_spoiled_anywhere_is_told_or_taken_as_it_says(cast: Cast, chance: Any, delete: bool) -> None:
    with transaction.atomic():
        filled(cast)
        filled_article(cast)
        records = [orjson.loads(line) for line in written(cast).splitlines()][:-1]
        what = spoil(records, chance, delete=delete)
        data = as_file(records)
        empty()
        report, said = taken(data)
        if report is None:
            assert said, what
            assert not Article.objects.exists(), what
        elif report.refused:
            assert all(why.strip() for _line, _title, why in report.refused), what
            assert Article.objects.count() == report.added, what
        else:
            assert told(export(Project.objects.get())) == told(data), what
        transaction.set_rollback(True)


def only_bad(change: Any) -> Any:
    def apply(record: dict[str, Any]) -> None:
        if record["record"] in ("article", "claim") and "Wages" in str(record):
            change(record)

    return apply


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda record: record.pop("revisions", None), "“revisions” is missing in article"),
        (lambda record: record.update(spans=3) if "spans" in record else None, "“spans” in claim is not a list"),
        (lambda record: record.update(spans=[None]) if "spans" in record else None, "claim.spans is not an object"),
        (lambda record: record.update(text=5) if "spans" in record else None, "“text” in claim is not text"),
        (lambda record: record.update(id=None), "“id” in article is not an id"),
        (lambda record: record.update(created_at="infinity"), "is not a moment like"),
    ],
)
def test_a_list_or_a_type_that_is_wrong_refuses_its_article_with_line_and_reason(
    cast: Cast, change: Any, why: str
) -> None:
    filled(cast)
    bad = factories.make_article(cast.project, title="Bad", text="Wages rose by 2 percent in May, they say.")
    factories.make_claim(bad.latest(), "Wages rose by 2 percent")
    data = changed(written(cast), only_bad(change))
    lines = [orjson.loads(line) for line in data.splitlines()]
    at = next(number for number, one in enumerate(lines, start=1) if one.get("title") == "Bad")
    empty()
    report = bring_in(file=io.BytesIO(data))
    ((line, title, reason),) = report.refused
    assert (line, title) == (at, "Bad")
    assert why in reason
    assert report.added == Article.objects.count() == 1


def test_a_line_that_is_no_record_refuses_the_article_it_stands_in(cast: Cast) -> None:
    filled(cast)
    factories.make_article(cast.project, title="Good", text="Another text.")
    records = [orjson.loads(line) for line in written(cast).splitlines()]
    at = next(number for number, one in enumerate(records) if one["record"] == "claim")
    records[at]["record"] = "clam"
    empty()
    report = bring_in(file=io.BytesIO(as_file(records[:-1])))
    why = f"Line {at + 1}: Nothing is known of the record “clam” here."
    assert why in [told for _line, _title, told in report.refused]
    assert list(Article.objects.values_list("title", flat=True)) == ["Good"]


def test_accounts_that_went_with_a_refused_article_are_made_for_the_next(cast: Cast) -> None:
    filled(cast)
    for title in ("A bad one", "A good one"):
        article = factories.make_article(cast.project, title=title, text=f"Wages rose, says {title}.")
        claim = factories.make_claim(article.latest(), "Wages rose")
        factories.make_verdict(claim, factories.make_user(f"only here {title[2]}".replace(" ", "-")), "true")

    def change(record: dict[str, Any]) -> None:
        if record["record"] == "claim" and record["text"] == "Wages rose":
            record["verdicts"][0]["by"] = "newcomer"
            if record["revision"] == wrong:
                record["spans"][0]["quote"] = "Wages fell"

    wrong = str(Article.objects.get(title="A bad one").latest().pk)
    data = changed(written(cast), change)
    empty()
    report = bring_in(file=io.BytesIO(data))
    assert [title for _line, title, _why in report.refused] == ["A bad one"]
    assert Article.objects.get(title="A good one").latest().claims.get().verdicts.get().by.username == "newcomer"
    assert User.objects.filter(username="newcomer").count() == 1


def test_a_document_that_holds_less_than_it_says_is_refused(cast: Cast) -> None:
    filled(cast)
    document = orjson.loads(
        b"".join(records_json.dump(stream(project=cast.project), About(site="https://desk.example")))
    )
    document["articles"][0]["claims"][0]["comments"].clear()
    document["articles"][0]["claims"][0]["verdicts"].pop()
    empty()
    with pytest.raises(Broken, match="says that it holds"):
        bring_in(file=io.BytesIO(orjson.dumps(document)), fmt="json")
    assert not Project.objects.exists()


@pytest.mark.parametrize("model", [Source, Document])
def test_what_the_chosen_project_has_under_another_id_is_refused_with_words(cast: Cast, model: Any) -> None:
    filled(cast)
    data = written(cast)
    record = next(
        one
        for one in map(orjson.loads, data.splitlines())
        if one["record"] == model._meta.model_name and not one.get("article")
    )
    empty()
    install_scales()
    there = factories.make_project(factories.make_user("somebody"), slug="elsewhere")
    if model is Source:
        Source.objects.create(project=there, kind=record["kind"], name=record["name"])
    else:
        document = factories.make_document(there)
        Document.objects.filter(pk=document.pk).update(kind=record["kind"], key=record["key"])
    with pytest.raises(Refused, match="already, which stands in the file under another id"):
        bring_in(file=io.BytesIO(data), project=there)
    assert model._default_manager.count() == 1
    assert not Article.objects.exists()
