"""The sources of projects with what rests on them, counted by head: a merged source counts for the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Func, Max, Min, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields import DateField
from django.db.models.functions import Cast, Coalesce

from claims.models import Attribution, Claim, Project, Revision, Ruling, Source, Verdict

if TYPE_CHECKING:
    from claims.models import User


@dataclass(frozen=True, slots=True)
class Voice:
    """A source with counts over the newest texts of articles that are not in the trash.

    ``first_seen`` and ``last_seen`` are days of publication, or else of arrival; None where it speaks nowhere.
    """

    source: Source
    claims: int = 0
    articles: int = 0
    denied: int = 0
    first_seen: date | None = None
    last_seen: date | None = None

    @property
    def share_denied(self) -> float:
        """The share (0 to 1) of its claims in which it denies something."""
        return self.denied / self.claims if self.claims else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """How often one rating was given; ``value`` None is off the scale."""

    scale: str
    slug: str
    label: str
    value: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Mix:
    """How the claims of a source were judged: rulings in force, and current verdicts that the viewer may see."""

    rulings: list[Part]
    verdicts: list[Part]


SORTS = {
    "name": lambda voice: (voice.source.name.casefold(), voice.source.pk),
    "claims": lambda voice: (-voice.claims, voice.source.name.casefold(), voice.source.pk),
    "articles": lambda voice: (-voice.articles, voice.source.name.casefold(), voice.source.pk),
    "denied": lambda voice: (-voice.share_denied, -voice.claims, voice.source.name.casefold(), voice.source.pk),
    "seen": lambda voice: (-(voice.last_seen or date.min).toordinal(), voice.source.name.casefold()),
}
"""The orders in which sources are listed; figures with the most first, ``seen`` with the newest."""


def voices(
    *, projects: QuerySet[Project] | Iterable[Project], search: str = "", kind: str = "", sort: str = "name"
) -> list[Voice]:
    """All sources of the projects that stand for themselves, in two queries, or three with a ``search``.

    ``search`` looks in names and aliases, also those of sources merged into another, without regard to capitals
    and accents. ``sort`` is one of ``SORTS``.
    """
    rows = Source.objects.filter(project__in=projects)
    if term := search.strip():
        plain = Func(F("aliases"), Value("\n"), function="array_to_string", output_field=TextField())
        named = rows.annotate(plain=plain).filter(
            Q(name__unaccent__icontains=term) | Q(plain__unaccent__icontains=term)
        )
        # By value: as a subquery the planner may look for each head in all that was found.
        rows = rows.filter(pk__in=set(named.with_head().values_list("head_id", flat=True)))
    if kind:
        rows = rows.filter(kind=kind)
    heads = rows.kept().heads().select_related("project", "article", "kind_set_by").defer("search")
    counts = _counts(Q(source__project__in=projects))
    return sorted((Voice(row, **counts.get(row.pk, {})) for row in heads), key=SORTS[sort])


def voice(source: Source) -> Voice:
    """One source with its counts, those of what was merged into it included."""
    counts = _counts(Q(source=source) | Q(source__merged_into=source))
    return Voice(source, **counts.get(source.merged_into_id or source.pk, {}))


def heard() -> QuerySet[Attribution]:
    """Attributions of claims in the newest texts of articles; nothing of what is in the trash."""
    newer = Revision.objects.filter(
        article=OuterRef("claim__revision__article"), number__gt=OuterRef("claim__revision__number")
    )
    kept = Attribution.objects.filter(claim__deleted_at=None, claim__revision__article__deleted_at=None)
    return kept.exclude(source=None).filter(~Exists(newer))


def claims_of(source: Source) -> QuerySet[Claim]:
    """The claims that rest on the source, or on what was merged into it, each once."""
    said = heard().filter(Q(source=source) | Q(source__merged_into=source))
    return Claim.objects.kept().filter(pk__in=said.values("claim"))


def mix_of(*, source: Source, viewer: User) -> Mix:
    """How the source's claims were judged, as far as blind review lets the viewer know."""
    claims = claims_of(source)
    rulings = Ruling.objects.in_force().filter(claim__in=claims).exclude(rating=None)
    verdicts = Verdict.objects.current().filter(claim__in=claims).visible_to(viewer)
    return Mix(rulings=_parts(rulings), verdicts=_parts(verdicts))


def _counts(which: Q) -> dict[Any, dict[str, Any]]:
    article = "claim__revision__article"
    day = Coalesce(f"{article}__published_at", Cast(f"{article}__created_at", DateField()))
    rows = heard().filter(which).values(head=Coalesce("source__merged_into_id", "source_id"))
    rows = rows.order_by().annotate(
        claims=Count("claim", distinct=True),
        articles=Count(article, distinct=True),
        denied=Count("claim", distinct=True, filter=Q(claim__polarity="denies")),
        first_seen=Min(day),
        last_seen=Max(day),
    )
    return {row["head"]: {name: value for name, value in row.items() if name != "head"} for row in rows}


def _parts(rows: Any) -> list[Part]:
    named = {"scale": F("rating__version__scale__slug"), "slug": F("rating__slug"), "label": F("rating__label")}
    found = rows.order_by().values(**named, value=F("rating__value")).annotate(count=Count("pk"))
    return sorted((Part(**row) for row in found), key=attrgetter("count", "slug"), reverse=True)
