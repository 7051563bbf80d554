"""A project as records, read at one moment with a memory that does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from claims.formats.format import Record
from claims.formats.records_jsonl import header
from claims.interchange.ahead import Sent, one_ahead, pipelined
from claims.interchange.chosen import Chosen
from claims.interchange.columns import Table
from claims.interchange.counting import ROOTS, counted
from claims.interchange.history import history, refuse_half_a_history
from claims.interchange.lens import UNTOLD
from claims.interchange.names import Names
from claims.interchange.reading import Asked, Reader
from claims.interchange.selection import Selection
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

CLAIMS_AT_ONCE = 2000
ROWS_AT_ONCE = 500


EVERYTHING = Chosen()


class Incomplete(RuntimeError):
    """The file does not hold what the database does; the message says of which kind."""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All reads inside see the database at one moment; inside a caller's transaction, that one decides."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def stream(
    *, project: Project, viewer: User | None = None, chosen: Chosen = EVERYTHING, with_history: bool = False
) -> Iterator[Record]:
    """What of a project travels, as one reader sees it; None is the operator, who sees everything.

    Each article is followed by its claims. Raises Incomplete, before the record that ends the file, where the rows
    written are not as many as those counted in the same snapshot; PermissionDenied where ``with_history`` asks for
    earlier states of rows that are kept from the reader.
    """
    with one_snapshot():
        selection = Selection(project, chosen, viewer)
        there = (
            counted(project) if selection.is_all else selection.counted(table for table, _path in ROOTS.values())
        )
        if with_history:
            refuse_half_a_history(selection)
        left_out = selection.withheld()
        reader = _reader(selection, there, veiled=any(one["what"] == "verdicts" for one in left_out))
        yield _header(selection, left_out)
        yield from _kind(reader, SCALE, _scales(selection))
        for table in (PROJECT, SOURCE, DOCUMENT, FACT_CHECK):
            yield from _batches(reader, table, selection)
        yield from _articles(reader, selection)
        for table in (EXAMPLE, EXPERT_LINK):
            yield from _batches(reader, table, selection)
        if with_history:
            yield from history(reader, selection)
        yield from _people(reader)
        wrong = [place for place, number in there.items() if reader.counts[place] != number]
        if wrong:
            raise Incomplete(_("Not all was written: %(kinds)s.") % {"kinds": ", ".join(wrong)})
        yield {"record": "end", "counts": {SCALE.name: reader.counts[SCALE.name], **there}}


def _reader(selection: Selection, there: Mapping[str, int], *, veiled: bool) -> Reader:
    names = Names.read()
    if not selection.named and selection.viewer:
        names.veiled_for = selection.viewer.pk
    empty = frozenset(place for place, number in there.items() if not number)
    return Reader(names, empty=empty, narrow=selection.narrow, untold=UNTOLD if veiled else {})


def _header(selection: Selection, left_out: list[dict[str, str]]) -> Record:
    """Complete is what can be brought in again: whole articles, with all that was said of them."""
    complete = not left_out and selection.chosen.whole_articles
    told: dict[str, Any] = {"chosen": selection.chosen.as_values()} if selection.chosen else {}
    return header(complete=complete, withheld=left_out, **told)


def _batches(reader: Reader, table: Table, selection: Selection) -> Iterator[Record]:
    keys = list(selection.rows(table).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        rows = table.model._default_manager.filter(pk__in=keys[start : start + ROWS_AT_ONCE])
        yield from _kind(reader, table, rows)


def _kind(reader: Reader, table: Table, rows: Any) -> Iterator[Record]:
    for record, _beside in reader.records(reader.ask(table, rows)):
        yield record


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some articles with their claims and texts, which the database was asked for."""

    articles: Asked
    claims: Asked
    texts: Sent

    def fetch(self) -> None:
        """Wait for all of it."""
        for one in (self.articles, self.claims, self.texts):
            one.fetch()


