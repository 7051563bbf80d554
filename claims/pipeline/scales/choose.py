"""Choosing the scale that a project judges on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Act, Project, Scale, require
from claims.pipeline.scales.own import Changed, Refused, locked, use

if TYPE_CHECKING:
    from uuid import UUID

    from claims.models import User


@transaction.atomic
def choose_scale(*, project: Project, scale: Scale, by: User, basis: UUID | None = None) -> Project:
    """Let new verdicts be given on another scale: a preset, or one of the project's own. Twice is once.

    Verdicts and rulings stay as they were given and count on; ``Rating.same_as`` says which of them agree.
    ``basis`` is the id of the scale that the person saw in use; another one by now raises Changed. Raises Refused
    for another project's scale and for one without ratings.
    """
    require(by, Act.GUIDE, project)
    project = locked(project)
    if project.scale_id == scale.pk:
        return project
    if basis is not None and project.scale_id != basis:
        raise Changed(project.scale.current())
    if scale.project_id not in (None, project.pk):
        raise Refused(_("This scale belongs to another project."))
    if not scale.versions.exists():
        raise Refused(_("This scale has no ratings yet."))
    use(scale, project, by)
    return project
