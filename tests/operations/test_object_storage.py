"""Files in object storage: handed in, archived, written, backed up and restored, over S3 spoken on this machine."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone
from moto.server import ThreadedMotoServer

from claims.management import checkup
from claims.models import Export, Import, Intake
from claims.pipeline import capture, read
from claims.pipeline.bring_in import open_import, refusals, run_import
from claims.pipeline.bring_in.job import ROWS_KEPT
from claims.pipeline.export import expire, open_export, run_export
from factcheck import files
from factcheck.failing import server_error
from tests import factories
from tests.filled import filled_article
from tests.operations.installation import Installation
from tests.operations.running import kill_all
from tests.pipeline import web as web_pages
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")


class Store(NamedTuple):
    """A bucket and the variables that name it."""

    bucket: Any
    variables: dict[str, str]

    def names(self) -> list[str]:
        """Of all objects in it."""
        return sorted(one.key for one in self.bucket.objects.all())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that speaks S3; its address."""
    served = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    yield f"http://{host}:{port}"
    served.stop()


@pytest.fixture
def store(server: str) -> Store:
    """An empty bucket."""
    name = f"desk-{uuid4().hex[:12]}"
    variables = {
        "FILES_BUCKET": name,
        "FILES_ENDPOINT": server,
        "FILES_REGION": "us-east-1",
        "FILES_KEY": "somebody",
        "FILES_SECRET": "secret",
        "FILES_PREFIX": "/claims/",
    }
    given = {"endpoint_url": server, "aws_access_key_id": "somebody", "aws_secret_access_key": "secret"}
    return Store(boto3.resource("s3", region_name="us-east-1", **given).create_bucket(Bucket=name), variables)


