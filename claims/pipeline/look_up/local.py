"""The searches that ask this installation itself: the desk's documents, and what was settled before."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from claims.models import Claim, Document, Passage, Ruling, Verdict
from claims.providers.base import Hit
from claims.providers.query import content_words

SHARED_WORDS = 2
"""A passage with fewer of the question's words in common is chance."""

_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:['’]s?|ings?|ed|es|e|s)$")


def search_library(claim: Claim | None, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
    """The best passage of each of the project's documents that shares words with the question."""
    if claim is None:
        return []
    words = _words(query)
    documents = Document.objects.library().filter(project=claim.revision.article.project_id)
    found = Passage.objects.matching(words).filter(document__in=documents)
    best: dict[Any, Hit] = {}
    for passage in found.select_related("document").defer("document__text")[: limit * 4]:
        if shares_enough(words, passage.text):
            best.setdefault(passage.document_id, _passage_hit(passage))
    return list(best.values())[:limit]


def search_rulings(claim: Claim | None, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
    """Claims of the project like this one that are settled; in open review, also those judged so far."""
    if claim is None:
        return []
    words = _words(query)
    project = claim.revision.article.project
    similar = Claim.objects.kept().matching(words).exclude(pk=claim.pk)
    similar = similar.filter(revision__article__project=project, revision__article__deleted_at=None)
    if project.blind:
        similar = similar.filter(state="settled")
    claims = {row.pk: row for row in similar[: limit * 4] if shares_enough(words, row.text)}
    outcomes: dict[Any, Verdict | Ruling] = {}
    if not project.blind:
        outcomes |= {row.claim_id: row for row in Verdict.objects.current().for_claims(claims)}
    outcomes |= {row.claim_id: row for row in Ruling.objects.in_force().for_claims(claims)}
    return [_outcome_hit(claims[pk], outcomes[pk]) for pk in claims if pk in outcomes][:limit]


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
