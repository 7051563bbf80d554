"""Our own JSON document: its records go the way of JSON Lines."""

from __future__ import annotations

import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO, cast

from claims.formats import records_document, records_jsonl
from claims.formats.records_reading import Broken
from claims.models import Project, User
from claims.pipeline.bring_in import run
from claims.pipeline.bring_in.report import Report

IN_MEMORY = 8 * 1024 * 1024
_ID = re.compile(rb'"id"\s*:\s*"([0-9a-f-]{36})"')


def bring_in_document(
    *,
    file: BinaryIO,
    project: Project | None,
    by: User | None,
    dry_run: bool,
    told: Callable[[int], None] | None,
) -> Report:
    """Bring a whole document in, like JSON Lines; lines in the report are those of the document. Raises Broken.

    ``told`` hears of the first half of the bytes while the document is taken apart, of the second while its records
    go in.
    """
    ids: dict[int, str] = {}
    half = file.seek(0, io.SEEK_END) // 2
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as lines:
        for piece in records_jsonl.dump(_noted(_counted(records_document.records(file)), ids)):
            lines.write(piece)
            if told:
                told(file.tell() // 2)
        second = _second(told, half, lines.tell()) if told else None
        as_file = cast("BinaryIO", lines)
        report = run.bring_in(file=as_file, project=project, by=by, dry_run=dry_run, told=second)
    if report.refused:
        _say_lines(report, file, ids)
    return report


def _second(told: Callable[[int], None], half: int, size: int) -> Callable[[int], None]:
    """``told`` for the second half: so many of ``size`` bytes of JSON Lines are in."""
    return lambda at: told(half + half * at // max(size, 1))


def _counted(records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same, held against what ``end`` says there is of each place, for want of a checksum. Raises Broken."""
    there: Counter[str] = Counter()
    for record in records:
        if record["record"] == "end":
            _compare(record.get("counts"), there)
        else:
            _count(there, record["record"], record)
        yield record


def _count(there: Counter[str], place: str, values: dict[str, Any]) -> None:
    there[place] += 1
    for name, value in values.items():
        for below in value if isinstance(value, list) else ():
            if isinstance(below, dict):
                _count(there, f"{place}.{name}", below)
            else:
                there[f"{place}.{name}"] += 1


def _compare(counts: Any, there: Counter[str]) -> None:
    if not isinstance(counts, dict):
        raise Broken("The document does not say how much it holds.")
    for place, number in counts.items():
        if there[place] != number:
            raise Broken(f"The document says that it holds {number} of “{place[:80]}”; there are {there[place]}.")


def _noted(records: Iterator[dict[str, Any]], ids: dict[int, str]) -> Iterator[dict[str, Any]]:
    """The same; ``ids`` keeps which article stands in which line of JSON Lines."""
    for number, record in enumerate(records, start=1):
        if record["record"] == "article":
            ids[number] = str(record.get("id"))
        yield record


def _say_lines(report: Report, file: IO[bytes], ids: dict[int, str]) -> None:
    wanted = {ids[line]: line for line, _title, _why in report.refused if line in ids}
    found: dict[int, int] = {}
    file.seek(0)
    for number, line in enumerate(file, start=1):
        for match in _ID.finditer(line):
            if at := wanted.pop(match[1].decode(), None):
                found[at] = number
    report.refused = [(found.get(line, 0), title, why) for line, title, why in report.refused]
