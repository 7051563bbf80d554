"""Tables as text (CSV and its kin): which sign parts the columns, what they are called, and the rows.

What is too long or too much is not held. ``GUESSES`` say what a column is by how it is called.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from claims.formats.records_reading import Broken

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_LETTERS = 4 * 1024 * 1024
"""Of one line, and of one cell."""

SIGNS = ",;\t|"

MEANINGS = (
    "claim", "quote", "start", "end", "article", "title", "text", "url", "publisher", "byline", "published",
    "language", "source", "rating", "finding", "rationale", "person", "judged_at", "evidence_url",
    "evidence_title", "evidence_quote", "stance", "ignore",
)  # fmt: skip
"""What a column can be."""

_CALLED: Mapping[str, Sequence[str]] = {
    "claim": ("claim_text", "statement", "wording", "claims"),
    "quote": ("quotation", "span", "content"),
    "start": ("start_offset", "begin", "from"),
    "end": ("end_offset", "stop", "to"),
    "article": ("article_id", "document_id", "doc_id"),
    "title": ("article_title", "headline"),
    "text": ("article_text", "full_text", "body"),
    "url": ("article_url", "link", "address"),
    "publisher": ("outlet", "site", "article_publisher"),
    "byline": ("author", "authors"),
    "published": ("published_at", "article_published", "article_published_at", "date", "publication_date"),
    "language": ("lang", "article_language"),
    "source": ("speaker", "claimant", "sources", "who", "source_name"),
    "rating": ("verdict", "label", "verdict_rating", "rating_slug"),
    "finding": ("attribution_finding", "verdict_finding"),
    "rationale": ("reason", "justification", "explanation", "verdict_rationale"),
    "person": ("reviewer", "annotator", "by", "judged_by", "verdict_by"),
    "judged_at": ("verdict_at", "reviewed_at", "given_at"),
    "evidence_url": ("evidence_link", "source_url"),
    "evidence_title": (),
    "evidence_quote": ("evidence_text",),
    "stance": ("evidence_stance",),
}
GUESSES = {name: meaning for meaning, names in _CALLED.items() for name in (meaning, *names)}
_UNFIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, by column; ``line`` is where it begins, from 1. ``why`` says what is wrong with it."""

    line: int
    cells: Mapping[str, str]
    why: str = ""


def columns(text: TextIO) -> list[str]:
    """What the columns are called, each once. Raises Broken."""
    return _header(_Lines(text))[0]


def guessed(names: Sequence[str]) -> dict[str, str]:
    """What each column is by its name, as far as that is clear; no two are the same."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda one: _plain(one) not in _CALLED):
        meaning = GUESSES.get(_plain(name))
        if meaning and meaning not in found.values():
            found[name] = meaning
    return found


def rows(text: TextIO) -> Iterator[Row]:
    """The rows below the first line, without blank ones. Raises Broken."""
    lines = _Lines(text)
    names, reader = _header(lines)
    number = 0
    while True:
        begun = lines.number + 1
        try:
            cells = next(reader, None)
        except (csv.Error, UnicodeError) as error:
            raise Broken(f"Line {begun} is not part of a table: {error}.") from None
        if cells is None:
            return
        if not any(map(str.strip, cells)):
            continue
        number += 1
        if number > MOST_ROWS:
            raise Broken(f"The table has more than {MOST_ROWS} rows; take it apart (line {begun}).")
        yield _row(begun, names, cells)


def _row(line: int, names: list[str], cells: list[str]) -> Row:
    found = dict(zip(names, cells, strict=False))
    if len(cells) > len(names) and any(cells[len(names) :]):
        return Row(line, found, f"It has {len(cells)} cells; there are {len(names)} columns.")
    if any("\0" in cell for cell in cells):
        return Row(line, found, "It holds a NUL character, which no database can keep.")
    return Row(line, found)


def _header(lines: _Lines) -> tuple[list[str], Iterator[list[str]]]:
    csv.field_size_limit(MOST_LETTERS)
    try:
        first = lines.peek()
        sign = max(SIGNS, key=first.count)
        reader = csv.reader(lines, delimiter=sign, strict=True)
        names = next(reader, [])
    except (csv.Error, UnicodeError) as error:
        raise Broken(f"This is no table: {error}.") from None
    if not any(map(str.strip, names)) or len(names) > MOST_COLUMNS:
        raise Broken(f"This is no table with names of columns in its first line, at most {MOST_COLUMNS} of them.")
    return _named(names), reader


def _named(names: list[str]) -> list[str]:
    met: Counter[str] = Counter()
    found = []
    for place, name in enumerate(names, start=1):
        shown = name.strip() or f"column {place}"
        met[shown] += 1
        found.append(shown if met[shown] == 1 else f"{shown} ({met[shown]})")
    return found


def _plain(name: str) -> str:
    return _UNFIT.sub("_", name.casefold()).strip("_")


class _Lines:
    """The lines of a text, none too long; ``number`` is that of the last one given out."""

    def __init__(self, text: TextIO) -> None:
        self._text, self.number = text, 0
        self._first: str | None = None

    def peek(self) -> str:
        """The first line."""
        if self._first is None:
            self._first = self._read()
        return self._first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._first = self._first if self._first is not None else self._read(), None
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def _read(self) -> str:
        line = self._text.readline(MOST_LETTERS + 1)
        if len(line) > MOST_LETTERS:
            raise Broken(f"Line {self.number + 1} is longer than {MOST_LETTERS} characters.")
        return line
