"""How rare a word is among the rows of a table, by what PostgreSQL's planner knows of it already."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from django.db import connection, models

BYTES_A_STEM = 14.0
"""What one stem takes of a row's ``search`` column, about; so its mean width tells how many stems a row has."""

FRESH = 300.0
"""Seconds for which what was read is used again; the planner's own figures change more slowly."""

_QUERY = """
SELECT greatest(c.reltuples, 0), s.avg_width, s.most_common_elems::text::text[], s.most_common_elem_freqs
FROM pg_class c LEFT JOIN pg_stats s
  ON s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname AND s.attname = 'search'
WHERE c.oid = %s::regclass
"""


@dataclass(frozen=True, slots=True)
class Rarity:
    """Of one table: how many rows, and the share of them that hold a stem. Without figures, all are as rare."""

    rows: float
    shares: dict[str, float] = field(default_factory=dict)
    floor: float = 0.0
    """The share taken for stems that are not among the common ones."""
    usual_length: float = 20.0
    """Stems of a row, about."""

    def expected(self, stem: str) -> float:
        """About how many rows hold the stem."""
        return self.rows * self.shares.get(stem, self.floor)

    def weight(self, stem: str) -> float:
        """Robertson and Spärck Jones's inverse document frequency, above zero."""
        held = self.expected(stem)
        return math.log(1 + (self.rows - held + 0.5) / (held + 0.5))


def rarity(model: type[models.Model]) -> Rarity:
    """The rarity of stems in ``model.search``, read from the statistics at most every five minutes."""
    table = model._meta.db_table
    key = (str(connection.settings_dict["NAME"]), table)
    known = _read.get(key)
    if known is None or known[0] < time.monotonic():
        known = _read[key] = (time.monotonic() + FRESH, _from_statistics(table))
    return known[1]


_read: dict[tuple[str, str], tuple[float, Rarity]] = {}


def _from_statistics(table: str) -> Rarity:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [table])
        rows, width, stems, shares = cursor.fetchone()
    if not width:
        return Rarity(rows=max(rows, 1.0))
    common = dict(zip(stems or (), shares or (), strict=False))  # the shares end with the least and the most
    floor = min(common.values(), default=0.0) / 2
    return Rarity(max(rows, 1.0), common, floor, max(width / BYTES_A_STEM, 1.0))
