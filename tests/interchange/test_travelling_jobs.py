"""Exports and imports as work: whole or not at all, for whoever asked, and again without a difference."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from claims.formats import records_jsonl
from claims.interchange.signs import Signs, Stopped, held
from claims.models import Article, Export, Import, Mapping, Membership, Project, Role, Verdict
from claims.pipeline.bring_in import begin, open_import, run_import
from claims.pipeline.export import Gone, Incomplete, expire, file_of, key_for, open_export, run_export
from claims.pipeline.export import export as exported
from claims.pipeline.prepare import install_scales, set_role
from tests import factories
from tests.filled import filled_article

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def written(cast: Cast, by: Any, fmt: str = "jsonl") -> Export:
    row = open_export(project=cast.project, by=by, fmt=fmt, site="http://testserver")
    run_export(export_id=row.pk)
    row.refresh_from_db()
    return row


def bytes_of(row: Export) -> bytes:
    return Path(row.file.path).read_bytes()


def test_the_file_is_what_a_stream_gives_and_says_its_size_and_checksum(cast: Cast) -> None:
    filled_article(cast, claims=2)
    row = written(cast, cast.owner)
    assert (row.state, row.error) == ("succeeded", "")
    data = bytes_of(row)
    assert (row.size, row.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    pieces = exported(project=cast.project, fmt="jsonl", viewer=cast.owner, site="http://testserver")
    assert data == b"".join(pieces)
    assert row.counts == json.loads(data.splitlines()[-1])["counts"]
    assert row.done == row.total == 2
    assert not list(Path(row.file.path).parent.rglob("*.part"))


def test_a_double_click_is_one_export(cast: Cast) -> None:
    first = open_export(project=cast.project, by=cast.owner, fmt="jsonl")
    assert open_export(project=cast.project, by=cast.owner, fmt="jsonl").pk == first.pk
    assert open_export(project=cast.project, by=cast.editor, fmt="jsonl").pk != first.pk
    assert open_export(project=cast.project, by=cast.owner, fmt="json").pk != first.pk


def test_an_export_that_lacks_rows_fails_and_offers_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(**_told: Any) -> Any:
        yield b"{}\n"
        raise Incomplete("Not all was written: claim.")

    monkeypatch.setattr("claims.pipeline.export.job.export", short)
    row = written(cast, cast.owner)
    assert (row.state, row.error, row.file.name) == ("failed", "Not all was written: claim.", "")


def test_a_full_disk_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_told: Any) -> Any:
        yield b"{}\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claims.pipeline.export.job.export", full)
    row = written(cast, cast.owner)
    assert row.state == "failed"
    assert "No space left on device" in row.error


def test_a_reviewers_export_holds_nobodys_verdicts_before_their_own(cast: Cast) -> None:
    filled_article(cast)
    assert Verdict.objects.exists()
    newcomer = factories.make_user("newcomer")
    set_role(project=cast.project, user=newcomer, role=Role.REVIEWER, by=cast.owner)
    row = written(cast, newcomer)
    records = [json.loads(line) for line in bytes_of(row).splitlines()]
    assert [one for one in records if one["record"] == "claim"]
    assert not [one for one in records if one.get("verdicts")]
    direct = b"".join(exported(project=cast.project, fmt="jsonl", viewer=newcomer, site="http://testserver"))
    assert bytes_of(row) == direct


def test_the_link_opens_its_file_without_a_session_and_no_other(cast: Cast, client: Client) -> None:
    filled_article(cast)
    mine, other = written(cast, cast.viewer), written(cast, cast.owner)
    url = reverse("claims:export-file", args=[mine.pk])
    answer: Any = client.get(url, {"key": key_for(export=mine)})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == mine.sha256
    strange = client.get(reverse("claims:export-file", args=[other.pk]), {"key": key_for(export=mine)})
    assert strange.status_code == 403
    assert client.get(url).status_code == 404
    client.force_login(cast.owner)
    assert client.get(url).status_code == 404, "a file is for whoever asked for it"
    assert client.get(reverse("claims:export-detail", args=[mine.pk])).status_code == 404


def test_the_link_ends_with_the_right_and_with_the_file(cast: Cast, client: Client) -> None:
    row = written(cast, cast.viewer)
    url, key = reverse("claims:export-file", args=[row.pk]), {"key": key_for(export=row)}
    Membership.objects.filter(user=cast.viewer).delete()
    assert client.get(url, key).status_code == 410
    path = Path(row.file.path)
    Export.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert path.exists()
    assert expire() == 1
    assert not path.exists()
    assert Export.objects.get(pk=row.pk).file.name == ""


def test_a_link_runs_out(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    row = written(cast, cast.viewer)
    key = key_for(export=row)
    monkeypatch.setattr("claims.pipeline.export.handing.LINK_GOOD_FOR", timedelta(seconds=-1))
    answer = client.get(reverse("claims:export-file", args=[row.pk]), {"key": key})
    assert answer.status_code == 410
    assert "ran out" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_works_on_a_cancelled_row_is_told_to_stop(cast: Cast) -> None:
    row = open_export(project=cast.project, by=cast.owner, fmt="jsonl")
    Export.objects.claim(row.pk)
    row.refresh_from_db()
    with Signs(row) as signs:
        signs.say(7)
        assert Export.objects.get(pk=row.pk).done == 7
        Export.objects.filter(pk=row.pk).cancel()
        with pytest.raises(Stopped):
            signs.say(8)
    connection.close()


TABLE = b"Statement,Speaker\nRents rose,Ida Berg\nIt rains,\n,nobody\n"


def test_a_table_goes_from_its_columns_over_the_dry_run_into_the_project(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    upload = SimpleUploadedFile("claims.csv", TABLE)
    answer = client.post(reverse("claims:import-new"), {"file": upload, "format": ""})
    row = Import.objects.get()
    columns = reverse("claims:import-columns", args=[row.pk])
    assert answer["Location"] == columns
    assert "Rents rose" in client.get(columns).content.decode()
    twice = client.post(columns, {"column-0": "claim", "column-1": "claim"})
    assert twice.status_code == 422
    client.post(columns, {"column-0": "claim", "column-1": "source"})
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.dry_run, row.added, row.refused, row.error) == ("succeeded", True, 2, 1, "")
    assert not Article.objects.exists()
    page = client.get(reverse("claims:import-detail", args=[row.pk])).content.decode()
    assert "Bring it in" in page
    assert "It names no claim." in page
    refused: Any = client.get(reverse("claims:import-refused", args=[row.pk]))
    assert b"It names no claim." in b"".join(refused.streaming_content)
    client.post(reverse("claims:import-detail", args=[row.pk]), {"act": "bring"})
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.dry_run, row.added) == ("succeeded", False, 2)
    assert Article.objects.count() == 2
    assert Mapping.objects.get().meanings == {"Statement": "claim", "Speaker": "source"}
    begin(row=row, by=cast.owner, dry_run=False)
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.added, row.known) == (0, 2)


def test_a_cut_off_file_is_refused_as_a_whole(cast: Cast) -> None:
    install_scales()
    filled_article(cast)
    from claims.pipeline.export import stream  # noqa: PLC0415 - beside its use

    whole = b"".join(records_jsonl.dump(stream(project=cast.project)))
    cut = SimpleUploadedFile("cut.jsonl", BytesIO(whole[:-200]).getvalue())
    row = open_import(project=cast.project, by=cast.owner, upload=cut)
    assert row.format == "jsonl"
    run_import(import_id=row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.error


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_row_was_begun_anew_is_told_to_stop_though_the_attempts_are_the_same(cast: Cast) -> None:
    row = open_export(project=cast.project, by=cast.owner, fmt="jsonl")
    Export.objects.claim(row.pk)
    row.refresh_from_db()
    Export.objects.filter(pk=row.pk).cancel()
    Export.objects.filter(pk=row.pk).requeue()
    Export.objects.claim(row.pk)
    newer = Export.objects.get(pk=row.pk)
    assert newer.attempts == row.attempts == 1
    with Signs(row) as signs, pytest.raises(Stopped):
        signs.say(8)
    assert not held(row).fail(row.pk, "It was too slow.")
    with Signs(newer) as signs:
        signs.say(9)
    assert held(newer).get().done == 9
    connection.close()


def test_histories_are_refused_at_once_where_they_cannot_be_given(cast: Cast) -> None:
    filled_article(cast)
    with pytest.raises(ValidationError, match="JSON and JSON Lines"):
        open_export(project=cast.project, by=cast.owner, fmt="csv", with_history=True)
    with pytest.raises(ValidationError, match="nothing is withheld"):
        open_export(project=cast.project, by=cast.viewer, fmt="jsonl", with_history=True)
    assert not Export.objects.exists()


def test_a_file_with_histories_goes_out_of_reach_once_something_is_withheld(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(blind=False)
    cast.project.refresh_from_db()
    filled_article(cast)
    row = open_export(project=cast.project, by=cast.owner, fmt="jsonl", with_history=True)
    run_export(export_id=row.pk)
    row = Export.objects.get(pk=row.pk)
    with file_of(export=row) as file:
        assert b'"record":"history"' in file.read()
    Project.objects.filter(pk=cast.project.pk).update(blind=True)
    factories.make_claim(factories.make_article(cast.project).latest())
    with pytest.raises(Gone, match="Row histories"):
        file_of(export=Export.objects.get(pk=row.pk))


def test_a_file_written_for_an_editor_is_not_for_the_viewer_that_they_became(cast: Cast) -> None:
    row = written(cast, cast.editor)
    file_of(export=row).close()
    set_role(project=cast.project, user=cast.editor, role=Role.VIEWER, by=cast.owner)
    with pytest.raises(Gone, match="less here"):
        file_of(export=Export.objects.get(pk=row.pk))
    again = written(cast, cast.editor)
    assert again.pk != row.pk
    file_of(export=again).close()
