"""The JSON document of ``records_json`` as the records it is made of, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import ijson  # type: ignore[import-untyped]

from claims.formats.records_json import LISTS
from claims.formats.records_jsonl import NAME, VERSION
from claims.formats.records_reading import Broken

MOST_BYTES = 256 * 1024 * 1024
"""Of one record: an article with all its claims."""

MOST_DEPTH = 64
_KINDS = {name: kind for kind, name in LISTS.items()}
_OPEN, _CLOSE = ("start_map", "start_array"), ("end_map", "end_array")

Event = tuple[str, Any]


def records(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """The header first, ``end`` last, claims after their article. Raises Broken."""
    file.seek(0)
    measured = _Measured(file)
    try:
        yield from _records(iter(ijson.basic_parse(measured, use_float=True)), measured)
    except ijson.JSONError as error:
        raise Broken(f"This is no whole JSON document: {_told(error)}.") from None
    except UnicodeDecodeError:
        raise Broken("This is not JSON in UTF-8.") from None


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


class _Measured:
    """Reads on, as long as one record is not too long."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._since = file, 0

    def begin(self) -> None:
        """A record begins."""
        self._since = 0

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes."""
        data = self._file.read(size)
        self._since += len(data)
        if self._since > MOST_BYTES:
            raise Broken(f"One record is longer than {MOST_BYTES // (1024 * 1024)} MB.")
        return data


def _records(events: Iterator[Event], measured: _Measured) -> Iterator[dict[str, Any]]:
    header: dict[str, Any] | None = {"record": "export"}
    name = ""
    for name, event, value in _keys(events):
        kind = _KINDS.get(name)
        if header is not None and (kind or name in ("project", "end")):
            yield _checked(header)
            header = None
        if kind and event == "start_array":
            for record in _elements(events, measured):
                yield from _unfolded(kind, record)
        elif header is not None:
            header[name] = _built(events, event, value)
        elif name in ("project", "end"):
            yield {"record": name, **_object(_built(events, event, value), name)}
        else:
            raise Broken(f"Nothing is known of “{name[:80]}” in such a document.")
    if name != "end":
        raise Broken("The document does not say that it ends there.")


def _keys(events: Iterator[Event]) -> Iterator[tuple[str, str, Any]]:
    """The names of the document's own fields, each with the event that begins its value."""
    if next(events, ("", None))[0] != "start_map":
        raise Broken("This is no document of claims: it is not an object.")
    for event, name in events:
        if event == "map_key":
            begun, value = next(events)
            yield name, begun, value


def _checked(header: dict[str, Any]) -> dict[str, Any]:
    if header.get("format") != NAME or header.get("version") != VERSION:
        raise Broken(f"This is not version {VERSION} of {NAME}.")
    return header


def _elements(events: Iterator[Event], measured: _Measured) -> Iterator[Any]:
    for event, value in events:
        if event == "end_array":
            return
        measured.begin()
        yield _built(events, event, value)


def _unfolded(kind: str, record: Any) -> Iterator[dict[str, Any]]:
    values = _object(record, kind)
    claims = values.pop("claims", []) if kind == "article" else []
    yield {"record": kind, **values}
    for claim in claims if isinstance(claims, list) else [claims]:
        yield {"record": "claim", **_object(claim, "claim")}


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Broken(f"What stands under “{name}” is not an object.")
    return dict(value)


def _built(events: Iterator[Event], event: str, value: Any) -> Any:
    """The value that begins with an event."""
    if event not in _OPEN:
        return value
    builder = ijson.ObjectBuilder()
    builder.event(event, value)
    depth = 1
    for name, one in events:
        builder.event(name, one)
        depth += (name in _OPEN) - (name in _CLOSE)
        if depth > MOST_DEPTH:
            raise Broken(f"It has more than {MOST_DEPTH} brackets inside each other.")
        if not depth:
            break
    return builder.value
