"""A whole project as records, read at one moment with a memory that does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from claims.formats.records_jsonl import Record, header
from claims.interchange.columns import Table
from claims.interchange.counting import ROOTS, counted, rows_of
from claims.interchange.names import Names
from claims.interchange.reading import Reader, Values
from claims.interchange.tables import (
    ARTICLE,
    CLAIM,
    DOCUMENT,
    EXAMPLE,
    EXPERT_LINK,
    FACT_CHECK,
    PROJECT,
    SCALE,
    SOURCE,
)
from claims.models import Article, Claim, Panel, Project, Revision, Ruling, Scale, User, Verdict
from claims.pipeline.export.reading import one_snapshot

CLAIMS_AT_ONCE = 1000
ROWS_AT_ONCE = 500


class Incomplete(RuntimeError):
    """The file does not hold what the database does; the message says of which kind."""


def stream(*, project: Project) -> Iterator[Record]:
    """Everything of a project that travels, complete, for the operator: ``formats.records_jsonl`` writes it.

    Each article is followed by its claims. Raises Incomplete, before the record that ends the file, where the rows
    written are not as many as those counted in the same snapshot.
    """
    with one_snapshot():
        there = counted(project)
        reader = Reader(Names.read(), empty=frozenset(place for place, number in there.items() if not number))
        yield header(complete=True)
        yield from _kind(SCALE, reader.read(SCALE, _scales(project).order_by(*SCALE.order)))
        for table in (PROJECT, SOURCE, DOCUMENT, FACT_CHECK):
            yield from _batches(reader, table, project)
        yield from _articles(reader, project)
        for table in (EXAMPLE, EXPERT_LINK):
            yield from _batches(reader, table, project)
        yield from _people(reader)
        wrong = [place for place, number in there.items() if reader.counts[place] != number]
        if wrong:
            raise Incomplete(_("Not all was written: %(kinds)s.") % {"kinds": ", ".join(wrong)})
        yield {"record": "end", "counts": {SCALE.name: reader.counts[SCALE.name], **there}}


def _kind(table: Table, rows: list[Values]) -> Iterator[Record]:
    for values in rows:
        yield {"record": table.name, **values}


def _batches(reader: Reader, table: Table, project: Project) -> Iterator[Record]:
    path = ROOTS[table.name][1]
    keys = list(rows_of(table, path, project).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        rows = table.model._default_manager.filter(pk__in=keys[start : start + ROWS_AT_ONCE])
        yield from _kind(table, reader.read(table, rows.order_by("pk")))


def _articles(reader: Reader, project: Project) -> Iterator[Record]:
    for keys in _by_size(project):
        articles = reader.read(ARTICLE, Article.objects.filter(pk__in=keys).order_by("pk"))
        texts = {revision["id"]: revision["text"] for article in articles for revision in article["revisions"]}
        claims = Claim.objects.filter(revision__in=list(texts))
        of_revision: dict[str, list[Values]] = {}
        for claim in reader.read(CLAIM, claims.order_by(*CLAIM.order)):
            _quote(texts[claim["revision"]], claim["spans"])
            of_revision.setdefault(claim["revision"], []).append(claim)
        for article in articles:
            for revision in article["revisions"]:
                _quote(revision["text"], revision["sentences"])
            yield {"record": ARTICLE.name, **article}
            for revision in article["revisions"]:
                yield from _kind(CLAIM, of_revision.get(revision["id"], []))


def _by_size(project: Project) -> Iterator[list[Any]]:
    """The articles' ids in order, so many at once that their claims are about ``CLAIMS_AT_ONCE``."""
    sizes = Revision.objects.filter(article__project=project).values("article").annotate(size=Count("claims"))
    size = dict(sizes.values_list("article", "size"))
    batch: list[Any] = []
    weight = 0
    for pk in Article.objects.filter(project=project).order_by("pk").values_list("pk", flat=True):
        batch.append(pk)
        weight += size.get(pk, 0) + 1
        if weight >= CLAIMS_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _quote(text: str, places: list[Values]) -> None:
    """The words that stand there, for people and as a check of the offsets."""
    for place in places:
        place["quote"] = text[place["start"] : place["end"]]


def _scales(project: Project) -> Any:
    """The project's scale, its own ones, those it judged on, and the presets that they began as."""
    mine = Q(claim__revision__article__project=project, rating__version__scale=OuterRef("pk"))
    used = Q()
    for model in (Verdict, Ruling, Panel):
        used |= Q(Exists(model._default_manager.filter(mine)))
    chosen = Scale.objects.filter(Q(pk=project.scale_id) | Q(project=project) | used)
    return Scale.objects.filter(Q(pk__in=chosen.values("pk")) | Q(copies__in=chosen.values("pk"))).distinct()


def _people(reader: Reader) -> Iterator[Record]:
    """Whoever was named, by user name."""
    for user in User.objects.filter(pk__in=reader.names.met).order_by("username"):
        yield {"record": "person", "username": user.username, "label": user.label}
