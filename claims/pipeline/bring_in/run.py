"""One file of records from its first line to its last."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from claims.formats import records_reading
from claims.formats.records_reading import UNREAD
from claims.interchange.ahead import made_ahead
from claims.interchange.columns import Table
from claims.interchange.tables import (
    ARTICLE,
    CLAIM,
    DOCUMENT,
    EXAMPLE,
    EXPERT_LINK,
    FACT_CHECK,
    PROJECT,
    SCALE,
    SOURCE,
)
from claims.interchange.writing import Ids, Refused, Writer, check_now
from claims.models import Event, Project, User
from claims.pipeline.bring_in import articles, scales, shared
from claims.pipeline.bring_in.articles import Piece
from claims.pipeline.bring_in.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

CLAIMS_AT_ONCE = 1000
BEFORE = {table.name: table for table in (SOURCE, DOCUMENT, FACT_CHECK)}
AFTER = {table.name: table for table in (EXAMPLE, EXPERT_LINK)}
OF_THERE = ("history", "event")
"""What happened elsewhere happened elsewhere: histories here begin with the import."""


Batch = tuple[list[Piece], Writer | None, int]
"""Some articles, their rows where they could be made ahead, and the place in the file where they end."""


class _Undone(Exception):
    """Ends a dry run."""


def bring_in(
    *,
    file: BinaryIO,
    project: Project | None = None,
    by: User | None = None,
    dry_run: bool = False,
    told: Callable[[int], None] | None = None,
) -> Report:
    """Bring a complete export in, each article all or nothing; what is here just so is left as it is.

    Without ``project`` everything goes into the project of the same id, which is made where there is none. People
    who have no account get one that nobody can sign in to. A dry run writes nothing and answers the same. Raises
    ``records_reading.Broken`` for what is no whole export, and Refused where the project cannot be brought in.
    """
    records_reading.check(file)
    run = _Run(file, project, by, told)
    with uncollected():
        if not dry_run:
            return run.all()
        try:
            with transaction.atomic():
                run.all()
                raise _Undone
        except _Undone:
            return run.report


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, nobody looks for rings of objects: rows are trees by the hundred thousand, and have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Run:
    def __init__(
        self, file: BinaryIO, project: Project | None, by: User | None, told: Callable[[int], None] | None
    ) -> None:
        self.file, self.project, self.by, self.told = file, project, by, told
        self.report = Report()
        self.voices: dict[str, list[dict[str, Any]]] = {}
        self.late: list[tuple[int, Table, dict[str, Any]]] = []
        self.people: list[tuple[int, dict[str, Any]]] = []

    def all(self) -> Report:
        """Every record in its turn."""
        lines = records_reading.records(self.file)
        early, first = self._until_articles(lines)
        try:
            with transaction.atomic():
                project = self._begin(early)
                check_now()
        except (DatabaseError, ValidationError) as error:
            raise Refused(articles.reason(error)) from error
        for pieces, rows, place in made_ahead(self._made(first, lines, project)):
            self._bring(pieces, rows, project)
            if self.told:
                self.told(place)
        with transaction.atomic():
            self._end(project)
        return self.report

    def _until_articles(self, lines: Iterator[tuple[int, dict[str, Any]]]) -> Any:
        early: list[dict[str, Any]] = []
        for number, record in lines:
            if record["record"] == UNREAD:
                raise records_reading.Broken(record["why"])
            if record["record"] not in (SCALE.name, PROJECT.name, *BEFORE):
                return early, (number, record)
            early.append(record)
        return early, None

    def _begin(self, early: list[dict[str, Any]]) -> Project:
        of_kind: dict[str, list[dict[str, Any]]] = {}
        for record in early:
            of_kind.setdefault(record.pop("record"), []).append(record)
        scales.bring_scales(of_kind.get(SCALE.name, []))
        self.ids = Ids.read()
        if PROJECT.name not in of_kind:
            raise Refused(_("The file has no project."))
        project = shared.project_of(of_kind[PROJECT.name][0], Writer(self.ids), self.project)
        self.report.project = project.slug
        for voice in (record for record in of_kind.get(SOURCE.name, []) if record.get("article")):
            self.voices.setdefault(str(voice["article"]), []).append(voice)
        rows = [
            (table, record)
            for name, table in BEFORE.items()
            for record in of_kind.get(name, [])
            if not record.get("article")
        ]
        shared.cut_passages(shared.bring_shared(self._writer(project), rows, project))
        return project

    def _writer(self, project: Project) -> Writer:
        return Writer(self.ids, context={"project_id": str(project.pk)})

    def _made(self, first: Any, lines: Iterator[Any], project: Project) -> Iterator[Batch]:
        for pieces in _batches(self._pieces(first, lines)):
            yield pieces, articles.made(pieces, project, self.ids), self.file.tell()

    def _pieces(self, first: Any, lines: Iterator[Any]) -> Iterator[Piece]:
        piece: Piece | None = None
        for number, record in chain([first] if first else [], lines):
            begun = self._piece(number, record, piece)
            if begun is not piece and piece is not None:
                yield piece
            piece = begun
        if piece is not None:
            yield piece

    def _piece(self, number: int, record: dict[str, Any], piece: Piece | None) -> Piece | None:
        kind = record.pop("record")
        if kind == ARTICLE.name:
            return Piece(number, record, voices=self.voices.pop(str(record.get("id")), []))
        if kind == CLAIM.name and piece is not None:
            piece.claims.append(record)
        elif kind in AFTER:
            self.late.append((number, AFTER[kind], record))
        elif kind == "person":
            self.people.append((number, record))
        elif kind not in OF_THERE:
            self._unread(number, kind, record, piece)
        return piece

    def _unread(self, number: int, kind: str, record: dict[str, Any], piece: Piece | None) -> None:
        """A line of which nothing is known: the article that it stands in does not come in without it."""
        why = record["why"] if kind == UNREAD else _("Nothing is known of the record “%s” here.") % kind[:80]
        if piece is None:
            self.report.refused.append((number, kind[:300], why))
        else:
            piece.unread = piece.unread or _("Line %(number)s: %(why)s") % {"number": number, "why": why}

    def _bring(self, pieces: list[Piece], rows: Writer | None, project: Project) -> None:
        same, other = articles.unchanged(pieces, project)
        self.report.known += len(same)
        there = {id(piece) for piece in same} | {id(piece) for piece, _why in other}
        new = [piece for piece in pieces if id(piece) not in there]
        made = rows if len(new) == len(pieces) else None
        counts, refused = articles.write(new, project, self.ids, made) if new else ({}, [])
        self.report.added += len(new) - len(refused)
        self.report.rows.update(counts)
        for piece, why in [*other, *refused]:
            self.report.refused.append((piece.line, piece.title, why))

    def _end(self, project: Project) -> None:
        for number, person in self.people:
            self._alone(number, "person", partial(shared.label, person))
        for number, table, record in self.late:
            bring = partial(shared.bring_shared, self._writer(project), [(table, record)], project)
            self._alone(number, table.name, bring)
        for voices in self.voices.values():
            for voice in voices:
                why = _("It is a voice of an article that is not in the file.")
                self.report.refused.append((0, str(voice.get("name") or SOURCE.name)[:300], why))
        told = {"added": self.report.added, "known": self.report.known, "refused": len(self.report.refused)}
        Event.objects.record("project.brought_in", project, project_id=project.pk, by=self.by, **told)

    def _alone(self, number: int, name: str, bring: Callable[[], Any]) -> None:
        """Do it, or refuse it alone."""
        try:
            with transaction.atomic():
                bring()
                check_now()
        except (Refused, DatabaseError) as error:
            self.ids.people = Ids.read().people  # accounts that were made for it went with it
            self.report.refused.append((number, name, articles.reason(error)))


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    weight = 0
    for piece in pieces:
        batch.append(piece)
        weight += len(piece.claims) + 1
        if weight >= CLAIMS_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
