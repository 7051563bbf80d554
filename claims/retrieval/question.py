"""A question, read once: its words as the index knows them, and its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.db import connection

from claims import embedding
from claims.embedding import Vectors
from claims.models.search import CONFIG
from claims.retrieval.wording import clean

REMEMBERED = 512
"""Questions whose vectors are kept: the providers of one claim ask the same, a page asks again for each kind."""

_STEMS = """
SELECT array(SELECT lexeme FROM unnest(to_tsvector(%s::regconfig, %s)) ORDER BY positions[1]),
       tsvector_to_array(to_tsvector(%s::regconfig, %s))
"""


@dataclass(frozen=True)
class Question:
    """What to search for. ``stems`` are the index's own; ``begun`` is a last word that may go on, or empty."""

    text: str
    stems: tuple[str, ...]
    begun: str = ""

    @cached_property
    def vector(self) -> Vectors:
        """Its meaning, of length one; the model is loaded when this is first asked for."""
        return _vector(self.text)

    @property
    def any_stem(self) -> str:
        """A ``tsquery`` for rows with any of its stems; its first 64, which is more than anybody reads marked."""
        last = [f"{literal(self.begun)}:*"] if self.begun else []
        return " | ".join([*map(literal, self.stems[:64]), *last])

    def __bool__(self) -> bool:
        return bool(self.text)


def ask(text: str, *, typing: bool = False) -> Question:
    """Read a question; never an error, whatever the text. ``typing``: its last word may only be begun."""
    cleaned = clean(text)
    if not cleaned:
        return Question("", ())
    last = cleaned.rsplit(None, 1)[-1].casefold()
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [CONFIG, cleaned, CONFIG, last])
        stems, of_last = cursor.fetchone()
    begun = typing and bool(of_last) and len(last) > 2 and last.isalnum() and not text[-1:].isspace()
    return Question(cleaned, tuple(stems), last if begun else "")


def literal(stem: str) -> str:
    """A stem as PostgreSQL reads it in a ``tsquery``."""
    return "'{}'".format(stem.replace("\\", "\\\\").replace("'", "''"))


@lru_cache(maxsize=REMEMBERED)
def _vector(text: str) -> Vectors:
    (vector,) = embedding.embed([text])
    return np.asarray(vector, np.float32)
