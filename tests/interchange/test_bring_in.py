"""What was written comes back equal: into an empty installation, twice, after changes, and with something wrong."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection

from claims.formats import records_jsonl
from claims.formats.records_reading import Broken
from claims.models import Article, Claim, Document, Passage, Project, User, Verdict
from claims.pipeline.bring_in import bring_in
from claims.pipeline.export.stream import stream
from tests import factories
from tests.filled import filled_article, retire
from tests.interchange.test_stream import filled, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db

EMPTIED = """
    DO $$ DECLARE tables text; BEGIN
        SELECT string_agg(quote_ident(tablename), ', ') INTO tables FROM pg_tables
        WHERE schemaname = current_schema() AND tablename LIKE 'claims\\_%';
        EXECUTE 'TRUNCATE ' || tables || ' CASCADE';
    END $$
"""


def empty() -> None:
    """As after the first migration."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(EMPTIED)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not User.objects.exists()


def export(project: Project) -> bytes:
    return b"".join(records_jsonl.dump(stream(project=project)))


def changed(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The file with every record changed, and a checksum that fits."""
    records = [orjson.loads(line) for line in data.splitlines()]
    for record in records:
        change(record)
    return b"".join(records_jsonl.dump(records))


def test_into_an_empty_installation_and_out_again_it_is_the_same_bytes(cast: Cast) -> None:
    filled(cast, claims=3)
    filled_article(cast)
    retire("true")
    Article.objects.filter(pk=Article.objects.first().pk).update(deleted_at="2026-05-01T00:00:00Z")
    Claim.objects.filter(number=1).update(deleted_at="2026-05-02T00:00:00Z")
    data = written(cast)
    empty()
    report = bring_in(file=io.BytesIO(data))
    assert (report.added, report.known, report.refused) == (2, 0, [])
    assert export(Project.objects.get()) == data


def test_a_second_time_nothing_changes(cast: Cast) -> None:
    filled(cast)
    data = written(cast)
    report = bring_in(file=io.BytesIO(data))
    assert (report.added, report.known, report.refused) == (0, 1, [])
    assert written(cast) == data


def test_what_differs_here_is_left_as_it_is_and_told(cast: Cast) -> None:
    filled(cast)
    data = written(cast)
    Claim.objects.update(worthiness=0.25)
    after = written(cast)
    report = bring_in(file=io.BytesIO(data))
    assert [why for _line, _title, why in report.refused] == [
        "It is here already and is not the same; nothing was changed."
    ]
    assert written(cast) == after


def test_a_dry_run_tells_the_same_and_writes_nothing(cast: Cast) -> None:
    filled(cast)
    data = written(cast)
    empty()
    report = bring_in(file=io.BytesIO(data), dry_run=True)
    assert (report.added, report.refused) == (1, [])
    assert report.rows["claim.verdicts"] == 3
    assert not Project.objects.exists()
    assert not User.objects.exists()


def test_people_without_an_account_get_one_that_nobody_can_sign_in_to(cast: Cast) -> None:
    filled(cast)
    User.objects.filter(pk=cast.editor.pk).update(display_name="Ed Itor")
    data = written(cast)
    empty()
    bring_in(file=io.BytesIO(data))
    editor = User.objects.get(username="editor")
    assert not editor.is_active
    assert not editor.has_usable_password()
    assert editor.label == "Ed Itor"


def test_library_texts_can_be_found_again(cast: Cast) -> None:
    filled(cast)
    data = written(cast)
    empty()
    bring_in(file=io.BytesIO(data))
    assert Document.objects.filter(kind="library").exists()
    for passage in Passage.objects.select_related("document"):
        assert passage.document.text[passage.start : passage.end] == passage.text
    assert not Document.objects.filter(kind="library", passages=None).exists()


def wrong_quote(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        record["spans"][0]["start"] += 1


def no_speech(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        del record["speech"]


def unknown_field(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        record["mood"] = "bright"


def no_such_rating(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        record["verdicts"][0]["rating"]["slug"] = "splendid"


def foreign_evidence(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        record["verdicts"][0]["cited"] = ["0197b7a5-0000-7000-8000-000000000000"]


def no_such_document(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        record["evidence"][0]["document"] = "0197b7a5-0000-7000-8000-000000000000"


def outside_the_text(record: dict[str, Any]) -> None:
    if record["record"] == "claim" and record["text"].startswith("Wages"):
        record["spans"][0].update(start=5000, end=5005, quote="")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (wrong_quote, "is not “Wages"),
        (no_speech, "“speech” is missing in claim"),
        (unknown_field, "“mood” is not known in claim"),
        (no_such_rating, "There is no rating “splendid” in edition 1 of “truth”"),
        (foreign_evidence, "rests on rows that are not its own"),
        (no_such_document, "violates foreign key"),
        (outside_the_text, "outside a text"),
    ],
)
def test_an_article_with_something_wrong_is_refused_as_a_whole_and_the_rest_comes_in(
    cast: Cast, change: Callable[[dict[str, Any]], None], why: str
) -> None:
    filled(cast)
    bad = factories.make_article(cast.project, title="Bad", text="Wages rose by 2 percent in May, they say.")
    claim = factories.make_claim(bad.latest(), "Wages rose by 2 percent")
    factories.make_verdict(claim, cast.reviewer, "true", cited=[factories.make_evidence(claim)])
    data = changed(written(cast), change)
    empty()
    report = bring_in(file=io.BytesIO(data))
    assert report.added == 1
    (told,) = report.refused
    assert told[1] == "Bad"
    assert why in told[2]
    assert not Article.objects.filter(title="Bad").exists()
    assert Verdict.objects.count() == 3


def test_another_project_of_the_same_name_is_not_touched(cast: Cast) -> None:
    filled(cast)
    data = changed(
        written(cast),
        lambda record: (
            record.update(id="0197b7a5-0000-7000-8000-000000000000") if record["record"] == "project" else None
        ),
    )
    with pytest.raises(ValueError, match="Another project is called “"):
        bring_in(file=io.BytesIO(data))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda data: data[: len(data) // 2], "is not JSON|is cut off"),
        (lambda data: b"".join(data.splitlines(keepends=True)[:-1]), "is cut off"),
        (lambda data: data.replace(b"Prices", b"Prizes", 1), "was changed after it was written"),
        (lambda data: b"", "is not JSON"),
        (lambda data: b"[]\n", "is not an object"),
        (lambda data: changed(data, lambda record: record.update(version=3)), "This is not version 2"),
        (lambda data: changed(data, lambda record: record.update(complete=False)), "leaves something out"),
    ],
)
def test_what_is_no_whole_export_is_refused_before_anything_is_written(cast: Cast, spoil: Any, why: str) -> None:
    filled(cast)
    data = spoil(written(cast))
    empty()
    with pytest.raises(Broken, match=why):
        bring_in(file=io.BytesIO(data))
    assert not Project.objects.exists()
