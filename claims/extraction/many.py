"""Many documents in one file: one JSON object a line, or files in a zip archive.

A line is an object with ``text``, ``title``, ``url``, ``publisher`` and ``published_at`` (a day or a time as in
ISO 8601); ``text`` or ``url`` must be there. An archive holds txt, html, docx and pdf files, and may hold a
``manifest.jsonl`` whose lines are such objects with the ``file`` that they tell of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import IO, Any

from claims.extraction.archive import Archive
from claims.extraction.dates import BadDate, day
from claims.extraction.dispatch import read
from claims.extraction.linked_data import BadJson, load, plain
from claims.extraction.refusal import Refusal
from claims.extraction.result import Unreadable

MANIFEST = "manifest.jsonl"
_LONGEST = {"title": 300, "url": 2000, "publisher": 200}


@dataclass(frozen=True, slots=True)
class Told:
    """One document as it was handed in: its text, or only the address that has it. ``number`` counts from 1."""

    number: int
    title: str = ""
    text: str = ""
    url: str = ""
    publisher: str = ""
    published_at: date | None = None
    page_starts: tuple[int, ...] = ()
    name: str = ""


class BadLine(ValueError):
    """A line that tells of no document; the message says why."""


def read_lines(file: IO[bytes], *, longest: int) -> Iterator[Told | Refusal]:
    """The documents of a JSONL file, by number of their line; blank lines count and are passed over.

    A line of more than ``longest`` bytes is refused without being read whole.
    """
    for number, raw in _lines(file, longest):
        if raw is None:
            yield Refusal(number, f"This line is longer than {longest // 1_000_000} MB.")
        elif raw.strip():
            try:
                yield told(raw, number=number)
            except BadLine as error:
                yield Refusal(number, str(error))


def _lines(file: IO[bytes], longest: int) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while raw := file.readline(longest + 1):
        number += 1
        whole = raw
        while len(raw) > longest and not raw.endswith(b"\n"):
            raw = file.readline(longest + 1)
        yield number, whole if whole is raw else None


def told(raw: bytes, *, number: int) -> Told:
    """The document of one line; raises BadLine."""
    found = _fields(_value(raw), number)
    if not found.text.strip() and not found.url:
        raise BadLine("There is neither a text nor an address in this line.")
    return found


def _value(raw: bytes) -> dict[str, Any]:
    try:
        value = load(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine("This line is not UTF-8.") from error
    except BadJson as error:
        raise BadLine(f"This line cannot be read: {error}.") from error
    if not isinstance(value, dict):
        raise BadLine("This line holds no object.")
    found: dict[str, Any] = plain(value)
    return found


def _fields(value: dict[str, Any], number: int) -> Told:
    fields: dict[str, Any] = {name: _words(value, name) for name in _LONGEST}
    if fields["url"] and not fields["url"].startswith(("http://", "https://")):
        raise BadLine("Its url is not a web address: it must begin with http:// or https://.")
    try:
        published = day(_words(value, "published_at"))
    except BadDate as error:
        raise BadLine(f"Its published_at is no date: {error}.") from error
    text = _words(value, "text", strip=False)
    name = _words(value, "file") or fields["title"] or fields["url"]
    return Told(number, text=text, published_at=published, name=name[:200], **fields)


def _words(value: dict[str, Any], name: str, *, strip: bool = True) -> str:
    given = value.get(name)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise BadLine(f"Its {name} is not a text.")
    given = " ".join(given.split()) if strip else given
    if name == "url" and len(given) > _LONGEST["url"]:
        raise BadLine("Its url is longer than 2,000 characters.")
    return given[: _LONGEST.get(name)]


def read_archive(file: IO[bytes], *, largest: int, skip: int = 0) -> tuple[int, Iterator[Told | Refusal]]:
    """How many files an archive holds, and the documents in them, in its order, from the one after ``skip``.

    ``largest`` is the most bytes that one file may unpack to. Raises Unreadable for what is no archive, or one that
    is not safe to read.
    """
    archive = Archive(file)
    known = _manifest(archive, largest)
    members = [name for name in archive.names if name != MANIFEST]
    return len(members), (
        _member(archive, name, number, known.get(name, Told(number)), largest)
        for number, name in enumerate(members, 1)
        if number > skip
    )


def _manifest(archive: Archive, largest: int) -> dict[str, Told]:
    if MANIFEST not in archive.names:
        return {}
    known = {}
    for number, raw in enumerate(archive.read(MANIFEST, largest).splitlines(), 1):
        try:
            value = _value(raw) if raw.strip() else {}
            if isinstance(name := value.get("file"), str):
                known[name] = _fields(value, number)
        except BadLine as error:
            raise Unreadable(f"Line {number} of {MANIFEST} cannot be used. {error}") from error
    return known


def _member(archive: Archive, name: str, number: int, known: Told, largest: int) -> Told | Refusal:
    try:
        found = read(archive.read(name, largest), filename=name)
    except Unreadable as error:
        return Refusal(number, str(error), name[:200])
    except Exception as error:  # one file must not end the reading of all
        return Refusal(number, f"This file cannot be read ({type(error).__name__}).", name[:200])
    return replace(
        known,
        number=number,
        text=found.text,
        title=known.title or found.title[:300] or PurePosixPath(name).name[:300],
        publisher=known.publisher or found.publisher[:200],
        published_at=known.published_at or found.published_at,
        page_starts=found.page_starts,
        name=name[:200],
    )
