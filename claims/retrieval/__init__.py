"""Finding rows by what a question says: by words, by likeness of spelling, by meaning; fused into one order.

Reads only. What may be seen is the caller's QuerySet.
"""

from claims.retrieval.copies import without_copies
from claims.retrieval.hybrid import Found, find
from claims.retrieval.kinds import find_claims, find_fact_checks, find_passages, find_verdicts
from claims.retrieval.marking import BEGIN, END, marked
from claims.retrieval.names import find_names
from claims.retrieval.question import Question, ask

__all__ = [
    "BEGIN", "END", "Found", "Question", "ask", "find", "find_claims", "find_fact_checks", "find_names",
    "find_passages", "find_verdicts", "marked", "without_copies",
]  # fmt: skip
