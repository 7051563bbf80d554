"""Earlier states of the rows that travel, and the audit trail that tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from claims.formats.format import Record
from claims.interchange.columns import Table
from claims.interchange.reading import Reader
from claims.interchange.selection import Selection
from claims.interchange.tables import ARTICLE, RECORDS, SCALE
from claims.models import Event

ROWS_AT_ONCE = 1000
CONTEXT = "Who did it stands in the audit trail."
TRAIL = Table(
    Event,
    "event",
    left_out={
        "by_id": "A number that this installation gave.",
        "project_id": "There is one.",
        "origin": "Addresses and tokens of this installation.",
    },
)


def refuse_half_a_history(selection: Selection) -> None:
    """PermissionDenied for a reader who is kept from something: a history would tell of it."""
    if selection.withheld():
        raise PermissionDenied(_("Row histories are for those from whom nothing is withheld."))


def history(reader: Reader, selection: Selection) -> Iterator[Record]:
    """``history`` records by place, oldest first, with the row as it was and ``pgh_label`` for what happened.

    The last are of ``event``: the audit trail of what is in the file.
    """
    for table in RECORDS:
        if table is SCALE:
            continue
        for place, model, rows in selection.places(table):
            tracked = _history_of(model)
            if tracked is not None:
                earlier = tracked.model._default_manager.filter(pgh_obj__in=rows.order_by().values("pk"))
                yield from _written(reader, place, tracked, earlier, "pgh_id")
    yield from _written(reader, "event", TRAIL, _trail(selection), "id")


def _trail(selection: Selection) -> QuerySet[Any]:
    rows: QuerySet[Any] = Event.objects.filter(project_id=selection.project.pk)
    if not selection.chosen:
        return rows
    articles = selection.rows(ARTICLE).order_by().values("pk")
    claims = selection.claims().order_by().values("pk")
    return rows.filter(Q(claim_id__in=claims) | Q(claim_id=None, article_id__in=articles))


def _history_of(model: type[Model]) -> Table | None:
    """The table of a model's history; None where none is kept."""
    field: Any = next((one for one in model._meta.related_objects if one.get_accessor_name() == "events"), None)
    if field is None or not hasattr(field.related_model, "pgh_tracked_model"):
        return None
    return Table(field.related_model, "history", order=("pgh_id",), left_out={"pgh_context": CONTEXT})


def _written(reader: Reader, place: str, table: Table, rows: QuerySet[Any], key: str) -> Iterator[Record]:
    keys = list(rows.order_by(key).values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        found = table.model._default_manager.filter(pk__in=keys[start : start + ROWS_AT_ONCE])
        for values in reader.read(table, found.order_by(key)):
            yield {"record": "history", "table": place, "values": values}
