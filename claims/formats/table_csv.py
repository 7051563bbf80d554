"""Tables as comma-separated values (RFC 4180) in UTF-8, for spreadsheets.

No byte order mark: programs would take it for a part of the first name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

ROWS_AT_ONCE = 500
_FORMULA = re.compile(r"""[\s"'\ufeff\u200b-\u200f\u2060]*[=+@\-\uff1d\uff0b\uff20\uff0d]|[\t\r]""")


def write_table(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A line of names, then a line a row; what a row lacks is empty. Floats have six decimals.

    Words that a spreadsheet would take for a formula get an apostrophe in front.
    """
    return b"".join(stream_table(names, rows))


def stream_table(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The same in pieces of some rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(row.get(name)) for name in names])
        if number % ROWS_AT_ONCE == 0:
            yield _taken(out)
    yield _taken(out)


def defused(text: str) -> str:
    """The words with an apostrophe in front where a spreadsheet would reckon with them.

    Blanks, quotation marks and signs without a width may stand before what begins a formula.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _taken(out: io.StringIO) -> bytes:
    piece = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return piece


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}"
    return defused(value) if isinstance(value, str) else str(value)
