"""How many rows of a project there are of every kind, counted in the database apart from any reading of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claims.interchange.columns import Table
from claims.interchange.tables import ARTICLE, CLAIM, DOCUMENT, EXAMPLE, EXPERT_LINK, FACT_CHECK, PROJECT, SOURCE
from claims.models import Project

ROOTS: dict[str, tuple[Table, str]] = {
    PROJECT.name: (PROJECT, "pk"),
    SOURCE.name: (SOURCE, "project"),
    DOCUMENT.name: (DOCUMENT, "project"),
    FACT_CHECK.name: (FACT_CHECK, "project"),
    ARTICLE.name: (ARTICLE, "project"),
    CLAIM.name: (CLAIM, "revision__article__project"),
    EXAMPLE.name: (EXAMPLE, "project"),
    EXPERT_LINK.name: (EXPERT_LINK, "project"),
}
"""Records by kind, and what leads from each to its project. Scales belong to no project alone."""


def rows_of(table: Table, path: str, project: Project) -> Any:
    """The project's rows of one table."""
    return table.model._default_manager.filter(**{path: project.pk})


def counted(project: Project) -> dict[str, int]:
    """The number of rows by place, as ``Reader.counts`` has them."""
    return {place: number for table, path in ROOTS.values() for place, number in _counted(table, path, project)}


def _counted(table: Table, path: str, project: Project, above: str = "") -> Iterator[tuple[str, int]]:
    place = f"{above}.{table.name}" if above else table.name
    yield place, rows_of(table, path, project).count()
    for name in table.lists:
        relation: Any = table.model._meta.get_field(name)
        through = relation.remote_field.through.objects
        yield f"{place}.{name}", through.filter(**{f"{relation.m2m_field_name()}__{path}": project.pk}).count()
    for child in table.children:
        yield from _counted(child, f"{child.parent}__{path}", project, place)
