"""Writing one side of an edit's changes back, where the rows still are as the other side says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from claims.models import Claim, Reading, Span, Verdict
from claims.undoing.recording import claims_of
from claims.undoing.reshaping import clock, count_anew
from claims.undoing.tracked import TABLES, Key, Plain, plain, row_of, rows_with, unplain

if TYPE_CHECKING:
    from claims.models import Edit, User

WHEN_RESHAPED = ("reshaped_at", "reshaped_by_id")
"""They say since when verdicts count, and move on where somebody judges meanwhile; nobody changes them as such."""


class Mismatch(Exception):
    """A row is no longer as the edit left it: ``key``, None where the database refused for another reason."""

    def __init__(self, key: Key | None = None) -> None:
        super().__init__(str(key))
        self.key = key


@dataclass(frozen=True, slots=True)
class _Move:
    """What is expected of a row and what it is to become; None where it is not (to be) there."""

    key: Key
    expected: Plain | None
    wanted: Plain | None
    fields: tuple[str, ...]

    def fits(self, now: Plain | None) -> bool:
        return self._same(now, self.expected)

    def is_done(self, now: Plain | None) -> bool:
        return self._same(now, self.wanted)

    def _same(self, now: Plain | None, other: Plain | None) -> bool:
        if now is None or other is None:
            return now is other
        return all(now[name] == other[name] for name in self.fields)


def apply(edit: Edit, *, by: User, back: bool) -> list[UUID]:
    """Undo (``back``) or redo ``edit``; answers the claims whose verdicts must be counted anew.

    Raises Mismatch, and writes nothing, where a row is neither as the edit left it nor as it is to be. A claim
    that the edit made goes to the trash and comes back from there, with all that belongs to it.
    """
    now = clock()
    moves = _moves(edit, now, back=back)
    there = rows_with(move.key for move in moves)
    todo = [move for move in moves if not move.is_done(there.get(move.key))]
    for move in todo:
        if not move.fits(there.get(move.key)):
            raise Mismatch(move.key)
    _check_nothing_else_goes(todo, moves)
    try:
        with transaction.atomic():
            _write(todo)
            connection.check_constraints()
    except IntegrityError as error:
        raise Mismatch from error
    return _since_when(edit, moves, now, by=by, back=back)


def _moves(edit: Edit, now: datetime, *, back: bool) -> list[_Move]:
    made = {change["id"] for change in edit.changes if change["table"] == "claim" and change["before"] is None}
    voices = {
        change["id"]
        for change in edit.changes
        if change["table"] == "attribution" and change["after"] and change["after"]["claim_id"] in made
    }
    return [_move(change, made, voices, plain(now), back=back) for change in edit.changes]


def _move(change: Plain, made: set[str], voices: set[str], now: str, *, back: bool) -> _Move:
    key, before, after = (change["table"], change["id"]), change["before"], change["after"]
    if key[0] == "claim" and change["id"] in made:
        return _of_made(key, after, now, back=back)
    if before is None and (after.get("claim_id") in made or after.get("attribution_id") in voices):
        return _Move(key, after, after, tuple(after))  # stays with its claim, but must be as it was
    expected, wanted = (after, before) if back else (before, after)
    fields = tuple(after or before)
    if before and after:
        fields = tuple(name for name in after if before[name] != after[name])
    if key[0] == "claim":
        fields = tuple(name for name in fields if name not in WHEN_RESHAPED)
    return _Move(key, expected, wanted, fields)


def _of_made(key: Key, after: Plain, now: str, *, back: bool) -> _Move:
    """A claim that was made is undone by putting it into the trash; since when it lies there does not matter."""
    fields = tuple(name for name in after if name not in WHEN_RESHAPED)
    since = rows_with([key]).get(key, after)["deleted_at"]
    if back:
        return _Move(key, after, after | {"deleted_at": since or now}, fields)
    return _Move(key, after | {"deleted_at": since}, after, fields)


def _check_nothing_else_goes(todo: list[_Move], moves: list[_Move]) -> None:
    """An attribution does not take along words or readings that somebody else gave it."""
    going = [move.key[1] for move in todo if move.wanted is None and move.key[0] == "attribution"]
    if not going:
        return
    known = {move.key for move in moves}
    for table, model in (("span", Span), ("reading", Reading)):
        for pk in model._default_manager.filter(attribution__in=going).values_list("pk", flat=True):
            if (table, plain(pk)) not in known:
                raise Mismatch((table, plain(pk)))


def _write(todo: list[_Move]) -> None:
    """Those that go, from the last table to the first, then those that change and those that come."""
    by_table: dict[str, list[_Move]] = defaultdict(list)
    for move in todo:
        by_table[move.key[0]].append(move)
    for table in reversed(TABLES):
        going = [move.key[1] for move in by_table[table] if move.wanted is None]
        if going:
            TABLES[table].rows.filter(pk__in=going).delete()
    for table in TABLES:
        _update(table, [move for move in by_table[table] if move.wanted and move.expected])
        coming = [move for move in by_table[table] if move.wanted and not move.expected]
        TABLES[table].rows.bulk_create(row_of(table, move.key[1], move.wanted or {}) for move in coming)


def _update(table: str, moves: list[_Move]) -> None:
    """Only the fields that are to change: what others did to the rest of a row stays."""
    alike: dict[tuple[str, ...], list[_Move]] = defaultdict(list)
    for move in moves:
        alike[move.fields].append(move)
    for fields, group in alike.items():
        rows = [row_of(table, move.key[1], {name: (move.wanted or {})[name] for name in fields}) for move in group]
        if fields:
            names = [name.removesuffix("_id") for name in fields]
            TABLES[table].rows.bulk_update(rows, names, batch_size=500)


def _since_when(edit: Edit, moves: list[_Move], now: datetime, *, by: User, back: bool) -> list[UUID]:
    """Say since when verdicts count: as the side that is wanted says, or from now on where somebody judged the
    other side meanwhile."""
    moved = [move for move in moves if _turned(move)]
    claims = [UUID(move.key[1]) for move in moved]
    since = edit.created_at if back else edit.undone_at
    judged = Verdict.objects.filter(claim__in=claims, created_at__gte=since)
    stale = {str(pk) for pk in judged.values_list("claim_id", flat=True).distinct()}
    rows = []
    for move in moved:
        wanted: Plain = {name: (move.wanted or {})[name] for name in WHEN_RESHAPED}
        if move.key[1] in stale:
            wanted = {"reshaped_at": plain(now), "reshaped_by_id": by.pk}
        rows.append(Claim(pk=UUID(move.key[1]), **{n: unplain(Claim, n, one) for n, one in wanted.items()}))
    Claim.objects.bulk_update(rows, ["reshaped_at", "reshaped_by"], batch_size=500)
    count_anew(claims)
    weighed = [change for change in edit.changes if change["table"] == "evidence"]
    Claim.objects.filter(pk__in=claims_of(weighed)).count_again()
    return claims


def _turned(move: _Move) -> bool:
    """Whether the words or the voice of a claim go another way."""
    if move.key[0] != "claim" or not (move.expected and move.wanted):
        return False
    return bool(move.expected["reshaped_at"] != move.wanted["reshaped_at"])
