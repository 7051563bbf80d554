"""A file of records (see ``records_jsonl``), checked as a whole and read line by line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from claims.formats.records_jsonl import NAME, VERSION

UNREAD = "unread"
"""Stands for the kind of a line that is no record, with ``why``."""


class Broken(ValueError):
    """This is no whole file of records; the message says why, with the line."""


def check(file: BinaryIO) -> dict[str, Any]:
    """Its first record, after all of it was read once: it is ours, complete, whole and unchanged. Raises Broken."""
    digest = hashlib.sha256()
    last = b""
    file.seek(0)
    for line in file:
        digest.update(last)
        last = line
    end = _parsed(last, "the last line")
    if end.get("record") != "end":
        raise Broken("The file is cut off: its last line does not say that it ends there.")
    if end.get("sha256") != digest.hexdigest():
        raise Broken("The file was changed after it was written: its checksum does not fit.")
    file.seek(0)
    first = _parsed(file.readline(), "line 1")
    if first.get("format") != NAME or first.get("version") != VERSION:
        raise Broken(f"This is not version {VERSION} of {NAME}.")
    if not first.get("complete"):
        raise Broken(
            "This copy leaves something out, for whoever made it may not see everything; it cannot be taken in."
        )
    return first


def records(file: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every record but the first and the last, with the number of its line, from 1."""
    file.seek(0)
    file.readline()
    for number, line in enumerate(file, start=2):
        record = _record(line, number)
        if record["record"] != "end":
            yield number, record


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = _parsed(line, f"line {number}")
    except Broken as error:
        return {"record": UNREAD, "why": str(error)}
    if not isinstance(record.get("record"), str):
        return {"record": UNREAD, "why": f"What line {number} is, it does not say."}
    return record


def _parsed(line: bytes, where: str) -> dict[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Broken(f"What stands in {where} is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise Broken(f"What stands in {where} is not an object.")
    return found
