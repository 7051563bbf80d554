"""Fact-checks as publishers mark them up: schema.org ClaimReview in JSON-LD.

https://schema.org/ClaimReview. Pages say it in many ways: in ``@graph``, in lists, as strings where objects are
meant, by ``@id``. What is there is taken as given; what makes no sense is refused with the reason.
"""

import hashlib
import html
import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from claims.extraction.dates import BadDate, day
from claims.extraction.linked_data import Node, first, flat, plain, texts

_LONGEST_RAW = 20_000
_WEB = ("http://", "https://")


class Incomplete(ValueError):
    """A ClaimReview that lacks what it needs, or says something that makes no sense; the message says what."""


@dataclass(frozen=True, slots=True)
class Review:
    """One published review of one claim. Texts are as given, on one line; "" and None where nothing is said.

    ``raw`` is the node as read, for the record, without what no database can keep.
    """

    claim_reviewed: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    rating: str = ""
    rating_value: float | None = None
    best_rating: float | None = None
    worst_rating: float | None = None
    reviewed_at: date | None = None
    claimant: str = ""
    claimed_at: date | None = None
    language: str = ""
    appearances: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Hex SHA-256 of address and claim: names the same review found again."""
        return hashlib.sha256(f"{self.url}\n{self.claim_reviewed}".encode()).hexdigest()


def review_of(node: Node, *, url: str = "") -> Review:
    """The review that a ClaimReview node states; ``url`` is where it was found, for nodes that give none.

    Raises Incomplete for a node without claim or rating, and for a date that is none.
    """
    claim = line(node.get("claimReviewed")) or _claim_text(node)
    if not claim:
        raise Incomplete("It does not say which claim it reviews (claimReviewed).")
    rating = flat(node.get("reviewRating"))
    given, value = _rating(rating), number(rating.get("ratingValue"))
    if not given and value is None:
        raise Incomplete("It gives no rating (reviewRating).")
    item = flat(node.get("itemReviewed"))
    return Review(
        claim_reviewed=claim,
        url=_address(node) or url,
        title=line(node.get("headline")) or line(node.get("name")),
        publisher=_name(node.get("publisher")) or _name(node.get("author")),
        rating=given or line(rating.get("ratingValue")),
        rating_value=value,
        best_rating=number(rating.get("bestRating")),
        worst_rating=number(rating.get("worstRating")),
        reviewed_at=_day(node, "datePublished"),
        claimant=_name(item.get("author")),
        claimed_at=_day(item, "datePublished"),
        language=_language(node),
        appearances=appearances(node),
        raw=_raw(node),
    )


def appearances(node: Node) -> tuple[str, ...]:
    """Web addresses at which the claim was seen, as the review gives them."""
    item = flat(node.get("itemReviewed"))
    places = [item.get(name) for name in ("firstAppearance", "appearance", "url")]
    found = [address for place in places for address in texts(place, "url", "@id")]
    return tuple(dict.fromkeys(address for address in found if address.startswith(_WEB)))


def line(value: Any) -> str:
    """A value's first text on one line, entities undone."""
    found = texts(value, "@value", "name", "text")
    return " ".join(html.unescape(plain(found[0])).split()) if found else ""


def number(value: Any) -> float | None:
    """A figure, also one written as a text with a decimal comma; None for anything else."""
    given = first(value)
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        figure = float(str(given).strip().replace(",", "."))
    except ValueError:
        return None
    return figure if math.isfinite(figure) else None


def _claim_text(node: Node) -> str:
    """Some give the claim only as the thing reviewed."""
    item = flat(node.get("itemReviewed"))
    return line(item.get("text")) or (line(item.get("name")) if "Claim" in texts(item.get("@type")) else "")


def _rating(rating: Node) -> str:
    for name in ("alternateName", "name", "ratingExplanation"):
        if given := line(rating.get(name)):
            return given
    return ""


def _name(value: Any) -> str:
    return line(flat(value).get("name")) or line(value if isinstance(first(value), str) else "")


def _address(node: Node) -> str:
    found = [given.strip() for name in ("url", "mainEntityOfPage", "@id") for given in texts(node.get(name), "@id")]
    return next((given for given in found if given.startswith(_WEB)), "")


def _day(node: Node, name: str) -> date | None:
    try:
        return day(line(node.get(name)))
    except BadDate as error:
        raise Incomplete(f"Its {name} is no date: {error}.") from error


def _language(node: Node) -> str:
    given = flat(node.get("inLanguage"))
    return (line(given.get("alternateName")) or line(node.get("inLanguage")))[:12]


def _raw(node: Node) -> dict[str, Any]:
    """The node for the record; of one that is larger than 20,000 characters only what is short."""
    kept: dict[str, Any] = plain(node)
    if len(str(kept)) > _LONGEST_RAW:
        kept = {name: value for name, value in kept.items() if len(str(value)) < 1000}
    return kept if len(str(kept)) <= _LONGEST_RAW else {}
