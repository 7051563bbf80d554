"""One search over what a project holds: claims, sources, documents, published fact-checks, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims import retrieval
from claims.models import Attribution, Claim, Document, FactCheck, Passage, Project, Source, Verdict
from claims.retrieval import Found, Question

if TYPE_CHECKING:
    from claims.models import User

KINDS = {
    "claims": _("Claims"),
    "documents": _("Documents"),
    "fact-checks": _("Fact-checks"),
    "verdicts": _("Verdicts"),
    "sources": _("Sources"),
}
"""What can be searched for, in the order in which it is shown."""

HAVE_STATE = ("claims", "verdicts")
"""The kinds that a state says something about; a filter by state asks for these alone."""

OF_A_KIND = 6
"""Hits of each kind where all kinds are shown."""

OF_ONE_KIND = 40
"""Hits where one kind is asked for."""

ASKED_FOR = 3
"""So many times as many hits are read as shown: several may be passages of one document, or copies."""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found: rows by kind, best first, and the question's stems for marking them.

    ``more`` holds the kinds of which there may be others than those shown.
    """

    question: Question
    rows: dict[str, list[Any]] = field(default_factory=dict)
    more: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """Rows of all kinds."""
        return sum(len(rows) for rows in self.rows.values())


def search(
    *,
    project: Project,
    by: User,
    text: str,
    kind: str = "",
    state: str = "",
    typing: bool = False,
) -> Results:
    """What the person may see of the project that answers ``text``; any text will do, an empty one finds nothing.

    ``kind`` is one of KINDS, else all are searched; ``state`` keeps claims and verdicts of claims in that state.
    Rows have ``marked``: their text with the question's words between retrieval.BEGIN and END, not escaped.
    ``typing``: the last word may only be begun. The number of queries does not depend on what is found.
    """
    question = retrieval.ask(text, typing=typing)
    if not question:
        return Results(question)
    wanted = [kind] if kind in KINDS else [name for name in KINDS if not state or name in HAVE_STATE]
    most = OF_ONE_KIND if len(wanted) == 1 else OF_A_KIND
    found = {name: _SEARCHES[name](project, by, question, most + 1, state) for name in wanted}
    return Results(
        question,
        {name: rows[:most] for name, rows in found.items()},
        frozenset(name for name, rows in found.items() if len(rows) > most),
    )


def _claims(project: Project, by: User, question: Question, most: int, state: str) -> list[Any]:
    rows = _of_project(Claim.objects.kept(), project, "revision__article", state, "state")
    found = retrieval.find_claims(rows, question, limit=most)
    voices = Attribution.objects.select_related("source").defer("source__search").order_by("hop")
    full = Claim.objects.select_related("revision__article").defer("search", "revision__text")
    full = full.annotate(marked=retrieval.marked("text", question))
    return _in_order(full.prefetch_related(Prefetch("attributions", voices)), found)


def _verdicts(project: Project, by: User, question: Question, most: int, state: str) -> list[Any]:
    seen = Verdict.objects.current().visible_to(by).filter(claim__deleted_at=None)
    rows = _of_project(seen, project, "claim__revision__article", state, "claim__state")
    found = retrieval.find_verdicts(rows, question, limit=most)
    full = Verdict.objects.select_related("rating", "by", "claim__revision__article")
    full = full.defer("search", "claim__search", "claim__revision__text")
    return _in_order(full.annotate(marked=retrieval.marked("rationale", question, whole=False)), found)


def _documents(project: Project, by: User, question: Question, most: int, state: str) -> list[Any]:
    """Documents with the question in their title first, then others; each by its best passage."""
    documents = Document.objects.library().filter(project=project)
    rows = Passage.objects.filter(document__in=documents)
    found = retrieval.find_passages(rows, question, limit=most * ASKED_FOR)
    titled = retrieval.find_names(documents, question, column="title", limit=most)
    full = Passage.objects.select_related("document").defer("embedding", "search", "document__text")
    full = full.annotate(
        marked=retrieval.marked("text", question, whole=False),
        marked_title=retrieval.marked("document__title", question),
    )
    passages = _in_order(full, found)
    firsts = full.filter(document__in=titled).order_by("document_id", "start").distinct("document_id")
    by_title = {row.document_id: row for row in [*firsts, *reversed(passages)]}
    ordered = [*(by_title[pk] for pk in titled if pk in by_title), *passages]
    best: dict[Any, Any] = {}
    for row in ordered:
        best.setdefault(row.document_id, row)
    return list(best.values())[:most]


def _fact_checks(project: Project, by: User, question: Question, most: int, state: str) -> list[Any]:
    rows = FactCheck.objects.kept().filter(project=project)
    found = retrieval.find_fact_checks(rows, question, limit=most * ASKED_FOR)
    full = FactCheck.objects.defer("raw", "embedding", "search")
    kept = _in_order(full.annotate(marked=retrieval.marked("claim_reviewed", question)), found)
    return retrieval.without_copies(kept, lambda row: row.claim_reviewed)[:most]


def _sources(project: Project, by: User, question: Question, most: int, state: str) -> list[Any]:
    """By likeness of the name, then by its words."""
    rows = Source.objects.kept().heads().filter(Q(article=None) | Q(article__deleted_at=None), project=project)
    alike = retrieval.find_names(rows, question, column="name", limit=most)
    by_words = [hit.pk for hit in retrieval.find(rows, question, limit=most, meaning="")]
    pks = list(dict.fromkeys([*alike, *by_words]))[:most]
    full = rows.select_related("article").defer("search").annotate(marked=retrieval.marked("name", question))
    known = {row.pk: row for row in full.filter(pk__in=pks)}
    return [known[pk] for pk in pks if pk in known]


def _of_project(
    rows: QuerySet[Any], project: Project, article: str, state: str, state_column: str
) -> QuerySet[Any]:
    rows = rows.filter(**{f"{article}__project": project, f"{article}__deleted_at": None})
    return rows.filter(**{state_column: state}) if state else rows


def _in_order(rows: QuerySet[Any], found: Collection[Found]) -> list[Any]:
    known = {row.pk: row for row in rows.filter(pk__in=[hit.pk for hit in found])}
    return [known[hit.pk] for hit in found if hit.pk in known]


_SEARCHES: dict[str, Callable[[Project, Any, Question, int, str], list[Any]]] = {
    "claims": _claims,
    "documents": _documents,
    "fact-checks": _fact_checks,
    "verdicts": _verdicts,
    "sources": _sources,
}
