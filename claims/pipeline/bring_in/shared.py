"""What the articles of a file share: the project, its sources, documents and fact-checks, what guides the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from claims.extraction.passages import passages
from claims.interchange.columns import Table
from claims.interchange.counting import ROOTS
from claims.interchange.shape import Refused, check
from claims.interchange.tables import DOCUMENT, FACT_CHECK, PROJECT, SOURCE
from claims.interchange.writing import Writer
from claims.models import Document, DocumentKind, Passage, Project, User

LONGEST_LABEL = 150

SAME = {SOURCE.name: ("article", "kind", "name"), DOCUMENT.name: ("kind", "key"), FACT_CHECK.name: ("key",)}
"""By what a project knows two rows of a kind for the same, whatever their ids."""


def project_of(record: Mapping[str, Any], writer: Writer, chosen: Project | None) -> Project:
    """The project to bring everything into: the one chosen, the one of the same id, else a new one."""
    if chosen is not None:
        return chosen
    check(PROJECT, record)
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
    """Write those that are not here yet; answers the ids of what is new. Raises Refused."""
    for table, record in records:
        check(table, record)
    here = _here(records)
    _refuse_twins(records, here, project)
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


def _refuse_twins(
    records: Sequence[tuple[Table, Mapping[str, Any]]], here: Mapping[str, Any], project: Project
) -> None:
    """Raises Refused where the project has the same as a row that would be new to it, under another id."""
    for name, fields in SAME.items():
        new = {
            tuple(record[one] for one in fields): record
            for table, record in records
            if table.name == name and record["id"] not in here
        }
        rows = ROOTS[name][0].model._default_manager.filter(**{ROOTS[name][1]: project.pk})
        last = fields[-1]
        for values in rows.filter(**{f"{last}__in": {key[-1] for key in new}}).values_list(*fields).iterator():
            if values in new:
                told = {"kind": name, "id": new[values]["id"], "name": values[-1][:80], "project": project.slug}
                raise Refused(
                    _(
                        "“%(project)s” has %(kind)s “%(name)s” already, which stands in the file under another id"
                        " (%(id)s). Bring the file into a project of its own."
                    )
                    % told
                )


def label(person: Mapping[str, Any]) -> None:
    """Call an account that was made for the file, and that nobody named since, as the file does. Raises Refused."""
    name, told = person.get("username"), person.get("label")
    if not isinstance(name, str) or not isinstance(told, str) or "\0" in name + told or len(told) > LONGEST_LABEL:
        raise Refused(_("It does not say who a person is and what they are called."))
    rows = User.objects.filter(username=name, is_active=False, display_name="")
    rows.exclude(username=told).update(display_name=told)


def cut_passages(ids: list[Any]) -> None:
    """Have the texts of the library found again."""
    for row in Document.objects.filter(pk__in=ids, kind=DocumentKind.LIBRARY, passages=None).iterator():
        Passage.objects.bulk_create(
            Passage(document=row, start=start, end=end, text=row.text[start:end])
            for start, end in passages(row.text)
        )
