"""The items of a JSON file one by one: of an array, of JSON Lines, or of objects one after another.

Each is cut out by its brackets and read by itself, so that what is broken in one spoils no other and its line is
known. What is too long or too deep is not held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

from claims.formats.incoming import Refusal
from claims.formats.records_reading import Broken

MOST_BYTES = 16 * 1024 * 1024
"""Of one item; an article has a tenth of that."""

MOST_DEPTH = 64
PIECE = 256 * 1024
BOM = b"\xef\xbb\xbf"

_SIGNS = re.compile(rb'["\\\[\]{},\n]')
_BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Item:
    """One value, and the line on which it begins, from 1."""

    line: int
    value: Any


def items(file: BinaryIO) -> Iterator[Item | Refusal]:
    """All items in their order. Raises Broken where the file is none, or ends or goes on where it must not."""
    file.seek(0)
    head = file.read(PIECE)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise Broken("This is not JSON in UTF-8.")
    start = len(BOM) if head.startswith(BOM) else 0
    first = head[start:].lstrip(_BLANK)[:1]
    if first not in (b"[", b"{"):
        raise Broken("This is no JSON with a list of objects: it begins with neither “[” nor “{”.")
    file.seek(start)
    if first == b"{" and _is_json(head[start:].lstrip(_BLANK).split(b"\n", 1)[0]):
        return _lines(file)
    return map(_read, _cut(file, base=1 if first == b"[" else 0))


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return len(line) >= PIECE - 16  # the first line is longer than what was looked at
    return True


def _lines(file: BinaryIO) -> Iterator[Item | Refusal]:
    number = 0
    while line := file.readline(MOST_BYTES + 1):
        number += 1
        if len(line) > MOST_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(PIECE)
            yield Refusal(number, "", _too_long())
        elif line.strip():
            yield _read((number, line))


def _read(cut: tuple[int, bytes] | Refusal) -> Item | Refusal:
    if isinstance(cut, Refusal):
        return cut
    line, raw = cut
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return Refusal(line, "", f"This is not JSON: {error.msg}.")
    if why := _unfit(value):
        return Refusal(line, "", why)
    return Item(line, value)


def _unfit(value: Any) -> str:
    """Why no database can keep it; empty where it can."""
    layer = [value]
    for _depth in range(MOST_DEPTH):
        below: list[Any] = []
        for one in layer:
            if isinstance(one, dict):
                below += one.keys()
                below += one.values()
            elif isinstance(one, list):
                below += one
            elif isinstance(one, str) and "\0" in one:
                return "It holds a NUL character, which no database can keep."
        if not below:
            return ""
        layer = below
    return _too_deep()


def _too_long() -> str:
    return f"It is longer than {MOST_BYTES // (1024 * 1024)} MB."


def _too_deep() -> str:
    return f"It has more than {MOST_DEPTH} brackets inside each other."


class _Scanner:
    """Where in a JSON text one stands: how deep, and whether inside quotation marks."""

    def __init__(self, base: int) -> None:
        self.base, self.depth, self.line, self.quoted, self.ended = base, 0, 1, False, False
        self.skip = -1  # the place after a backslash
        self.begun: int | None = None
        self.held: list[bytes] = []
        self.size = 0

    def piece(self, data: bytes, at: int) -> Iterator[tuple[int, bytes] | Refusal]:
        """The items that end in ``data``, which stands at ``at`` in the file."""
        kept = 0
        for found in _SIGNS.finditer(data):
            sign, place = data[found.start()], found.start()
            if sign == 0x0A:
                self.line += 1
            if self.quoted:
                self._inside(sign, at + place)
                continue
            over = self._outside(sign)
            if over is None:
                continue
            self._hold(data[kept : place + (1 if over == "}" else 0)])
            kept = place + 1
            if one := self._whole():
                yield one
        self._hold(data[kept:])

    def _inside(self, sign: int, place: int) -> None:
        if place == self.skip:
            return
        if sign == 0x5C:
            self.skip = place + 1
        elif sign == 0x22:
            self.quoted = False

    def _outside(self, sign: int) -> str | None:
        """What ends here: "," before it, "}" with it, None for nothing."""
        if sign == 0x22:
            self.quoted = True
        elif sign in b"[{":
            self.depth += 1
            return "," if self.depth == self.base and self.base else None
        elif sign in b"]}":
            self.depth -= 1
            if self.depth == self.base - 1 and self.base:
                self.ended = True
                return ","
            return "}" if self.depth == 0 and not self.base else None
        elif sign == 0x2C and self.depth == self.base and self.base:
            return ","
        return None

    def _hold(self, data: bytes) -> None:
        self.size += len(data)
        if self.size <= MOST_BYTES:
            self.held.append(data)

    def _whole(self) -> tuple[int, bytes] | Refusal | None:
        raw, size = b"".join(self.held), self.size
        self.held, self.size = [], 0
        body = raw.strip(_BLANK)
        begun = self.line - raw.count(b"\n") + (len(raw) - len(raw.lstrip(_BLANK)) and _breaks_before(raw))
        if size > MOST_BYTES:
            return Refusal(begun, "", _too_long())
        return (begun, body) if body else None


def _breaks_before(raw: bytes) -> int:
    return raw[: len(raw) - len(raw.lstrip(_BLANK))].count(b"\n")


def _cut(file: BinaryIO, *, base: int) -> Iterator[tuple[int, bytes] | Refusal]:
    scanner = _Scanner(base)
    at = 0
    while data := file.read(PIECE):
        if scanner.ended and data.strip(_BLANK):
            break
        yield from scanner.piece(data, at)
        at += len(data)
    left = b"".join(scanner.held).strip(_BLANK)
    if base and not scanner.ended:
        raise Broken(f"The file is cut off: its list does not end (line {scanner.line}).")
    if left or scanner.quoted:
        raise Broken(f"Something stands after the end, or is cut off there (line {scanner.line}).")
