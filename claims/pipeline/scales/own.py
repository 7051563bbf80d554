"""The scale that a project may change: its own, or a copy of the preset that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.models import Event, Project, Rating, Scale, ScaleVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from claims.models import User
    from claims.pipeline.scales.rows import Row


class Refused(ValidationError):
    """This cannot be done; the message says why, by row and field where there are some."""


class Changed(Exception):
    """Somebody changed the scale meanwhile: ``current`` is its newest edition. Nothing was written."""

    def __init__(self, current: ScaleVersion) -> None:
        super().__init__(_("Somebody else changed this scale meanwhile."))
        self.current = current


def locked(project: Project) -> Project:
    """The project's row as it is now; whoever else changes its scale waits for this transaction."""
    return Project.objects.select_for_update(no_key=True, of=("self",)).select_related("scale").get(pk=project.pk)


def check_basis(scale: Scale, project: Project, basis: int | None) -> ScaleVersion:
    """The newest edition; Changed where the person saw another one, Refused for another project's scale.

    Where a preset is meant and the project uses its own copy of it by now, somebody made that copy meanwhile.
    """
    if scale.project_id not in (None, project.pk):
        raise Refused(_("This scale belongs to another project."))
    if scale.project_id is None and project.scale.copy_of_id == scale.pk:
        raise Changed(project.scale.current())
    newest = scale.current()
    if basis is not None and newest.number != basis:
        raise Changed(newest)
    return newest


def own_copy(scale: Scale, project: Project, by: User) -> Scale:
    """``scale`` where it is the project's own; else a copy, which the project uses from now on.

    The copy's first edition is the preset's newest, rating by rating, and says the same: see ``Rating.same_as``.
    """
    if scale.project_id == project.pk:
        return scale
    name = f"{scale.name}, {project.name}"[:120]
    copy = Scale.objects.create(
        slug=_free_slug(f"{project.slug}-{scale.slug}"),
        name=name,
        description=scale.description,
        project=project,
        copy_of=scale.copy_of or scale,
    )
    version = ScaleVersion.objects.create(scale=copy, number=1)
    Rating.objects.bulk_create(_again(row, version) for row in scale.current().ratings.all())
    Event.objects.record("scale.copied", copy, project_id=project.pk, by=by, scale=copy.slug, copy_of=scale.slug)
    use(copy, project, by)
    return copy


def use(scale: Scale, project: Project, by: User) -> None:
    """Let new verdicts be given on this scale."""
    before, project.scale = project.scale.slug, scale
    project.save(update_fields=["scale"])
    Event.objects.record(
        "scale.chosen", scale, project_id=project.pk, by=by, scale={"from": before, "to": scale.slug}
    )


def write_edition(scale: Scale, rows: Iterable[Row], retired: Iterable[Rating], moment: datetime) -> ScaleVersion:
    """The next edition: the rows in order, then what is retired, from ``moment`` on unless it was before."""
    version = ScaleVersion.objects.create(scale=scale, number=scale.current().number + 1)
    offered = [
        Rating(
            version=version, position=position, slug=row.slug, label=row.label, definition=row.definition,
            value=row.value, needs_evidence=row.needs_evidence, needs_independent=row.needs_independent,
        )
        for position, row in enumerate(rows, start=1)
    ]  # fmt: skip
    kept = [_again(row, version) for row in retired]
    for position, row in enumerate(kept, start=len(offered) + 1):
        row.position, row.retired_at = position, row.retired_at or moment
    Rating.objects.bulk_create([*offered, *kept])
    return version


def _again(row: Rating, version: ScaleVersion) -> Rating:
    kept = ("slug", "label", "definition", "value", "position", "retired_at", "needs_evidence", "needs_independent")
    return Rating(version=version, **{name: getattr(row, name) for name in kept})


def _free_slug(wanted: str) -> str:
    slug, number = wanted[:60].rstrip("-"), 2
    while Scale.objects.filter(slug=slug).exists():
        slug, number = f"{wanted[:55].rstrip('-')}-{number}", number + 1
    return slug
