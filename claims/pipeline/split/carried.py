"""Carry what people decided about ties over to a new text of the article, by quote and context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from claims.models import Attribution, Revision, Span, SpanRole, WorkState
from claims.pipeline.split.attributions import Suggested, decide, decision

CONTEXT = 64
"""Code points on either side of a claim that tell two places with the same words apart."""

Quote = tuple[str, str, int]
"""The words of the source (else of the cue), the words of the claim, and the place at the hop."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An attribution in its text, as far as it can be found again in another."""

    row: Attribution
    quote: Quote
    before: str
    after: str

    def likeness(self, other: Anchor) -> int:
        """How many code points of context are the same, outward from the claim."""
        return _alike(reversed(self.before), reversed(other.before)) + _alike(self.after, other.after)


def carry_over(revision: Revision, suggested: list[Suggested]) -> int:
    """Decide again in this text what a person decided in the one before; answers how often.

    Source and content must read the same; of several such places the one with the likest context is meant, and
    each decision is carried once. What a person decided in this text stays.
    """
    earlier = _before(revision)
    if earlier is None:
        return 0
    old = _decided(earlier)
    if not old:
        return 0
    here: dict[Quote, list[Anchor]] = defaultdict(list)
    for anchor in _anchors(revision, suggested):
        here[anchor.quote].append(anchor)
    decisions, rows = {}, []
    pairs = [(one.likeness(new), one, new) for one in old for new in here[one.quote]]
    given: set[UUID] = set()
    for _likeness, one, new in sorted(pairs, key=lambda pair: -pair[0]):
        if one.row.pk not in given and new.row.pk not in decisions:
            given.add(one.row.pk)
            decisions[new.row.pk] = decision(one.row)
            rows.append(new.row)
    decide(rows, decisions)
    return len(rows)


def _before(revision: Revision) -> Revision | None:
    earlier = Revision.objects.filter(article=revision.article_id, number__lt=revision.number)
    return earlier.filter(split__state=WorkState.SUCCEEDED).order_by("-number").first()


def _decided(revision: Revision) -> list[Anchor]:
    rows = Attribution.objects.filter(claim__revision=revision, claim__deleted_at=None).exclude(set_at=None)
    decided = list(rows.order_by("pk"))
    places: dict[tuple[UUID, str], list[tuple[int, int]]] = defaultdict(list)
    claims = {row.claim_id for row in decided}
    for span in Span.objects.filter(claim__in=claims).order_by("start", "end"):
        owner = span.claim_id if span.role == SpanRole.CONTENT else span.attribution_id
        places[owner or span.claim_id, span.role].append((span.start, span.end))
    return [
        _anchor(
            revision.text,
            row,
            places[row.pk, SpanRole.SOURCE] or places[row.pk, SpanRole.CUE],
            places[row.claim_id, SpanRole.CONTENT],
        )
        for row in decided
    ]


def _anchors(revision: Revision, suggested: list[Suggested]) -> Iterable[Anchor]:
    for one in suggested:
        if one.row.set_at is None:
            words = [(span.start, span.end) for span in one.said.source or one.said.cue]
            content = [(span.start, span.end) for span in one.content]
            yield _anchor(revision.text, one.row, words, content)


def _anchor(text: str, row: Attribution, words: list[tuple[int, int]], content: list[tuple[int, int]]) -> Anchor:
    start = min((start for start, _end in content), default=0)
    end = max((end for _start, end in content), default=0)
    quote = (_quoted(text, words), _quoted(text, content), row.place)
    return Anchor(row, quote, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many letters are the same from the beginning."""
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _quoted(text: str, places: list[tuple[int, int]]) -> str:
    return " ".join(" ".join(text[start:end] for start, end in sorted(places)).split())
