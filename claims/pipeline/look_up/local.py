"""The searches that ask this installation itself: documents, what was settled before, what others checked."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from claims import retrieval
from claims.models import Claim, Document, FactCheck, Passage, Ruling, Verdict
from claims.providers.base import Hit
from claims.providers.query import content_words

SHARED_WORDS = 2
"""A text with fewer of the question's words in common is chance, unless its meaning is alike."""

ALIKE = 0.5
"""Cosine from which a text bears on the question without sharing its words: half of what answers the train part of
CheckThat! 2020 lies above 0.67, half of the fifth best of what does not answer below 0.46."""

ASKED_FOR = 4
"""So many times as many hits are asked for as wanted: several may be of one document, or chance."""

Row = TypeVar("Row", bound=Model)

_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:['’]s?|ings?|ed|es|e|s)$")


def search_library(claim: Claim | None, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
    """The best passage of each of the project's documents that bears on the question."""
    if claim is None:
        return []
    documents = Document.objects.library().filter(project=claim.revision.article.project_id)
    rows = Passage.objects.filter(document__in=documents)
    found = retrieval.find_passages(rows, retrieval.ask(query), limit=limit * ASKED_FOR)
    passages = Passage.objects.select_related("document").defer("document__text", "embedding")
    best: dict[Any, Hit] = {}
    for passage in _enough(query, found, passages):
        best.setdefault(passage.document_id, _passage_hit(passage))
    return list(best.values())[:limit]


def search_rulings(claim: Claim | None, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
    """Claims of the project like this one that are settled; in open review, also those judged so far."""
    if claim is None:
        return []
    project = claim.revision.article.project
    similar = Claim.objects.kept().exclude(pk=claim.pk)
    similar = similar.filter(revision__article__project=project, revision__article__deleted_at=None)
    if project.blind:
        similar = similar.filter(state="settled")
    found = retrieval.find_claims(similar, retrieval.ask(query), limit=limit * ASKED_FOR)
    claims = {row.pk: row for row in _enough(query, found, Claim.objects.all())}
    outcomes: dict[Any, Verdict | Ruling] = {}
    if not project.blind:
        outcomes |= {row.claim_id: row for row in Verdict.objects.current().for_claims(claims)}
    outcomes |= {row.claim_id: row for row in Ruling.objects.in_force().for_claims(claims)}
    return [_outcome_hit(claims[pk], outcomes[pk]) for pk in claims if pk in outcomes][:limit]


def search_fact_checks(claim: Claim | None, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
    """Fact-checks that others published and the project imported; copies of one, as feeds bring them, once."""
    if claim is None:
        return []
    rows = FactCheck.objects.kept().filter(project=claim.revision.article.project_id)
    found = retrieval.find_fact_checks(rows, retrieval.ask(query), limit=limit * ASKED_FOR)
    kept = _enough(query, found, FactCheck.objects.defer("raw", "embedding"))
    return [_review_hit(row) for row in retrieval.without_copies(kept, attrgetter("claim_reviewed"))[:limit]]


def _enough(query: str, found: list[retrieval.Found], rows: QuerySet[Row]) -> list[Row]:
    """The rows that were found, best first, without those that may be chance."""
    known = rows.in_bulk([hit.pk for hit in found])
    words = _words(query)
    return [
        row
        for hit in found
        if (row := known.get(hit.pk)) and (hit.signs.meaning >= ALIKE or shares_enough(words, _said(row)))
    ]


def _said(row: Any) -> str:
    return f"{row.claim_reviewed} {row.title}" if isinstance(row, FactCheck) else str(row.text)


def shares_enough(words: list[str], text: str) -> bool:
    """Whether ``text`` has at least two of ``words`` (or all, where there are fewer), whatever their endings."""
    stems = {_stem(word) for word in words}
    shared = stems & {_stem(word) for word in content_words(text)}
    return len(shared) >= min(SHARED_WORDS, len(stems))


def _stem(word: str) -> str:
    """The word without accents and endings, at most six letters, so that what the index finds counts here."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _ENDING.sub("", plain)[:6]


def _words(query: str) -> list[str]:
    return content_words(query) or query.split()


def _passage_hit(passage: Passage) -> Hit:
    document = passage.document
    return Hit(
        provider_id=str(document.pk),
        title=document.title,
        snippet=passage.text,
        url=document.url,
        publisher=document.publisher,
        published_at=document.published_at,
        start=passage.start,
        end=passage.end,
    )


def _outcome_hit(claim: Claim, outcome: Verdict | Ruling) -> Hit:
    label = outcome.rating.label if outcome.rating else ""
    reason = f" {outcome.rationale}" if outcome.rationale else ""
    return Hit(
        provider_id=str(outcome.pk),
        title=claim.text[:300],
        snippet=f"“{claim.text}” {label}.{reason}",
        url=claim.get_absolute_url(),
        published_at=outcome.created_at.date(),
        rating=label,
    )


def _review_hit(row: FactCheck) -> Hit:
    rating = f" {row.rating_as_given}." if row.rating_as_given else ""
    return Hit(
        provider_id=str(row.pk),
        title=row.title or row.claim_reviewed[:300],
        snippet=f"“{row.claim_reviewed}”{rating}",
        url=row.url,
        publisher=row.publisher,
        published_at=row.reviewed_at,
        rating=row.rating_as_given,
    )
