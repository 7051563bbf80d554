"""``python -m claims.splitting``: a text on stdin, its split as JSON on stdout.

With ``--jsonl``, lines ``{"id", "text"}`` in and lines ``{"id", "sentences", "attributions", "claims",
"sources", "waivers"}`` out, where ``source``, ``cue`` and ``content`` of an attribution are lists of
``[begin, end]``. With ``--statements`` each line has ``statements`` too: the sentences that rest on a source,
with their ``spans``, the ``type`` of the source and its ``name``. Offsets count Unicode code points. Input is UTF-8
and line ends are left as they are. A line or a text that cannot be read ends the run with exit code 2 and a message
on stderr.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import IO

from claims.splitting import listing, split


class BadInput(ValueError):
    """What was read is not what was asked for; the message says where and why."""


def articles(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Id and text of each line that is not blank. BadInput names the first line that is wrong."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise BadInput(f"line {number}: not a line of JSON in UTF-8: {error}") from error
        except RecursionError as error:
            raise BadInput(f"line {number}: nested too deeply") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise BadInput(f'line {number}: expected an object with "id" and "text", the text a string')
        yield row["id"], row["text"]


def write(value: object, out: IO[bytes], *, indent: int | None) -> None:
    """Write one JSON value and a line end, in UTF-8; a lone surrogate is written as its escape."""
    words = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        data = words.encode("utf-8")
    except UnicodeEncodeError:
        data = json.dumps(value, indent=indent).encode("ascii")
    out.write(data + b"\n")
    out.flush()


def run(source: IO[bytes], out: IO[bytes], *, jsonl: bool, statements: bool = False) -> None:
    """Split what ``source`` holds and write the result. Raises BadInput."""
    if jsonl:
        for name, text in articles(source):
            write(listing.line(name, split(text), statements=statements), out, indent=None)
        return
    try:
        text = source.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"the text is not UTF-8: {error}") from error
    write(listing.readable(text, split(text)), out, indent=2)


def main() -> int:
    """The exit code: 0, or 2 for input that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m claims.splitting", description="Split a text into claims.")
    parser.add_argument("--jsonl", action="store_true", help='lines {"id", "text"} in, one split a line out')
    parser.add_argument("--statements", action="store_true", help="with --jsonl: who the sentences rest on, too")
    args = parser.parse_args()
    if args.statements and not args.jsonl:
        parser.error("--statements goes with --jsonl")
    try:
        run(sys.stdin.buffer, sys.stdout.buffer, jsonl=args.jsonl, statements=args.statements)
    except BadInput as error:
        print(f"claims.splitting: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
