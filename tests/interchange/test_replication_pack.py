"""The replication pack: every file as its manifest says, and the same project out of it again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from claims.formats.zip_stream import ZipStream
from claims.models import Capture, Document, Guideline, Project, Verdict
from claims.pipeline.bring_in import bring_in
from claims.pipeline.export import export
from tests import factories
from tests.interchange.test_bring_in import empty
from tests.interchange.test_stream import filled, written

if TYPE_CHECKING:
    from claims.models import User
    from tests.conftest import Cast

WARC = b"\x1f\x8bnot quite a WARC, but as it was kept"


@pytest.fixture(autouse=True)
def _own_media(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def packed(project: Project, viewer: User | None = None) -> bytes:
    return b"".join(export(project=project, fmt="pack", viewer=viewer))


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig"), newline="")))


def kept(document: Document, data: bytes = WARC, sha256: str = "") -> Capture:
    """A copy of a document's page."""
    return Capture.objects.create(
        document=document,
        url="https://office.example/prices",
        captured_at=timezone.now(),
        started_at=timezone.now(),
        finished_at=timezone.now(),
        state="succeeded",
        sha256=sha256 or hashlib.sha256(data).hexdigest(),
        size=len(data),
        file=ContentFile(data, "copy.warc.gz"),
    )


@pytest.mark.django_db
def test_every_file_is_as_the_manifest_says(cast: Cast) -> None:
    filled(cast)
    Capture.objects.all().delete()
    kept(Document.objects.exclude(text="").first() or Document.objects.get())
    pack = opened(packed(cast.project))
    assert pack.testzip() is None
    manifest = json.loads(pack.read("manifest.json"))
    listed = {one["path"]: (one["size"], one["sha256"]) for one in manifest["files"]}
    there = {name: pack.read(name) for name in pack.namelist() if name != "manifest.json"}
    assert listed == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in there.items()}
    assert manifest["counts"]["claim.verdicts"] == Verdict.objects.count()
    assert manifest["complete"] is True
    assert len(table(pack, "verdicts.csv")) == Verdict.objects.count()
    for row in table(pack, "documents.csv"):
        document = Document.objects.get(pk=row["document_id"])
        assert (pack.read(row["text_file"]).decode() if row["text_file"] else "") == document.text
    assert {"README.md", "schema/export-2.json", "claims.csv", "scales/truth-1.md"} <= set(there)


@pytest.mark.django_db
def test_the_same_data_give_the_same_bytes(cast: Cast) -> None:
    filled(cast)
    assert packed(cast.project) == packed(cast.project)


@pytest.mark.django_db
def test_its_records_make_the_project_again(cast: Cast) -> None:
    filled(cast)
    data = opened(packed(cast.project)).read("export.jsonl")
    assert data == written(cast)
    empty()
    report = bring_in(file=io.BytesIO(data))
    assert report.refused == []
    assert opened(packed(Project.objects.get())).read("export.jsonl") == data


@pytest.mark.django_db
def test_a_copy_that_is_gone_or_changed_is_told(cast: Cast) -> None:
    document = factories.make_document(cast.project, title="Prices")
    whole, changed, gone = kept(document), kept(document, sha256="0" * 64), kept(document)
    gone.file.storage.delete(gone.file.name)
    pack = opened(packed(cast.project))
    rows = table(pack, "copies.csv")
    assert [row["state"] for row in rows] == ["as kept", "changed since", "missing"]
    assert pack.read(rows[0]["file"]) == WARC
    assert rows[0]["sha256"] == whole.sha256
    assert rows[1]["sha256"] == changed.sha256
    assert rows[2]["file"] == ""


@pytest.mark.django_db
def test_a_reader_gets_no_verdicts_that_blind_review_keeps_back(cast: Cast) -> None:
    filled(cast)
    pack = opened(packed(cast.project, cast.viewer))
    assert table(pack, "verdicts.csv") == []
    assert json.loads(pack.read("manifest.json"))["complete"] is False
    assert "Review is blind" in pack.read("README.md").decode()
    everything = b"".join(pack.read(name) for name in pack.namelist())
    assert b"second_reviewer" not in everything
    assert cast.second_reviewer.label.encode() not in everything


@pytest.mark.django_db
def test_guidelines_stand_there_by_version(cast: Cast) -> None:
    Guideline.objects.create(project=cast.project, number=1, text="# Be fair\n", by=cast.editor)
    Guideline.objects.create(project=cast.project, number=2, text="# Be fair, <b>always</b>\n", by=cast.editor)
    pack = opened(packed(cast.project))
    assert pack.read("guidelines/0002.md") == b"# Be fair, <b>always</b>\n"
    assert pack.read("guidelines/0001.md") == b"# Be fair\n"


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../b", "a//b", ".hidden", "C:\\x", "a\nb", ""])
def test_a_name_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no safe name"):
        list(ZipStream().add(path, [b"x"]))
