"""One claim in AVeriTeC's shape (https://fever.ai/dataset/averitec.html), from plain values and back.

``stated`` is what of an item has a place here; ``item`` says it in the shape's words. What it says otherwise, or
beyond that, is kept beside it (``kept_words``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LABELS = {
    "supported": "Supported",
    "refuted": "Refuted",
    "not-enough-evidence": "Not Enough Evidence",
    "conflicting": "Conflicting Evidence/Cherrypicking",
}
"""By rating of the scale ``averitec``."""

KINDS = {
    "boolean": "Boolean",
    "extractive": "Extractive",
    "abstractive": "Abstractive",
    "unanswerable": "Unanswerable",
}
"""By kind of answer."""

NO_REASON = "No justification is given."
NO_ANSWER = "No answer could be found."
LONGEST_URL = 2000
LONGEST_NAME = 200
LONGEST_SOURCE = 300

_RATINGS = {label.casefold(): slug for slug, label in LABELS.items()} | {
    "not enough evidence": "not-enough-evidence",
    "conflicting evidence": "conflicting",
    "cherrypicking": "conflicting",
}
_KIND_OF = {label.casefold(): kind for kind, label in KINDS.items()}
_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_ADDRESS = re.compile(r"https?://[^\s\"<>\\]+")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer; ``url`` is that of its document, "" where none is known."""

    kind: str
    text: str
    explanation: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What of an item stands in columns of its own; "" and None for nothing."""

    claim: str
    rating: str = ""
    reason: str = ""
    day: date | None = None
    speaker: str = ""
    url: str = ""
    publisher: str = ""


def spoken(item: Mapping[str, Any]) -> Spoken:
    """What of an item can stand in columns."""
    rating = _RATINGS.get(str(item.get("label")).strip().casefold(), "")
    return Spoken(
        claim=words(item.get("claim")),
        rating=rating,
        reason=(words(item.get("justification")) or NO_REASON) if rating else "",
        day=_day(item.get("claim_date")),
        speaker=_short(item.get("speaker"), LONGEST_SOURCE),
        url=address(item.get("original_claim_url")),
        publisher=_short(item.get("reporting_source"), LONGEST_NAME),
    )


def answered(answer: Any) -> Answered | None:
    """An answer that can stand in columns; None for what is none."""
    if not isinstance(answer, dict):
        return None
    kind = _KIND_OF.get(str(answer.get("answer_type")).strip().casefold())
    text = words(answer.get("answer"))
    if kind is None or not (text or kind == "unanswerable"):
        return None
    return Answered(kind, text, words(answer.get("boolean_explanation")), address(answer.get("source_url")))


def item(said: Spoken) -> dict[str, Any]:
    """The item without its questions."""
    return {
        "claim": said.claim,
        "label": LABELS.get(said.rating),
        "justification": said.reason or None,
        "claim_date": f"{said.day.day}-{said.day.month}-{said.day.year:04}" if said.day else None,
        "speaker": said.speaker or None,
        "original_claim_url": said.url or None,
        "reporting_source": said.publisher or None,
    }


def answer_item(answer: Answered) -> dict[str, Any]:
    """One answer; an explanation only of a yes or a no."""
    told = {"boolean_explanation": answer.explanation} if answer.explanation else {}
    return {
        "answer": answer.text or NO_ANSWER,
        "answer_type": KINDS[answer.kind],
        "source_url": answer.url or None,
        **told,
    }


def words(value: Any) -> str:
    """A text in which something can be read; "" for anything else."""
    return value if isinstance(value, str) and value.strip() else ""


def address(value: Any) -> str:
    """A web address; "" for anything else."""
    fits = isinstance(value, str) and len(value) <= LONGEST_URL and _ADDRESS.fullmatch(value)
    return value if fits else ""


def _short(value: Any, longest: int) -> str:
    text = " ".join(words(value).split())
    return text if len(text) <= longest else ""


def _day(value: Any) -> date | None:
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) and value.isascii() else None
    if found is None:
        return None
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None
