"""Bring in what an export holds, of this installation or another, and what other tools write."""

from __future__ import annotations

from claims.formats.records_reading import Broken
from claims.interchange.writing import Refused

from .dispatch import FORMATS_IN, bring_in, options_of
from .job import ROWS_KEPT, begin, open_import, refusals, run_import
from .meaning import (
    ASKED_OF,
    label_meanings_for,
    labels_of,
    meanings_for,
    ratings_offered,
    remembered_labels,
    say_columns,
    say_labels,
    table_of,
    waits_for_meanings,
)
from .report import Report
from .tables import columns_of

__all__ = [
    "ASKED_OF",
    "FORMATS_IN",
    "ROWS_KEPT",
    "Broken",
    "Refused",
    "Report",
    "begin",
    "bring_in",
    "columns_of",
    "label_meanings_for",
    "labels_of",
    "meanings_for",
    "open_import",
    "options_of",
    "ratings_offered",
    "refusals",
    "remembered_labels",
    "run_import",
    "say_columns",
    "say_labels",
    "table_of",
    "waits_for_meanings",
]
