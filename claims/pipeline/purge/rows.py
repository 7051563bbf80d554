"""Rows and all that hangs on them, taken out of the database, with their histories and files.

The one place that steps past the append-only triggers: see docs/adr/0024-gone-for-good.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.db.models import FileField, Model

from claims.models import Attribution, Event, Intake, Reading, Source

AT_ONCE = 2000
IDS_IN_EVENT = 500

FOLLOWED = {(Intake, "article")}
"""Relations that empty a column elsewhere, but whose rows hold the text that is to go."""
CUT = {(Source, "merged_into"), (Attribution, "source"), (Reading, "source")}
"""Relations that hold a row elsewhere, which stays: the caller has seen to them."""

Ids = dict[type[Model], set[Any]]


@dataclass
class Gone:
    """What went: how many rows by table, and the ids of those that the audit trail keeps an eye on."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ids: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def note(self, model: type[Model], ids: Iterable[Any], *, sealed: bool) -> None:
        """Count rows of a table, and keep their ids where somebody may miss them."""
        table, known = model._meta.db_table, sorted(ids)
        if known:
            self.counts[table] += len(known)
            if sealed:
                self.ids[table] += [one if isinstance(one, int) else str(one) for one in known]

    def record(self, verb: str, target: Model, *, project_id: Any, by: Any, **data: Any) -> None:
        """Put on record what went: the ids first, some hundred an event, then how many of each table."""
        for table, ids in sorted(self.ids.items()):
            for part in _parts(ids, IDS_IN_EVENT):
                told = {"of": verb, "table": table, "ids": part}
                Event.objects.record("rows.purged", target, project_id=project_id, by=by, **told)
        Event.objects.record(verb, target, project_id=project_id, by=by, rows=dict(self.counts), **data)


def take_away(roots: Ids) -> Gone:
    """Delete ``roots`` and everything that hangs on them. Call it within a transaction.

    Rows elsewhere that may stand without them lose the pointer only. Files go once that is committed.
    """
    there, pointers = _with_all(roots)
    gone = Gone()
    for (model, name), ids in pointers.items():
        for part in _parts(list(ids), AT_ONCE):
            rows = model._base_manager.filter(**{f"{name}__in": part})
            rows.exclude(pk__in=there.get(model, set())).update(**{name: None})
    for model, ids in there.items():
        _files_after_commit(model, ids)
    with pgtrigger.ignore(*_guards(there)):
        for model, ids in there.items():
            _delete(model, "pk", ids)
            gone.note(model, ids, sealed=_is_sealed(model))
        for model, ids in there.items():
            _forget_history(model, ids, gone)
    return gone


def _with_all(roots: Ids) -> tuple[Ids, dict[tuple[type[Model], str], set[Any]]]:
    """The rows with all that hang on them, and the columns elsewhere that point at any."""
    there: Ids = {model: set(ids) for model, ids in roots.items()}
    pointers: dict[tuple[type[Model], str], set[Any]] = defaultdict(set)
    fresh = dict(there)
    while fresh:
        found: Ids = defaultdict(set)
        for model, ids in fresh.items():
            for child, name, follow in _children(model):
                if not follow:
                    pointers[child, name] |= ids
                    continue
                new = set(_pointing(child, name, ids)) - there.get(child, set())
                found[child] |= new
        fresh = {model: ids for model, ids in found.items() if ids}
        for model, ids in fresh.items():
            there.setdefault(model, set()).update(ids)
    return there, {key: ids for key, ids in pointers.items() if key[1] != "source"}


def _children(model: type[Model]) -> Iterator[tuple[type[Model], str, bool]]:
    """Each model that points at this one, by which column, and whether its rows go along."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        child, name = relation.related_model, relation.field.name  # type: ignore[union-attr]
        if _history_of(child):
            continue
        emptied = relation.on_delete is models.SET_NULL  # type: ignore[union-attr]
        follow = (child, name) in FOLLOWED or not (emptied or (child, name) in CUT)
        yield child, name, follow  # type: ignore[misc]


def _pointing(model: type[Model], name: str, ids: set[Any]) -> Iterator[Any]:
    for part in _parts(list(ids), AT_ONCE):
        yield from model._base_manager.filter(**{f"{name}__in": part}).order_by().values_list("pk", flat=True)


def _delete(model: type[Model], column: str, ids: Iterable[Any]) -> None:
    for part in _parts(list(ids), AT_ONCE):
        rows: Any = model._base_manager.filter(**{f"{column}__in": part})
        rows._raw_delete(rows.db)


def _forget_history(model: type[Model], ids: set[Any], gone: Gone) -> None:
    """The row's histories hold its words, too."""
    history = getattr(model, "pgh_event_model", None)
    if history is None:
        return
    for part in _parts(list(ids), AT_ONCE):
        rows = history._base_manager.filter(pgh_obj__in=part)
        gone.note(history, rows.order_by().values_list("pk", flat=True), sealed=True)
        rows._raw_delete(rows.db)


def _history_of(model: Any) -> Any:
    return getattr(model, "pgh_tracked_model", None)


def _is_sealed(model: type[Model]) -> bool:
    """Whether the table is append-only, so that a missing row is missed."""
    triggers = getattr(model._meta, "triggers", [])
    return any(isinstance(one, pgtrigger.Protect) for one in triggers) or bool(model._meta.auto_created)


def _guards(there: Ids) -> list[str]:
    """The triggers on these tables and their histories, as pgtrigger calls them.

    By table: the guard of a many-to-many table hangs on a model of its own.
    """
    histories = (getattr(model, "pgh_event_model", None) for model in there)
    tables = {model._meta.db_table for model in [*there, *histories] if model}
    known = pgtrigger.registered()
    return [f"{model._meta.label}:{one.name}" for model, one in known if model._meta.db_table in tables]


def _files_after_commit(model: type[Model], ids: set[Any]) -> None:
    for column in [one for one in model._meta.fields if isinstance(one, FileField)]:
        for part in _parts(list(ids), AT_ONCE):
            rows = model._base_manager.filter(pk__in=part).exclude(**{column.name: ""})
            for name in rows.values_list(column.name, flat=True):
                transaction.on_commit(partial(column.storage.delete, name))


def _parts(rows: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
