"""A replication pack: all that somebody needs to follow, or to repeat, how claims were judged, as one zip archive.

The records are read once and put down as JSON Lines in a temporary file; everything else is made from that file, so
that all parts tell of one moment and none is held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO, Any

import orjson

from claims.formats import claims_csv, records_jsonl
from claims.formats.format import About, Copied, Format, Record
from claims.formats.pack_papers import guideline_files, readme, scale_files
from claims.formats.published import schema
from claims.formats.table_csv import stream_table
from claims.formats.zip_stream import ZipStream

NAME, VERSION = "claim-workbench/replication-pack", 1
EXPORT = "export.jsonl"
DOCUMENT_COLUMNS = (
    "document_id", "kind", "title", "url", "publisher", "published_at", "retrieved_at", "sha256", "text_file",
)  # fmt: skip
COPY_COLUMNS = ("document_id", "url", "captured_at", "file", "sha256", "state")
IDS_AT_ONCE = 500
BYTES_AT_ONCE = 1024 * 1024

Rows = list[dict[str, Any]]


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The archive in pieces; the manifest is its last file."""
    pack, copies, grades = ZipStream(), list[Copied](), dict[str, str]()
    with TemporaryFile() as spool:
        for piece in records_jsonl.dump(_graded(_watched(records, about, copies), about, grades)):
            spool.write(piece)
        about = replace(about, grades=lambda _claims: grades)
        facts = _facts(spool)
        yield from pack.add("README.md", [readme(facts).encode()])
        yield from pack.add(EXPORT, _bytes(spool))
        yield from pack.add("claims.csv", claims_csv.dump_claims(_records(spool), about))
        yield from pack.add("verdicts.csv", claims_csv.dump_verdicts(_records(spool), about))
        yield from _papers(pack, spool)
    yield from _copies(pack, copies)
    manifest = {
        **facts,
        "files": [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in pack.filed],
    }
    yield from pack.add("manifest.json", [_json(manifest)])
    yield from pack.close()


def _watched(records: Iterable[Record], about: About, copies: list[Copied]) -> Iterator[Record]:
    """The same; on the way, while the database is still seen at that moment, the copies of documents are noted."""
    ids: list[str] = []
    for record in records:
        if record["record"] == "document" and not record["deleted_at"]:
            ids.append(record["id"])
        if len(ids) >= IDS_AT_ONCE or (ids and record["record"] != "document"):
            copies.extend(about.copies(ids))
            ids = []
        yield record


def _graded(records: Iterable[Record], about: About, grades: dict[str, str]) -> Iterator[Record]:
    """The same; ``grades`` has the claims' by id, as they were at that moment."""
    ids: list[str] = []
    for record in records:
        if record["record"] == "claim":
            ids.append(record["id"])
        if len(ids) >= IDS_AT_ONCE or (ids and record["record"] == "end"):
            grades.update(about.grades(ids))
            ids = []
        yield record


def _facts(spool: IO[bytes]) -> dict[str, Any]:
    """What the manifest says beside the list of files."""
    header: Record = {}
    project: Record = {}
    end: Record = {}
    for line in _lines(spool):
        if line.startswith(b'{"record":"claim"'):
            continue
        record = orjson.loads(line)
        kind = record["record"]
        header = record if kind == "export" else header
        project = record if kind == "project" else project
        end = record if kind == "end" else end
    return {
        "format": NAME,
        "version": VERSION,
        "project": project.get("name", ""),
        "export": {"format": header["format"], "version": header["version"]},
        "complete": header.get("complete", False),
        "withheld": header.get("withheld", []),
        "chosen": header.get("chosen", {}),
        "counts": end["counts"],
    }


def _papers(pack: ZipStream, spool: IO[bytes]) -> Iterator[bytes]:
    """What people read beside the claims: scales, guidelines, and the documents with a list of them."""
    listed: Rows = []
    for record in _before_articles(spool):
        if record["record"] == "scale":
            for name, words in scale_files(record):
                yield from pack.add(name, [words.encode()])
        elif record["record"] == "project":
            for name, words in guideline_files(record):
                yield from pack.add(name, [words.encode()])
        elif record["record"] == "document":
            row = {name: record.get(name) for name in DOCUMENT_COLUMNS[1:-1]}
            listed.append(row | {"document_id": record["id"], "text_file": _text_file(record)})
            if record["text"]:
                yield from pack.add(_text_file(record), [record["text"].encode()])
    yield from pack.add("documents.csv", stream_table(DOCUMENT_COLUMNS, listed))
    yield from pack.add("schema/export-2.json", [schema(records_jsonl.VERSION)])


def _text_file(document: Record) -> str:
    return f"documents/{document['id']}.txt" if document["text"] else ""


def _copies(pack: ZipStream, copies: list[Copied]) -> Iterator[bytes]:
    """The WARC files, and a list that says of each whether it is as it was kept."""
    listed: Rows = []
    for number, one in enumerate(copies, start=1):
        path = f"copies/{one.document}/{number:06}.warc.gz"
        row = {"document_id": one.document, "url": one.url, "captured_at": one.captured_at, "sha256": one.sha256}
        try:
            pieces = one.read()
            first = next(pieces, b"")
        except OSError:
            listed.append(row | {"state": "missing"})
            continue
        yield from pack.add(path, _with(first, pieces), packed=False)
        same = pack.filed[-1].sha256 == one.sha256
        listed.append(row | {"file": path, "state": "as kept" if same else "changed since"})
    yield from pack.add("copies.csv", stream_table(COPY_COLUMNS, listed))


def _with(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _records(spool: IO[bytes]) -> Iterator[Record]:
    return (orjson.loads(line) for line in _lines(spool))


def _before_articles(spool: IO[bytes]) -> Iterator[Record]:
    for record in _records(spool):
        if record["record"] == "article":
            return
        yield record


def _lines(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    yield from spool


def _bytes(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    while piece := spool.read(BYTES_AT_ONCE):
        yield piece


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


FORMAT = Format(
    slug="pack",
    label="Replication pack",
    means="For whoever wants to repeat the work: the export with texts, archived copies, guidelines and scales.",
    media_type="application/zip",
    suffix=".pack.zip",
    dump=dump,
)
