"""The words that stand at a place of a text: written into what the database composed, and held against a file.

A raw control character cannot stand in JSON, so one of them marks where words are to be filled in: between two of
them stand the id of a revision, a start and an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

from claims.interchange.writing import Refused

HOLE = "\x01"
_HOLE = HOLE.encode()

Texts = Callable[[set[str]], Mapping[str, str]]
"""The texts of revisions, by id."""


def filled(written: bytes, texts: Texts) -> bytes:
    """The same with the quoted words as JSON in their places."""
    parts = written.split(_HOLE)
    places = [place.decode().split(" ") for place in parts[1::2]]
    if not places:
        return written
    known = texts({place[0] for place in places})
    parts[1::2] = [orjson.dumps(known[pk][int(start) : int(end)]) for pk, start, end in places]
    return b"".join(parts)


def check_quotes(text: str, places: Iterable[Mapping[str, Any]]) -> None:
    """Raises Refused where ``quote`` is not what stands in the text from ``start`` to ``end``."""
    for place in places:
        if text[place["start"] : place["end"]] != place["quote"]:
            told = {"start": place["start"], "end": place["end"], "quote": place["quote"][:80]}
            raise Refused(_("The text at [%(start)s, %(end)s) is not “%(quote)s”.") % told)
