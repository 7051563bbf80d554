"""Which rows of a project go into a file: what was chosen, as one reader sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import DateField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from claims.interchange.chosen import Chosen
from claims.interchange.columns import Table
from claims.interchange.counting import ROOTS, rows_of
from claims.interchange.lens import seen, withheld
from claims.models import (
    Act,
    Article,
    Attribution,
    Claim,
    Evidence,
    Project,
    Reading,
    Ruling,
    Source,
    User,
    allows,
    role_of,
)

Rows = QuerySet[Any]


class Selection:
    """``viewer`` None is the operator, who sees everything."""

    def __init__(self, project: Project, chosen: Chosen, viewer: User | None) -> None:
        self.project = project
        self.chosen = chosen
        self.viewer = viewer
        self.role = role_of(viewer, project) if viewer else None
        self.named = viewer is None or allows(self.role, Act.SETTLE)

    @property
    def is_all(self) -> bool:
        """Whether nothing at all is left out."""
        return self.viewer is None and not self.chosen

    def narrow(self, place: str, rows: Rows) -> Rows:
        """Of rows that stand in others: those that the reader sees and that tell of nothing but what was chosen."""
        if place == "expert_link.questions" and self.chosen:
            rows = rows.filter(claim__in=self.claims().values("pk"))
        return rows if self.viewer is None else seen(place, rows, self.viewer, self.role)

    def rows(self, table: Table) -> Rows:
        """The rows of one kind of record, scales aside, in no order."""
        rows: Rows = rows_of(table, ROOTS[table.name][1], self.project)
        if self.chosen and table.name in _CHOSEN:
            rows = _CHOSEN[table.name](self, rows)
        return self.narrow(table.name, rows)

    def claims(self) -> QuerySet[Claim]:
        """The claims of the articles that are chosen, and of these those that are."""
        found: QuerySet[Claim] = Claim.objects.filter(revision__article__in=self._articles().values("pk"))
        if self.chosen.states:
            found = found.filter(state__in=self.chosen.states)
        if self.chosen.sources:
            said = Attribution.objects.filter(claim=OuterRef("pk"), source__in=self.chosen.sources)
            found = found.filter(Exists(said))
        if self.chosen.ratings:
            rulings = Ruling.objects.in_force()
            rulings = rulings.visible_to(self.viewer) if self.viewer else rulings
            found = found.filter(Exists(rulings.filter(claim=OuterRef("pk"), rating__slug__in=self.chosen.ratings)))
        return self.narrow("claim", found)

    def withheld(self) -> list[dict[str, str]]:
        """What is left out for the reader and why."""
        return withheld(self.viewer, self.role, self.claims()) if self.viewer else []

    def counted(self, tables: Iterable[Table]) -> dict[str, int]:
        """The number of rows by place, as ``Reader.counts`` has them, each counted in the database by itself."""
        return {place: rows.count() for table in tables for place, _model, rows in self.places(table)}

    def places(self, table: Table) -> Iterator[tuple[str, type[Model], Rows]]:
        """Of one kind of record: every place, the model of its rows, and these rows, in no order."""
        yield from self._places(table, self.rows(table), table.name)

    def _places(self, table: Table, rows: Rows, place: str) -> Iterator[tuple[str, type[Model], Rows]]:
        yield place, table.model, rows
        keys = rows.order_by().values("pk")
        for name in table.lists:
            relation: Any = table.model._meta.get_field(name)
            through = relation.remote_field.through
            there = through.objects.filter(**{f"{relation.m2m_field_name()}__in": keys})
            yield f"{place}.{name}", through, self.narrow(f"{place}.{name}", there)
        for child in table.children:
            below = child.model._default_manager.filter(**{f"{child.parent}__in": keys})
            name = f"{place}.{child.name}"
            yield from self._places(child, self.narrow(name, below), name)

    def _articles(self) -> Rows:
        """Those chosen by id and day."""
        rows: Rows = Article.objects.filter(project=self.project)
        if self.chosen.articles:
            rows = rows.filter(pk__in=self.chosen.articles)
        if self.chosen.since or self.chosen.until:
            rows = rows.annotate(day=Coalesce("published_at", Cast("created_at", DateField())))
        if self.chosen.since:
            rows = rows.filter(day__gte=self.chosen.since)
        if self.chosen.until:
            rows = rows.filter(day__lte=self.chosen.until)
        return self.narrow("article", rows)


def _chosen_articles(selection: Selection, rows: Rows) -> Rows:
    rows = rows.filter(pk__in=selection._articles().values("pk"))
    if selection.chosen.whole_articles:
        return rows
    return rows.filter(pk__in=selection.claims().values("revision__article"))


def _used_sources(selection: Selection, rows: Rows) -> Rows:
    """Those that the claims rest on or may rest on, the articles' own voices, and what any was merged into."""
    claims = selection.claims().values("pk")
    said = Attribution.objects.filter(claim__in=claims).values("source")
    read = Reading.objects.filter(attribution__claim__in=claims).values("source")
    articles = _chosen_articles(selection, Article.objects.all()).values("pk")
    heard = Q(pk__in=said) | Q(pk__in=read) | Q(article__in=articles) | Q(mentions__article__in=articles)
    there = Source.objects.filter(heard).values("pk")
    heads = Q(pk__in=Source.objects.filter(pk__in=there).exclude(merged_into=None).values("merged_into"))
    other_end = Q(merges_in__source__in=there)
    return rows.filter(pk__in=Source.objects.filter(Q(pk__in=there) | heads | other_end).values("pk"))


def _used_documents(selection: Selection, rows: Rows) -> Rows:
    evidence = Evidence.objects.filter(claim__in=selection.claims().values("pk"))
    return rows.filter(pk__in=selection.narrow("claim.evidence", evidence).values("document"))


_CHOSEN: dict[str, Any] = {
    "source": _used_sources,
    "document": _used_documents,
    "fact_check": lambda selection, rows: rows.none(),
    "article": _chosen_articles,
    "claim": lambda selection, rows: rows.filter(pk__in=selection.claims().values("pk")),
    "example": lambda selection, rows: rows.filter(claim__in=selection.claims().values("pk")),
    "expert_link": lambda selection, rows: rows.filter(
        Exists(
            rows.model.questions.rel.related_model.objects.filter(
                link=OuterRef("pk"), claim__in=selection.claims().values("pk")
            )
        )
    ),
}
"""Of what points at claims, or is pointed at by them: only what belongs to those that are chosen."""
