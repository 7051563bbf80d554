"""One file of records from its first line to its last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import DatabaseError, transaction

from claims.formats import records_reading
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
from claims.interchange.writing import Ids, Refused, Writer
from claims.models import Event, Project, User
from claims.pipeline.bring_in import articles, scales, shared
from claims.pipeline.bring_in.articles import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

CLAIMS_AT_ONCE = 1000
BEFORE = {table.name: table for table in (SOURCE, DOCUMENT, FACT_CHECK)}
AFTER = {table.name: table for table in (EXAMPLE, EXPERT_LINK)}


@dataclass(slots=True)
class Report:
    """What became of a file: articles ``added``, ``known`` (here just so) and ``refused`` with line and reason."""

    project: str = ""
    added: int = 0
    known: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


class _Undone(Exception):
    """Ends a dry run."""


def bring_in(
    *, file: BinaryIO, project: Project | None = None, by: User | None = None, dry_run: bool = False
) -> Report:
    """Bring a complete export in, each article all or nothing; what is here just so is left as it is.

    Without ``project`` everything goes into the project of the same id, which is made where there is none. People
    who have no account get one that nobody can sign in to. A dry run writes nothing and answers the same. Raises
    ``records_reading.Broken`` for what is no whole export, and Refused where the project cannot be brought in.
    """
    records_reading.check(file)
    run = _Run(file, project, by)
    if not dry_run:
        return run.all()
    try:
        with transaction.atomic():
            run.all()
            raise _Undone
    except _Undone:
        return run.report


class _Run:
    def __init__(self, file: BinaryIO, project: Project | None, by: User | None) -> None:
        self.file, self.project, self.by = file, project, by
        self.report = Report()
        self.voices: dict[str, list[dict[str, Any]]] = {}

    def all(self) -> Report:
        """Every record in its turn."""
        lines = records_reading.records(self.file)
        early, first = self._until_articles(lines)
        with transaction.atomic():
            project = self._begin(early)
        late: list[tuple[Table, Mapping[str, Any]]] = []
        people: list[dict[str, Any]] = []
        for pieces in _batches(self._pieces(first, lines, late, people)):
            self._bring(pieces, project)
        with transaction.atomic():
            self._end(project, late, people)
        return self.report

    def _until_articles(self, lines: Iterator[tuple[int, dict[str, Any]]]) -> Any:
        early: list[dict[str, Any]] = []
        for number, record in lines:
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
            raise Refused("The file has no project.")
        project = shared.project_of(of_kind[PROJECT.name][0], Writer(self.ids), self.project)
        self.report.project = project.slug
        for voice in (record for record in of_kind.get(SOURCE.name, []) if record["article"]):
            self.voices.setdefault(voice["article"], []).append(voice)
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

    def _pieces(self, first: Any, lines: Iterable[Any], late: list[Any], people: list[Any]) -> Iterator[Piece]:
        piece: Piece | None = None
        for number, record in [first] if first else []:
            piece = self._piece(number, record, piece, late, people)
        for number, record in lines:
            begun = self._piece(number, record, piece, late, people)
            if begun is not piece and piece is not None:
                yield piece
            piece = begun
        if piece is not None:
            yield piece

    def _piece(
        self, number: int, record: dict[str, Any], piece: Piece | None, late: list[Any], people: list[Any]
    ) -> Piece | None:
        kind = record.pop("record")
        if kind == ARTICLE.name:
            return Piece(number, record, voices=self.voices.pop(record["id"], []))
        if kind == CLAIM.name and piece is not None:
            piece.claims.append(record)
        elif kind in AFTER:
            late.append((AFTER[kind], record))
        elif kind == "person":
            people.append(record)
        else:
            raise records_reading.Broken(f"Nothing is known of the record “{kind}” in line {number}.")
        return piece

    def _bring(self, pieces: list[Piece], project: Project) -> None:
        same, other = articles.unchanged(pieces, project)
        self.report.known += len(same)
        there = {id(piece) for piece in same} | {id(piece) for piece, _why in other}
        new = [piece for piece in pieces if id(piece) not in there]
        counts, refused = articles.write(new, project, self.ids) if new else ({}, [])
        self.report.added += len(new) - len(refused)
        self.report.rows.update(counts)
        for piece, why in [*other, *refused]:
            self.report.refused.append((piece.line, piece.article["title"], why))

    def _end(self, project: Project, late: list[Any], people: list[dict[str, Any]]) -> None:
        for person in people:
            rows = User.objects.filter(username=person["username"], is_active=False, display_name="")
            rows.exclude(username=person["label"]).update(display_name=person["label"])
        for table, record in late:
            try:
                with transaction.atomic():
                    shared.bring_shared(self._writer(project), [(table, record)], project)
            except (Refused, DatabaseError) as error:
                self.report.refused.append((0, table.name, articles.reason(error)))
        told = {"added": self.report.added, "known": self.report.known, "refused": len(self.report.refused)}
        Event.objects.record("project.brought_in", project, project_id=project.pk, by=self.by, **told)


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
