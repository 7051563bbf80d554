"""Where the words of a question stand in a text, found by PostgreSQL, which knows their stems."""

from __future__ import annotations

from typing import Any

from django.db.models import Field, Func, TextField, Value
from django.db.models.functions import Cast

from claims.models.search import CONFIG
from claims.retrieval.question import Question

BEGIN, END = "\ue000", "\ue001"
"""What stands around a marked word: characters for private use, which no text that can be read needs."""

WHOLE = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
PART = f'MaxFragments=2, MinWords=12, MaxWords=36, FragmentDelimiter=" … ", StartSel={BEGIN}, StopSel={END}'


def marked(column: str, question: Question, *, whole: bool = True) -> Func | Cast:
    """The column with the question's words between BEGIN and END; ``whole``, or else the telling parts of it."""
    words = question.any_stem
    if not words:
        return Cast(column, TextField())
    options = WHOLE if whole else PART
    return Func(
        Cast(Value(CONFIG), _Type("regconfig")),
        column,
        Cast(Value(words), _Type("tsquery")),
        Value(options),
        function="ts_headline",
        output_field=TextField(),
    )


class _Type(Field):  # type: ignore[type-arg]
    """A type of PostgreSQL by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def db_type(self, connection: Any) -> str:
        return self._name
