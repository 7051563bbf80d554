"""The quotation check of the claim in hand: its quoted words beside the passage that comes nearest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claims.measures.quotation import QuotationCheck, Stretch, check_quotation
from claims.measures.quotation_marks import quotations
from claims.models import Claim, Evidence, SpeechKind
from claims.views.dossier import QUOTED, Dossier


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of one of the two texts; ``kind`` is that of the step it stands in, "" outside."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One quoted stretch as it is shown: both texts in pieces, and the evidence that it was laid on."""

    stretch: Stretch
    claimed: list[Words]
    found: list[Words]
    evidence: Evidence | None


def quotation_shown(dossier: Dossier) -> dict[str, Any]:
    """Context for _quotation_check.html; nothing is compared for a claim that quotes nothing."""
    claim, items = dossier.claim, dossier.evidence
    if claim.speech not in QUOTED:
        return {}
    texts = {item.pk: item.around or item.quote for item in items}
    check = _check(dossier, [texts[item.pk] for item in items])
    compared = [_compared(claim, stretch, items, texts) for stretch in check.stretches]
    return {"quotation": compared, "quotation_outcome": check.outcome, "compared_with": len(items)}


def _check(dossier: Dossier, texts: Sequence[str]) -> QuotationCheck:
    claim = dossier.claim
    whole = claim.speech == SpeechKind.DIRECT and not quotations(claim.text)
    names = {name for row in dossier.said if row.source for name in (row.source.name, *row.source.aliases)}
    return check_quotation(claim.text, texts, by=sorted(names), quoted=[(0, len(claim.text))] if whole else None)


def _compared(claim: Claim, stretch: Stretch, items: Sequence[Evidence], texts: dict[Any, str]) -> Compared:
    start, end = stretch.place
    on_claim = [(*step.claim, step.kind) for step in stretch.steps if step.claim]
    claimed = list(_pieces(claim.text, start, end, on_claim))
    if stretch.evidence is None or stretch.passage is None:
        return Compared(stretch, claimed, [], None)
    evidence = items[stretch.evidence]
    text = texts[evidence.pk]
    stakes = [(stake.start, stake.end, "stake") for stake in stretch.stakes]
    on_text = [(*step.evidence, step.kind) for step in stretch.steps if step.evidence]
    clear = [mark for mark in on_text if not any(mark[0] < end and start < mark[1] for start, end, _kind in stakes)]
    marks = sorted([*clear, *stakes])
    # What differs at the edges lies outside the passage, which begins and ends with words that agree.
    first = min([stretch.passage[0], *(mark[0] for mark in marks)])
    last = max([stretch.passage[1], *(mark[1] for mark in marks)])
    return Compared(stretch, claimed, list(_pieces(text, first, last, marks)), evidence)


def _pieces(text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> Iterable[Words]:
    """``text[start:end]`` in pieces; marks are in order and do not overlap, those outside are left out."""
    at = start
    for first, last, kind in marks:
        if first < at or last > end:
            continue
        if first > at:
            yield Words(text[at:first])
        yield Words(text[first:last], "" if kind == "same" else kind)
        at = last
    if at < end:
        yield Words(text[at:end])
