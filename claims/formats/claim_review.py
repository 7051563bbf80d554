"""Settled claims as schema.org ClaimReview in JSON-LD, one by one and as a DataFeed.

https://schema.org/ClaimReview; of it, Google's documentation for publishers wants claimReviewed, url and
reviewRating.alternateName. How ratings become numbers stands in docs/publishing.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from claims.formats.format import About, Format, Record
from claims.formats.reviewed import NOT_SAID, Cited, Publisher, Rated, Reviewed, Speaker, is_on_the_web
from claims.formats.reviewed_records import reviewed_in

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"
LONGEST = 75
"""More code points of a claim are cut at a word; its whole wording stands in itemReviewed."""

_TYPES = {"organisation": "Organization", "unnamed_group": "Organization"}
_NOT_IN_HTML = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

Node = dict[str, Any]


def single(review: Reviewed, site: str) -> Node:
    """The claim's review as a document of its own."""
    return {"@context": CONTEXT, **node(review, site)}


def node(review: Reviewed, site: str) -> Node:
    """The same within another document."""
    url = address(review.id, site)
    return _filled(
        {
            "@type": "ClaimReview",
            "@id": f"{url}#review",
            "url": url,
            "claimReviewed": short(review.words),
            "datePublished": _stamp(review.published_at),
            "dateModified": _stamp(max(review.published_at, review.changed_at)),
            "inLanguage": review.article.language,
            "author": _author(review.publisher, site),
            "reviewRating": _rating(review.rating, review.outcome),
            "reviewBody": review.rationale,
            "itemReviewed": _claim(review, url),
            "citation": [_citation(one) for one in _once(review.evidence)],
        }
    )


def feed(reviews: Iterable[Reviewed], site: str, *, name: str = "") -> Iterator[bytes]:
    """A DataFeed of reviews, as aggregators read them, in pieces; one review is held at a time."""
    head = json.dumps(_filled({"@context": CONTEXT, "@type": "DataFeed", "name": name}), ensure_ascii=False)
    yield head[:-1].encode() + b', "dataFeedElement": ['
    before = b"\n"
    for review in reviews:
        item = {"@type": "DataFeedItem", "dateModified": _stamp(review.changed_at), "item": node(review, site)}
        yield before + json.dumps(item, ensure_ascii=False).encode()
        before = b",\n"
    yield b"\n]}\n"


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The feed of an exported project: every claim that is settled, on a scale that tells the public anything."""
    found = (review for review in reviewed_in(records, about.names) if review.is_for_all)
    return feed(found, about.site)


def embedded(review: Reviewed, site: str) -> str:
    """JSON for a data block of a page: no text in it can end the block or begin another element."""
    return json.dumps(single(review, site), ensure_ascii=False).translate(_NOT_IN_HTML)


def address(claim: str, site: str) -> str:
    """The page of a claim's outcome, where it is published."""
    return f"{site}/rulings/{claim}/"


def short(words: str) -> str:
    """A claim on one line of at most ``LONGEST`` code points, cut after a word."""
    words = " ".join(words.split())
    if len(words) <= LONGEST:
        return words
    kept = words[:LONGEST].rsplit(" ", 1)[0] if " " in words[:LONGEST] else words[: LONGEST - 1]
    return kept[: LONGEST - 1].rstrip(" ,;:–—-") + "…"


def _author(publisher: Publisher, site: str) -> Node:
    url = publisher.url or f"{site}/rulings/{publisher.slug}/"
    return {"@type": "Organization", "@id": f"{url}#publisher", "name": publisher.name, "url": url}


def _rating(rating: Rated, outcome: str) -> Node:
    """In words always; in numbers where the scale is a line from false to true, beginning with 1 or above."""
    told: Node = {"@type": "Rating", "alternateName": outcome, "ratingExplanation": rating.definition}
    if rating.value is not None and rating.lowest is not None and rating.highest is not None:
        up = max(0, 1 - rating.lowest)
        told |= {
            "ratingValue": rating.value + up,
            "bestRating": rating.highest + up,
            "worstRating": rating.lowest + up,
        }
    return _filled(told)


def _claim(review: Reviewed, url: str) -> Node:
    article, said = review.article, () if review.finding in NOT_SAID else review.speakers
    papers = [{"@type": "CreativeWork", "name": one.name} for one in said if one.kind == "document"]
    voices = [_voice(one, article.publisher) for one in said if one.kind != "document"]
    appearance = {
        "@type": "Article",
        "url": article.url if is_on_the_web(article.url) else "",
        "headline": article.title,
        "datePublished": article.published_at and article.published_at.isoformat(),
        "inLanguage": article.language,
        "publisher": article.publisher and {"@type": "Organization", "name": article.publisher},
    }
    return _filled(
        {
            "@type": "Claim",
            "@id": f"{url}#claim",
            "text": review.words,
            "inLanguage": article.language,
            "datePublished": article.published_at and article.published_at.isoformat(),
            "author": _one_or_many([voice for voice in voices if voice]),
            "appearance": _filled(appearance),
            "isBasedOn": _one_or_many(papers),
        }
    )


def _voice(one: Speaker, publisher: str) -> Node:
    if one.kind == "article":
        return {"@type": "Organization", "name": publisher} if publisher else {}
    kind = _TYPES.get(one.kind, "Person")
    known = {"@id": one.id and f"urn:uuid:{one.id}", "sameAs": one.same_as}
    return _filled({"@type": kind, "name": one.name, "jobTitle": one.role if kind == "Person" else "", **known})


def _citation(one: Cited) -> Node:
    return _filled(
        {
            "@type": "CreativeWork",
            "url": one.url,
            "name": one.title,
            "datePublished": one.published_at and one.published_at.isoformat(),
            "publisher": one.publisher and {"@type": "Organization", "name": one.publisher},
        }
    )


def _once(evidence: Iterable[Cited]) -> Iterable[Cited]:
    """One of several quotations from the same place; the quotations are left out."""
    return {one.url: replace(one, quote="") for one in evidence}.values()


def _one_or_many(found: list[Node]) -> Any:
    return found[0] if len(found) == 1 else found


def _filled(told: Mapping[str, Any]) -> Node:
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def _stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


FORMAT = Format(
    slug="claimreview",
    label="ClaimReview",
    means="For fact-check aggregators and search engines: settled claims as schema.org JSON-LD.",
    media_type=MEDIA_TYPE,
    suffix=".claimreview.json",
    dump=dump,
)
