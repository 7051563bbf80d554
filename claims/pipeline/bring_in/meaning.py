"""What the words of a file mean: the columns of a table, the labels of another tool. Asked once, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO, cast

from django.db import transaction

from claims.formats.labels import LABELLED, Label, labels_in, meant
from claims.formats.table_reading import guessed
from claims.models import Import, Project, WorkState
from claims.models import Mapping as Remembered
from claims.pipeline.bring_in.dispatch import ROLES, options_of
from claims.pipeline.bring_in.job import begin
from claims.pipeline.bring_in.others import ratings_for
from claims.pipeline.bring_in.tables import columns_of

if TYPE_CHECKING:
    from claims.models import Rating, User

TABLE = "csv"
ASKED_OF = (TABLE, *LABELLED)
"""Formats whose words somebody has to explain."""


def waits_for_meanings(*, row: Import) -> bool:
    """Whether the file was handed in and nobody has said yet what its words mean."""
    return row.format in ASKED_OF and row.state == WorkState.CANCELLED and row.started_at is None


def table_of(*, row: Import) -> list[str]:
    """The columns of a table that was handed in; raises Broken."""
    with row.file.open("rb") as file:
        return columns_of(cast("BinaryIO", file))


def labels_of(*, row: Import) -> list[Label]:
    """The labels of a file that was handed in, the most frequent first; raises Broken."""
    with row.file.open("rb") as file:
        return labels_in(cast("BinaryIO", file), row.format)


def meanings_for(*, project: Project, columns: list[str]) -> dict[str, str]:
    """What the columns mean: as somebody said for the same columns before, else as they are called."""
    known = Remembered.objects.filter(project=project, columns=columns).first()
    return dict(known.meanings) if known else guessed(columns)


def label_meanings_for(*, project: Project, fmt: str, labels: list[Label]) -> dict[str, str]:
    """What each label means: as somebody said of it before, else as it is called; "" for nothing."""
    ratings = {word: one.slug for one in ratings_for(project, fmt) for word in (one.label, one.slug)}
    told = meant(labels, ratings) | remembered_labels(project=project, fmt=fmt)
    return {one.name: told.get(one.name, "") for one in labels}


def remembered_labels(*, project: Project, fmt: str) -> dict[str, str]:
    """What was said before of labels of this kind of file, as far as the project's scale still has the ratings."""
    known = Remembered.objects.filter(project=project, columns=_name(fmt)).first()
    there = {"", *ROLES, *(one.slug for one in ratings_for(project, fmt))}
    return {label: what for label, what in known.meanings.items() if what in there} if known else {}


def ratings_offered(*, project: Project, fmt: str) -> list[Rating]:
    """The ratings that a label can stand for, in the order of their scale."""
    return list(ratings_for(project, fmt))


@transaction.atomic
def say_columns(*, row: Import, columns: list[str], meanings: Mapping[str, str], by: User) -> bool:
    """Remember what the columns mean, and try the file so; False where it waits or runs already."""
    Remembered.objects.update_or_create(
        project=row.project, columns=columns, defaults={"meanings": dict(meanings), "changed_by": by}
    )
    return begin(row=row, by=by, dry_run=True, options=options_of(TABLE, meanings))


@transaction.atomic
def say_labels(*, row: Import, meanings: Mapping[str, str], by: User, person: str = "", unit: str = "") -> bool:
    """Remember what labels mean, beside what was said of others, and try the file so; False where it runs already.

    ``person`` is who judged where the file names nobody, ``unit`` what places in doccano's texts count.
    """
    known = Remembered.objects.select_for_update().filter(project=row.project, columns=_name(row.format)).first()
    told = {**(known.meanings if known else {}), **meanings}
    Remembered.objects.update_or_create(
        project=row.project, columns=_name(row.format), defaults={"meanings": told, "changed_by": by}
    )
    return begin(row=row, by=by, dry_run=True, options=options_of(row.format, meanings, person=person, unit=unit))


def _name(fmt: str) -> list[str]:
    """Under which labels are remembered; no table has a column without a name."""
    return ["", fmt]
