"""What can be found, and by which of its columns."""

from __future__ import annotations

from django.db.models import QuerySet

from claims.models import Claim, FactCheck, Passage, Verdict
from claims.retrieval.hybrid import Found, find
from claims.retrieval.question import Question


def find_passages(rows: QuerySet[Passage], question: Question, *, limit: int) -> list[Found]:
    """Passages of documents."""
    return find(rows, question, limit=limit)


def find_claims(rows: QuerySet[Claim], question: Question, *, limit: int) -> list[Found]:
    """Claims by their wording."""
    return find(rows, question, limit=limit, meaning="meaning__embedding", spelt=("text",))


def find_fact_checks(rows: QuerySet[FactCheck], question: Question, *, limit: int) -> list[Found]:
    """Published fact-checks by the claim they review and their title."""
    return find(rows, question, limit=limit, spelt=("claim_reviewed", "title"))


def find_verdicts(rows: QuerySet[Verdict], question: Question, *, limit: int) -> list[Found]:
    """Verdicts by the words of their rationale."""
    return find(rows, question, limit=limit, meaning="")
