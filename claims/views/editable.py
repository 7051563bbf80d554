"""What the claim in hand offers to whoever may change it: where to cut it, what stands beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from claims.models import Polarity, SpanRole, SpeechKind, WaiverReason

if TYPE_CHECKING:
    from claims.models import Claim
    from claims.views.bench import Bench

WORD = re.compile(r"\S+")
CLAUSE_ENDS = tuple(',;:–—.!?”»"')
CLAUSE_BEGINS = {
    "and", "but", "or", "nor", "so", "yet", "that", "because", "while", "when", "where", "after", "before", "since",
    "although", "though", "which", "who", "whose", "if", "unless", "as", "whereas", "until",
}  # fmt: skip
"""English words before which a clause often begins; other languages have the stops alone."""
AROUND = 28
"""Characters shown on either side of a cut."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where the claim can be cut in two: the second part begins at ``at``."""

    at: int
    before: str
    after: str
    between_clauses: bool


def editing_shown(claim: Claim, bench: Bench) -> dict[str, Any]:
    """Context for _claim_edit.html, out of what the bench has read."""
    text, spans = bench.revision.text, bench.spans.get(str(claim.pk), [])
    content = [(start, end) for role, start, end in spans if role == SpanRole.CONTENT]
    found = cuts(text, content)
    return {
        "clause_cuts": [cut for cut in found if cut.between_clauses],
        "word_cuts": [cut for cut in found if not cut.between_clauses],
        "edges": _edges(text, content),
        "marked": {
            role.value: " … ".join(text[start:end] for marked, start, end in spans if marked == role)
            for role in (SpanRole.SOURCE, SpanRole.CUE)
        },
        "beside": _beside(claim, bench),
        "covered": _covered(bench, content),
        "speech_kinds": list(SpeechKind),
        "polarities": list(Polarity),
        "waiver_reasons": list(WaiverReason),
    }


def cuts(text: str, content: list[tuple[int, int]]) -> list[Cut]:
    """Every beginning of a word but the first where a claim on ``content`` can be cut, in order."""
    words = [match for start, end in content for match in WORD.finditer(text, start, end)]
    found = []
    for before, word in pairwise(words):
        at = word.start()
        begins = word[0].strip("“”\"'‘’(").casefold() in CLAUSE_BEGINS
        left, right = text[max(at - AROUND, words[0].start()) : at], text[at : min(at + AROUND, words[-1].end())]
        found.append(Cut(at, _line(left), _line(right), begins or before[0].endswith(CLAUSE_ENDS)))
    return found


def _line(words: str) -> str:
    return " ".join(words.split())


def _edges(text: str, content: list[tuple[int, int]]) -> dict[str, str]:
    """The first and the last word of the claim, to be named beside the buttons that move them."""
    if not content:
        return {"first": "", "last": ""}
    start, end = content[0][0], content[-1][1]
    words = text[start:end].split()
    return {"first": words[0], "last": words[-1]} if words else {"first": "", "last": ""}


def _beside(claim: Claim, bench: Bench) -> dict[str, Any]:
    """The claims before and after it in the text, None at either end."""
    rows = bench.claims
    at = next((index for index, row in enumerate(rows) if row.id == str(claim.pk)), None)
    if at is None:
        return {"before": None, "after": None}
    return {
        "before": rows[at - 1] if at > 0 else None,
        "after": rows[at + 1] if at + 1 < len(rows) else None,
    }


def _covered(bench: Bench, content: list[tuple[int, int]]) -> list[int]:
    """Positions of the sentences that the claim stands on."""
    return [
        position
        for position, (start, end, _reason) in enumerate(bench.sentences)
        if any(a < end and b > start for a, b in content)
    ]
