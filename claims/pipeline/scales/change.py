"""Changing a scale: a new edition for other ratings, and retiring one or bringing it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Event, Project, Rating, Scale, ScaleVersion, require
from claims.pipeline.scales.own import Refused, check_basis, locked, own_copy, write_edition
from claims.pipeline.scales.rows import Row, with_slugs, wrong_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claims.models import User


@transaction.atomic
def change_scale(
    *, project: Project, scale: Scale, by: User, rows: Sequence[Row], basis: int | None = None, note: str = ""
) -> ScaleVersion:
    """Make these ratings, in this order, the scale's next edition; answers it.

    A preset is left as it is: the project gets a copy of its own and uses that. A rating that is left out is
    retired, not deleted; what was given under an older edition keeps it. ``basis`` is the number of the edition
    that the person saw. The ratings that stand already (a double click) answer with their edition. Raises Changed,
    and Refused with a message by "N.field" for the row at place N.
    """
    require(by, Act.GUIDE, project)
    project = locked(project)
    rows, note = [row.tidy() for row in rows], " ".join(note.replace("\0", "").split())[:300]
    newest = _as_it_stands(scale, project)
    standing = list(newest.ratings.all())
    if problems := wrong_with(rows, (row.slug for row in standing)):
        raise Refused(problems)
    if _same(rows, standing):
        return newest
    check_basis(scale, project, basis)
    own = own_copy(scale, project, by)
    taken = Rating.objects.filter(version__scale=own).values_list("slug", flat=True)
    rows = with_slugs(rows, taken)
    kept = {row.slug for row in rows}
    left = [row for row in own.current().ratings.all() if row.slug not in kept]
    version = write_edition(own, rows, left, timezone.now())
    _tell("scale.changed", version, project, by, number=version.number, scale=own.slug, reason=note)
    return version


def retire_rating(*, project: Project, rating: Rating, by: User) -> Rating:
    """Take a rating of the newest edition off the offer; verdicts given with it stand. Twice is once."""
    return _set_retired(project, rating, by, retired=True)


def offer_rating(*, project: Project, rating: Rating, by: User) -> Rating:
    """Bring a retired rating back. Twice is once."""
    return _set_retired(project, rating, by, retired=False)


@transaction.atomic
def _set_retired(project: Project, rating: Rating, by: User, *, retired: bool) -> Rating:
    """Of a preset the project's own copy is changed. Answers the rating of the scale in use."""
    require(by, Act.GUIDE, project)
    project = locked(project)
    row = _of_newest(rating, project)
    if (row.retired_at is not None) == retired:
        return row
    standing = row.version.ratings.on_offer()
    if retired and standing.count() <= 2:
        raise Refused(_("A scale needs at least two ratings on offer. Add another one first."))
    if not retired and (clash := _clash(row, list(standing))):
        raise Refused(clash)
    own = own_copy(row.version.scale, project, by)
    row = own.current().ratings.get(slug=row.slug)
    row.retired_at = timezone.now() if retired else None
    row.save(update_fields=["retired_at"])
    _tell("rating.retired" if retired else "rating.offered", row, project, by, rating=row.slug, scale=own.slug)
    return row


def _of_newest(rating: Rating, project: Project) -> Rating:
    """The rating in the newest edition of its scale, or of the project's own copy where a preset was copied."""
    scale = rating.version.scale
    if scale.project_id not in (None, project.pk):
        raise Refused(_("This scale belongs to another project."))
    if scale.project_id is None and project.scale.copy_of_id == scale.pk:
        scale = project.scale
    found = scale.current().ratings.select_related("version__scale").filter(slug=rating.slug).first()
    if found is None:
        raise Refused(_("The scale was changed meanwhile. Look at it as it is now."))
    return found


def _clash(row: Rating, standing: list[Rating]) -> str:
    """Why a retired rating cannot come back as it is."""
    if any(one.label.casefold() == row.label.casefold() for one in standing):
        return _("A rating of this name is on offer. Give that one another name first.")
    if row.value is not None and any(one.value == row.value for one in standing):
        return _("Another rating has its value by now. Change that one first.")
    return ""


def _as_it_stands(scale: Scale, project: Project) -> ScaleVersion:
    """The edition to compare with: that of the project's copy, where it uses one of this preset."""
    if scale.project_id is None and project.scale.copy_of_id == scale.pk:
        return project.scale.current()
    return scale.current()


def _same(rows: Sequence[Row], standing: list[Rating]) -> bool:
    offered = [row for row in standing if row.retired_at is None]
    there = [(one.label, one.definition, one.value, one.needs_evidence, one.needs_independent) for one in offered]
    sent = [(row.label, row.definition, row.value, row.needs_evidence, row.needs_independent) for row in rows]
    slugs = all(row.slug in ("", one.slug) for row, one in zip(rows, offered, strict=False))
    return there == sent and slugs


def _tell(verb: str, target: ScaleVersion | Rating, project: Project, by: User, **data: Any) -> None:
    Event.objects.record(verb, target, project_id=project.pk, by=by, **data)
