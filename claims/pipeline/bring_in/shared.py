"""What the articles of a file share: the project, its sources, documents and fact-checks, what guides the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from claims.extraction.passages import passages
from claims.interchange.columns import Table
from claims.interchange.counting import ROOTS
from claims.interchange.tables import PROJECT
from claims.interchange.writing import Refused, Writer
from claims.models import Document, DocumentKind, Passage, Project


def project_of(record: Mapping[str, Any], writer: Writer, chosen: Project | None) -> Project:
    """The project to bring everything into: the one chosen, the one of the same id, else a new one."""
    if chosen is not None:
        return chosen
    here = Project.objects.filter(pk=record["id"]).first()
    if here is not None:
        return here
    if Project.objects.filter(slug=record["slug"]).exists():
        told = {"slug": record["slug"]}
        raise Refused(_("Another project is called “%(slug)s” here. Name the project to bring this into.") % told)
    writer.add(PROJECT, record)
    writer.write()
    return Project.objects.get(pk=record["id"])


def bring_shared(writer: Writer, records: Sequence[tuple[Table, Mapping[str, Any]]], project: Project) -> list[Any]:
    """Write those that are not here yet; answers the ids of what is new."""
    here = _here(records)
    new: list[Any] = []
    for table, record in records:
        at = here.get(record["id"])
        if at is not None and at != project.pk:
            told = {"kind": table.name, "id": record["id"]}
            raise Refused(_("%(kind)s %(id)s belongs to another project here.") % told)
        if at is None:
            writer.context["token_sha256"] = get_random_string(64, "0123456789abcdef")  # the sum of no known word
            writer.add(table, record)
            new.append(record["id"])
    writer.write()
    return new


def _here(records: Sequence[tuple[Table, Mapping[str, Any]]]) -> dict[str, Any]:
    """The projects of those that are here, by id."""
    found: dict[str, Any] = {}
    for table in {id(table): table for table, _record in records}.values():
        ids = [record["id"] for of, record in records if of is table]
        rows = table.model._default_manager.filter(pk__in=ids).values_list("pk", ROOTS[table.name][1])
        found |= {str(pk): at for pk, at in rows}
    return found


def cut_passages(ids: list[Any]) -> None:
    """Have the texts of the library found again."""
    for row in Document.objects.filter(pk__in=ids, kind=DocumentKind.LIBRARY, passages=None).iterator():
        Passage.objects.bulk_create(
            Passage(document=row, start=start, end=end, text=row.text[start:end])
            for start, end in passages(row.text)
        )
