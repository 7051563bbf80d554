"""The verdicts of a selection: as rows that a question can go on narrowing, and as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, UUIDField, Value, When, Window
from django.db.models.functions import Coalesce, DenseRank
from django.utils import timezone
from numpy.typing import NDArray

from claims.figures.selection import Dimension, Selection, Which
from claims.models import Claim, ClaimState, Finding, Rating, User, Verdict

Ints = NDArray[np.int64]

OLD_WORDS = Q(created_at__lte=F("claim__reshaped_at"))
"""Given before a person changed the claim's words or voice."""
FRESH = Q(claim__reshaped_at=None) | Q(created_at__gt=F("claim__reshaped_at"))
"""Given on the claim as it is."""
THE_WORD = {
    Which.LATEST: Q(superseded_by=None),
    Which.FIRST: Q(supersedes=None) | Q(supersedes__created_at__lte=F("claim__reshaped_at")),
}
"""Of a person's verdicts on the claim as it is the one that counts."""
ANOTHER_WORD = {
    Which.LATEST: Q(superseded_by__isnull=False),
    Which.FIRST: Q(supersedes__isnull=False)
    & (Q(claim__reshaped_at=None) | Q(supersedes__created_at__gt=F("claim__reshaped_at"))),
}
"""One that does not, for the same person has the one that counts."""


NUMBERS = ("number", "place", "by_id", "says", "old", "other")
"""What is read of each verdict; the numbers of claims and of articles count from 1, in the order of their ids."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a verdict can say; ``value`` None is off the scale or has no order."""

    key: str
    label: str
    value: int | None = None
    pk: Any = None


def categories(selection: Selection) -> list[Category]:
    """The ratings of the edition in their order, or the findings."""
    if selection.dimension == Dimension.FINDING:
        return [Category(str(one.value), str(one.label), pk=str(one.value)) for one in Finding]
    rows = Rating.objects.filter(version=selection.edition).order_by("position", "id")
    return [Category(row.slug, row.label, row.value, row.pk) for row in rows]


def claims(selection: Selection) -> QuerySet[Claim]:
    """The claims that the selection is about, fully judged or not."""
    rows = Claim.objects.kept().filter(
        revision__article__project=selection.project, revision__article__deleted_at=None
    )
    return rows.filter(revision__article=selection.article) if selection.article else rows


def given(selection: Selection, viewer: User) -> QuerySet[Verdict]:
    """All verdicts of its days on its fully judged claims, as far as the viewer may see them."""
    rows = Verdict.objects.visible_to(viewer).filter(
        claim__deleted_at=None,
        claim__revision__article__project=selection.project,
        claim__revision__article__deleted_at=None,
    )
    rows = rows.exclude(claim__state=ClaimState.OPEN)
    if selection.article:
        rows = rows.filter(claim__revision__article=selection.article)
    if selection.since:
        rows = rows.filter(created_at__gte=_begin(selection.since))
    if selection.until:
        rows = rows.filter(created_at__lt=_begin(selection.until + timedelta(days=1)))
    return rows.order_by()


def counted(selection: Selection, viewer: User) -> QuerySet[Verdict]:
    """Of those the ones that figures are made of: one a person and claim, on the words as they are, under the
    edition."""
    rows = given(selection, viewer).filter(FRESH, THE_WORD[selection.which])
    if selection.dimension == Dimension.RATING:
        rows = rows.filter(rating__version=selection.edition)
    return rows


def of_category(selection: Selection, category: Category) -> Q:
    """Verdicts that say so."""
    if selection.dimension == Dimension.FINDING:
        return Q(finding=category.pk)
    return Q(rating=category.pk)


def _begin(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Columns:
    """Each verdict of ``given`` in one place of all columns, those of a claim side by side, by rater.

    ``claim`` counts from 0; ``article`` and ``rater`` are places in ``articles`` and ``raters`` (ids); ``category``
    is a place in the categories, -1 for a rating of another edition. ``old`` are verdicts on earlier words,
    ``other`` those of which the same person has another one that counts.
    """

    claim: Ints
    article: Ints
    rater: Ints
    category: Ints
    old: NDArray[np.bool_]
    other: NDArray[np.bool_]
    articles: list[UUID]
    raters: list[int]


def columns(selection: Selection, viewer: User, known: list[Category]) -> Columns:
    """All of them, in one query that answers one row: so many rows one by one take longer than all the rest."""
    flag = IntegerField()
    article = F("claim__revision__article_id")
    rows = given(selection, viewer).annotate(
        number=Window(DenseRank(), order_by=[article.asc(), F("claim_id").asc()]),
        place=Window(DenseRank(), order_by=[article.asc()]),
        of_article=article,
        says=Coalesce(_place(selection, known), Value(0)),
        old=Case(When(OLD_WORDS, then=1), default=0, output_field=flag),
        other=Case(When(ANOTHER_WORD[selection.which], then=1), default=0, output_field=flag),
    )
    sql, parameters = rows.values_list(*NUMBERS, "of_article").query.sql_with_params()
    each = ", ".join(f'n."{name}"' for name in NUMBERS)
    packed = f"string_agg(concat_ws(' ', {each}), ' '), array_agg(DISTINCT n.of_article)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {packed} FROM ({sql}) AS n", parameters)  # noqa: S608 - names of our own
        numbers, articles = cursor.fetchone() or ("", [])
    return _as_columns(np.fromstring(numbers or "", dtype=np.int64, sep=" "), sorted(articles or []))


def _as_columns(numbers: Ints, articles: list[UUID]) -> Columns:
    table = numbers.reshape(-1, len(NUMBERS))
    raters, rater = np.unique(table[:, 2], return_inverse=True)
    order = np.lexsort((rater, table[:, 0]))
    table = table[order]
    return Columns(
        claim=table[:, 0] - 1,
        article=table[:, 1] - 1,
        rater=rater[order].astype(np.int64),
        category=table[:, 3] - 1,
        old=table[:, 4] == 1,
        other=table[:, 5] == 1,
        articles=articles,
        raters=[int(one) for one in raters],
    )


def _place(selection: Selection, known: list[Category]) -> Func:
    """The place of what the verdict says among ``known``, from 1."""
    finding = selection.dimension == Dimension.FINDING
    base = TextField() if finding else UUIDField()
    column = F("finding") if finding else F("rating_id")
    among = Value([one.pk for one in known], output_field=ArrayField(base))
    function = "array_position(%(expressions)s)"
    cast = "text" if finding else "uuid"
    return Func(
        Func(among, template=f"%(expressions)s::{cast}[]", output_field=ArrayField(base)),
        Func(column, template=f"(%(expressions)s)::{cast}", output_field=base),
        template=function,
        output_field=IntegerField(),
    )
