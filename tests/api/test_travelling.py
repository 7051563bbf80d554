"""Exports and imports over the API: the same files, steps and reports as on the pages."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from claims.models import Article, Export, Import, Mapping, Scope, Token
from claims.pipeline.bring_in import run_import
from claims.pipeline.export import export as exported
from claims.pipeline.export import run_export
from tests.filled import filled_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.conftest import Api
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db
EXPORTS, IMPORTS = "projects/city-desk/exports", "projects/city-desk/imports"
TABLE = b"Statement,Speaker\nRents rose,Ida Berg\nIt rains,\n,nobody\n"


@pytest.fixture
def mine(cast: Cast, api: Callable[[Any], Api]) -> Api:
    return api(cast.owner)


def ask(mine: Api, **given: Any) -> dict[str, Any]:
    answer = mine.post(EXPORTS, {"format": "jsonl", **given})
    assert answer.status_code == 202, answer.content
    assert answer["Location"].endswith(f"/api/v1/exports/{answer.json()['id']}")
    found: dict[str, Any] = answer.json()
    return found


def hand_in(mine: Api, data: bytes = TABLE, name: str = "claims.csv", **given: Any) -> Any:
    return mine.client.post(f"/api/v1/{IMPORTS}", {"file": SimpleUploadedFile(name, data), **given})


def bring(mine: Api, row: dict[str, Any]) -> dict[str, Any]:
    run_import(import_id=row["id"])
    found: dict[str, Any] = mine.get(f"imports/{row['id']}").json()
    return found


def test_an_export_is_asked_for_written_and_taken(cast: Cast, mine: Api) -> None:
    filled_article(cast, claims=2)
    row = ask(mine)
    assert (row["state"], row["has_file"], row["total"]) == ("queued", False, 2)
    assert ask(mine)["id"] == row["id"], "a double click is one export"
    run_export(export_id=row["id"])
    told = mine.get(f"exports/{row['id']}").json()
    file = mine.get(f"exports/{row['id']}/file")
    data = file.getvalue()
    assert (told["state"], told["done"], told["has_file"]) == ("succeeded", 2, True)
    assert (told["size"], told["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert told["counts"] == json.loads(data.splitlines()[-1])["counts"]
    assert file["Content-Disposition"] == 'attachment; filename="city-desk.jsonl"'
    known = {"If-None-Match": file["ETag"]}
    assert mine.client.get(f"/api/v1/exports/{row['id']}/file", headers=known).status_code == 304
    assert [one["id"] for one in mine.get(EXPORTS).json()["results"]] == [row["id"]]


def test_a_link_opens_the_file_without_an_account(cast: Cast, mine: Api) -> None:
    filled_article(cast)
    row = ask(mine)
    early = mine.post(f"exports/{row['id']}/link")
    assert (early.status_code, early["Content-Type"]) == (410, "application/problem+json")
    run_export(export_id=row["id"])
    told = mine.post(f"exports/{row['id']}/link").json()
    assert Client().get(told["url"]).getvalue() == mine.get(f"exports/{row['id']}/file").getvalue()
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = mine.get(f"exports/{row['id']}/file")
    assert gone.status_code == 410
    assert "seven days" in gone.json()["detail"]


def test_an_export_is_chosen_cancelled_and_begun_again(cast: Cast, mine: Api) -> None:
    article = filled_article(cast, claims=2)
    chosen = {"articles": [str(article.pk)], "states": ["open"], "since": "2020-01-01"}
    row = ask(mine, **chosen)
    assert row["chosen"] == chosen
    assert mine.post(f"exports/{row['id']}/cancel").json()["state"] == "cancelled"
    assert mine.get(EXPORTS, state="cancelled").json()["results"] != []
    assert mine.get(EXPORTS, state="queued").json()["results"] == []
    assert mine.post(f"exports/{row['id']}/retry").json()["state"] == "queued"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"format": "docx"}, "format"),
        ({"format": "checked-html"}, "format"),
        ({"format": "jsonl", "states": ["wrong"]}, "states.0"),
        ({"format": "jsonl", "since": "2026-05-02", "until": "2026-05-01"}, "until"),
        ({"format": "jsonl", "article": "1"}, "article"),
        ({}, "format"),
    ],
)
def test_a_wrong_choice_names_its_field(mine: Api, given: Any, field: str) -> None:
    answer = mine.post(EXPORTS, given)
    assert answer.status_code == 400
    assert field in [one["field"] for one in answer.json()["errors"]]


def test_an_export_of_somebody_else_is_not_there(cast: Cast, mine: Api, api: Callable[[Any], Api]) -> None:
    row = ask(mine)
    for path in ("", "/file"):
        assert api(cast.editor).get(f"exports/{row['id']}{path}").status_code == 404
    assert api(cast.editor).get(EXPORTS).json()["results"] == []


def test_a_small_project_goes_at_once_and_a_large_one_does_not(cast: Cast, mine: Api, settings: Any) -> None:
    article = filled_article(cast, claims=2)
    answer = mine.get("projects/city-desk/export", format="jsonl", articles=str(article.pk))
    pieces = exported(project=cast.project, fmt="jsonl", viewer=cast.owner, site="http://testserver")
    assert b'"record":"claim"' in answer.getvalue()
    assert mine.get("projects/city-desk/export").getvalue() == b"".join(pieces)
    settings.EXPORT_DIRECT_CLAIMS = 1
    large = mine.get("projects/city-desk/export")
    assert (large.status_code, large.json()["claims"]) == (409, 2)
    assert mine.get("projects/city-desk/export", states="wrong").json()["errors"][0]["field"] == "states"
    assert mine.get("projects/city-desk/export", format="x").json()["errors"][0]["field"] == "format"


def test_taking_a_file_takes_the_scope_to_export(cast: Cast) -> None:
    ends = timezone.now() + timedelta(days=1)
    _row, secret = Token.objects.make(user=cast.owner, name="x", scopes=[Scope.READ], expires_at=ends)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    for path in ("export", "exports"):
        answer = client.get(f"/api/v1/projects/city-desk/{path}")
        assert answer.status_code == 403
        assert "export" in answer.json()["detail"]


def test_a_table_is_tried_and_then_brought_in(cast: Cast, mine: Api) -> None:
    answer = hand_in(mine, map=json.dumps({"Statement": "claim", "Speaker": "source"}))
    assert answer.status_code == 202
    row = answer.json()
    assert (row["format"], row["dry_run"], row["state"]) == ("csv", True, "queued")
    told = bring(mine, row)
    assert (told["state"], told["added"], told["refused"]) == ("succeeded", 2, 1)
    assert not Article.objects.exists()
    refused = mine.get(f"imports/{row['id']}/refused").json()
    assert refused["results"] == [{"line": 4, "title": "", "why": "It names no claim."}]
    begun = mine.post(f"imports/{row['id']}/begin", {})
    assert (begun.status_code, begun.json()["dry_run"]) == (202, False)
    again = mine.post(f"imports/{row['id']}/begin", {})
    assert again.status_code == 409, "it waits already"
    assert bring(mine, row)["added"] == 2
    assert Article.objects.count() == 2
    mine.post(f"imports/{row['id']}/begin", {"dry_run": True})
    assert bring(mine, row)["known"] == 2


def test_columns_are_told_and_remembered_ones_are_used(cast: Cast, mine: Api) -> None:
    Mapping.objects.create(project=cast.project, columns=["Statement", "Speaker"], meanings={"Statement": "claim"})
    row = hand_in(mine).json()
    told = mine.get(f"imports/{row['id']}/columns").json()
    assert told == [{"name": "Statement", "means": "claim"}, {"name": "Speaker", "means": ""}]
    assert bring(mine, row)["added"] == 2


@pytest.mark.parametrize(
    ("name", "data", "given", "field"),
    [
        ("a.bin", b"\x00\x01", {}, "format"),
        ("a.csv", TABLE, {"map": '{"Statement": "nothing"}'}, "map"),
        ("a.csv", TABLE, {"map": "Statement"}, "map"),
        ("a.csv", TABLE, {"format": "xlsx"}, "format"),
        ("a.csv", TABLE, {"dry": "yes"}, "dry"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(mine: Api, name: str, data: bytes, given: Any, field: str):
    answer = hand_in(mine, data, name, **given)
    assert answer.status_code == 400
    assert field in [one["field"] for one in answer.json()["errors"]]
    assert not Import.objects.exists()


def test_a_whole_export_comes_back_over_the_api(cast: Cast, mine: Api) -> None:
    filled_article(cast)
    data = b"".join(exported(project=cast.project, fmt="jsonl", viewer=None))
    row = hand_in(mine, data, "city-desk.jsonl", dry_run="false").json()
    told = bring(mine, row)
    assert (told["error"], told["known"], told["added"]) == ("", 1, 0)


def test_an_import_handed_in_twice_with_one_key_is_one(mine: Api) -> None:
    def send() -> Any:
        file = SimpleUploadedFile("claims.csv", TABLE)
        return mine.client.post(f"/api/v1/{IMPORTS}", {"file": file}, headers={"Idempotency-Key": "night"})

    first, again = send(), send()
    assert first.json() == again.json()
    assert Import.objects.count() == 1


def test_an_import_is_cancelled_and_begun_again(mine: Api) -> None:
    row = hand_in(mine).json()
    assert mine.post(f"imports/{row['id']}/cancel").json()["state"] == "cancelled"
    assert [one["id"] for one in mine.get(IMPORTS, state="cancelled").json()["results"]] == [row["id"]]
    assert mine.post(f"imports/{row['id']}/retry").json()["state"] == "queued"


def test_files_larger_than_an_article_may_be_imported(mine: Api, settings: Any) -> None:
    settings.ARTICLE_MAX_BYTES = 1024
    large = TABLE + b"It rains,x\n" * 40_000
    assert hand_in(mine, large).status_code == 202
    for client, status in ((mine.client, 302), (Client(), 413)):  # nobody is signed in at the second
        upload = {"file": SimpleUploadedFile("claims.csv", large)}
        assert client.post("/imports/new/", upload).status_code == status
    settings.IMPORT_MAX_BYTES = 1024
    answer = hand_in(mine, large)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_a_download_goes_on_where_it_broke_off(cast: Cast, mine: Api) -> None:
    filled_article(cast)
    row = ask(mine)
    run_export(export_id=row["id"])
    url = f"/api/v1/exports/{row['id']}/file"
    whole = mine.client.get(url)
    data = whole.getvalue()
    rest = mine.client.get(url, headers={"Range": "bytes=100-", "If-Range": whole["ETag"]})
    assert (rest.status_code, data[:100] + rest.getvalue()) == (206, data)
    assert rest["Content-Range"] == f"bytes 100-{len(data) - 1}/{len(data)}"
    other = mine.client.get(url, headers={"Range": "bytes=100-", "If-Range": '"of another file"'})
    assert (other.status_code, other.getvalue()) == (200, data)
    assert mine.client.get(url, headers={"Range": f"bytes={len(data)}-"}).status_code == 416


def test_histories_are_refused_with_the_field_and_given_to_whom_nothing_is_kept_from(cast: Cast, mine: Api) -> None:
    filled_article(cast)
    for fmt in ("csv", "pack"):
        answer = mine.post(EXPORTS, {"format": fmt, "with_history": True})
        assert answer.status_code == 400
        assert [one["field"] for one in answer.json()["errors"]] == ["with_history"]
    cast.project.blind = False
    cast.project.save()
    row = ask(mine, with_history=True)
    run_export(export_id=row["id"])
    assert b'"record":"history"' in mine.get(f"exports/{row['id']}/file").getvalue()


def test_labels_are_listed_with_what_they_mean(mine: Api) -> None:
    text = "Rents rose, said Ida Berg."
    marked = json.dumps({"text": text, "label": [[0, 10, "Aussage"], [17, 25, "claim source"]]}).encode()
    row = hand_in(mine, marked, "a.jsonl", format="doccano").json()
    told = mine.get(f"imports/{row['id']}/columns").json()
    assert {one["name"]: one["means"] for one in told} == {"Aussage": "", "claim source": "source"}