@pytest.fixture
def used(store: Store, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The bucket, where this process keeps its files."""
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = {**settings.STORAGES, "default": files.storage()}
    return store


def test_what_is_handed_in_is_read_from_the_bucket(used: Store, cast: Cast) -> None:
    upload = SimpleUploadedFile("Prices.txt", b"Prices rose by 4 percent in May, the office said.")
    intake = read.open_intake(project=cast.project, by=cast.reviewer, upload=upload)
    [name] = used.names()
    assert name.startswith("claims/intakes/")
    read.read_intake(intake_id=intake.pk)
    assert Intake.objects.get().text == "Prices rose by 4 percent in May, the office said."


def test_two_files_of_one_name_stay_two(used: Store) -> None:
    field = Intake._meta.get_field("upload")
    names = {field.generate_filename(None, "story.txt") for _ in range(20)}  # type: ignore[attr-defined]
    assert len(names) == 20
    assert all(name.startswith("intakes/") and name.endswith("-story.txt") for name in names)


def test_an_archived_copy_is_kept_and_handed_out(used: Store, cast: Cast, settings: Any, client: Client) -> None:
    with web_pages.serving() as web:
        settings.FETCH_ALLOW_PRIVATE = [web.host]
        web.pages["/story"] = (200, "text/html; charset=utf-8", b"<html><body><p>It rained.</p></body></html>")
        document = factories.make_document(cast.project, url=web.url("/story"))
        row = capture.keep_copy(document=document, by=cast.reviewer)
        capture.run_capture(capture_id=row.pk)
    row.refresh_from_db()
    [name] = used.names()
    kept = used.bucket.Object(name).get()
    data = kept["Body"].read()
    assert (row.state, row.sha256) == ("succeeded", hashlib.sha256(data).hexdigest())
    assert b"It rained." in capture.archived_page(capture=row).body
    assert (kept["ContentType"], kept["ContentDisposition"]) == ("application/octet-stream", "attachment")
    assert "ContentEncoding" not in kept
    client.force_login(cast.viewer)
    answer = client.get(f"/api/v1/captures/{row.pk}/warc")
    assert b"".join(answer) == data  # through the workbench, which asks who it is
    client.force_login(cast.outsider)
    assert client.get(f"/api/v1/captures/{row.pk}/warc").status_code == 404


def test_an_export_is_written_handed_out_in_parts_and_goes(used: Store, cast: Cast, client: Client) -> None:
    filled_article(cast, claims=2)
    row = open_export(project=cast.project, by=cast.owner, fmt="jsonl", site="http://testserver")
    run_export(export_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == ("succeeded", "")
    client.force_login(cast.owner)
    address = f"/api/v1/exports/{row.pk}/file"
    whole = b"".join(client.get(address))
    assert (len(whole), hashlib.sha256(whole).hexdigest()) == (row.size, row.sha256)
    part = client.get(address, headers={"Range": "bytes=100-199"})
    assert (part.status_code, b"".join(part)) == (206, whole[100:200])
    assert any("exports/" in name for name in used.names())
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert expire() == 1
    assert not any("exports/" in name for name in used.names())
    assert client.get(address).status_code == 410


def test_an_import_is_read_and_all_that_was_refused_is_kept(used: Store, cast: Cast) -> None:
    lines = "\n".join(["claim,rating", *(f"It rains {number},=1+1" for number in range(ROWS_KEPT + 5))])
    upload = SimpleUploadedFile("claims.csv", lines.encode())
    row = open_import(project=cast.project, by=cast.owner, upload=upload, options={"map": {"claim": "claim"}})
    run_import(import_id=row.pk)
    row = Import.objects.get(pk=row.pk)
    assert (row.state, row.error) == ("succeeded", "")
    assert (row.refused, len(list(refusals(row=row)))) == (ROWS_KEPT + 5, ROWS_KEPT + 5)
    assert f"claims/imports/refused/{row.pk}.jsonl" in used.names()


def test_a_file_that_is_gone_is_not_found(used: Store) -> None:
    with pytest.raises(FileNotFoundError):
        default_storage.open("captures/gone.warc.gz", "rb")


def test_the_doctor_tries_the_bucket(used: Store) -> None:
    [found] = checkup.files()
    assert (found.todo, used.names()) == ("", [])
    used.bucket.delete()
    [wrong] = [one for one in checkup.examine() if one.what == "The files"]
    assert "NoSuchBucket" in wrong.todo


@pytest.mark.parametrize("path", ["/", "/api/v1/captures"])
def test_a_bucket_that_is_away_is_answered_503(
    store: Store, settings: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for name, value in {**store.variables, "FILES_ENDPOINT": f"http://127.0.0.1:{free_port()}"}.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = {**settings.STORAGES, "default": files.storage()}
    try:
        default_storage.open("captures/one.warc.gz", "rb")
    except Exception:
        answer = server_error(RequestFactory().get(path))
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_links_into_the_bucket_are_signed_and_short(used: Store) -> None:
    name = default_storage.save("captures/one.warc.gz", ContentFile(b"data"))
    assert name == "captures/one.warc.gz"
    link = default_storage.url(name)
    assert "X-Amz-Signature=" in link
    assert "X-Amz-Expires=60" in link


def test_a_backup_of_one_bucket_fills_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(tempfile.mkdtemp(prefix="claims-"))
    source, target = (Installation(home / name / "var", outside=False) for name in ("a", "b"))
    there, here = store.variables, {**store.variables, "FILES_PREFIX": "restored"}
    try:
        for name, value in there.items():
            monkeypatch.setenv(name, value)
        source.act("fill")
        done = source.manage("backup", home / "backup.zip")
        assert done.returncode == 0, done.stderr
        done = target.manage("restore", home / "backup.zip", "--verify", **here)
        assert done.returncode == 0, done.stderr
    finally:
        for each in (source, target):
            kill_all(each.var)
            each.server.stop()
        shutil.rmtree(home)
    assert not list(home.rglob("*.gz"))
    first, second = ([name for name in store.names() if name.startswith(part)] for part in ("claims/", "restored/"))
    assert [name.removeprefix("claims/") for name in first] == [name.removeprefix("restored/") for name in second]
    assert len(first) == 1
    data = [BytesIO(store.bucket.Object(name).get()["Body"].read()).getvalue() for name in (first[0], second[0])]
    assert data[0] == data[1]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"FILES_ENDPOINT": "s3.example"}, "FILES_ENDPOINT"),
        ({"FILES_SECRET": ""}, "FILES_SECRET"),
    ],
)
def test_what_is_wrong_stops_the_start(
    store: Store, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], named: str
) -> None:
    for name, value in {**store.variables, **changed}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=named):
        files.storage()


def test_missing_packages_stop_the_start(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(files, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="make setup-s3"):
        files.storage()


def test_without_a_bucket_files_lie_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FILES_BUCKET", raising=False)
    assert files.storage() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