def _articles(reader: Reader, selection: Selection) -> Iterator[Record]:
    """Each article and its claims."""
    batches = list(_by_size(selection))
    with pipelined():
        for batch in one_ahead(partial(_ask, reader, selection), batches):
            yield from _of_batch(reader, batch, named=selection.named)


def _ask(reader: Reader, selection: Selection, keys: list[Any]) -> _Batch:
    claims = Claim.objects.filter(revision__article__in=keys)
    if not selection.is_all:
        claims = claims.filter(pk__in=selection.claims().values("pk"))
    texts = Revision.objects.filter(article__in=keys).order_by("article_id", "number")
    told = texts.annotate(key=Cast("pk", TextField()), of=Cast("article_id", TextField()))
    return _Batch(
        articles=reader.ask(ARTICLE, Article.objects.filter(pk__in=keys), beside=["id"]),
        claims=reader.ask(CLAIM, claims, beside=["revision_id"]),
        texts=Sent(*told.values_list("of", "key", "text").query.sql_with_params()),
    )


def _of_batch(reader: Reader, batch: _Batch, *, named: bool) -> Iterator[Record]:
    texts = batch.texts.fetch()
    reader.quote_from({revision: text for _article, revision, text in texts})
    revisions: dict[str, list[str]] = {}
    for article, revision, _text in texts:
        revisions.setdefault(article, []).append(revision)
    articles = reader.records(batch.articles)
    of_revision: dict[str, list[Record]] = {}
    for claim, (revision,) in reader.records(batch.claims):
        of_revision.setdefault(revision, []).append(claim)
    for record, (pk,) in articles:
        yield record
        for revision in revisions.get(pk, ()):
            for claim in of_revision.get(revision, ()):
                if not named:
                    _veil(claim, reader.names)
                yield claim


def _by_size(selection: Selection) -> Iterator[list[Any]]:
    """The articles' ids in order, so many at once that their claims are about ``CLAIMS_AT_ONCE``."""
    sizes = Revision.objects.filter(article__project=selection.project).values("article")
    size = dict(sizes.annotate(size=Count("claims")).values_list("article", "size"))
    batch: list[Any] = []
    weight = 0
    for pk in selection.rows(ARTICLE).order_by("pk").values_list("pk", flat=True):
        batch.append(pk)
        weight += size.get(pk, 0) + 1
        if weight >= CLAIMS_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _veil(claim: Record, names: Names) -> None:
    """Stand-ins also in what people wrote to each other."""
    for row in claim["comments"]:
        row["text"] = names.unnamed(row["text"])
    for row in claim["questions"]:
        row["text"], row["answer"] = names.unnamed(row["text"]), names.unnamed(row["answer"])


def _scales(selection: Selection) -> Any:
    """The project's scale, those its claims were judged on, and the presets that they began as.

    With all claims the project's own scales, too. Of rows that the reader does not see nothing is told by a scale.
    """
    project = selection.project
    used = Q(pk=project.scale_id) if selection.chosen else Q(pk=project.scale_id) | Q(project=project)
    on_it = Q(claim__revision__article__project=project, rating__version__scale=OuterRef("pk"))
    for place, model in (("claim.verdicts", Verdict), ("claim.rulings", Ruling), ("claim.panels", Panel)):
        rows = model._default_manager.filter(on_it)
        if selection.chosen:
            rows = rows.filter(claim__in=selection.claims().values("pk"))
        used |= Q(Exists(selection.narrow(place, rows)))
    there = Scale.objects.filter(used)
    return Scale.objects.filter(Q(pk__in=there.values("pk")) | Q(copies__in=there.values("pk"))).distinct()


def _people(reader: Reader) -> Iterator[Record]:
    """Whoever was named, by user name; of who has a stand-in nothing but that."""
    names = reader.names
    people = [
        {"username": names.person(user.pk), "label": "" if user.pk in names.stand_ins else user.label}
        for user in User.objects.filter(pk__in=names.met)
    ]
    for person in sorted(people, key=lambda one: one["username"]):
        yield {"record": "person", **person}
