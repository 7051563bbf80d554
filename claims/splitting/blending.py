"""Brings two readings of a text together: the trained tagger's, which sees more, and the rules', which see why.

The tagger says where source, cue and content stand. The rules, which read the parse, say what the reporting
word does with the content, whether the content is a statement by itself, and which hops stand inside it; they
also keep the refusals and denials that the tagger missed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from claims.splitting import speech
from claims.splitting.findings import Finding, holds
from claims.splitting.language import Passage
from claims.splitting.spans import Polarity, Span
from claims.splitting.tagger import Found
from claims.splitting.tokens import Tokens

UNSURE = 0.6  # the tagger's confidence below which a sure sign of the rules is believed instead
SCRAP = 3  # words; content shorter than that which nobody says is no attribution
GAP = 24  # code points between two pieces of what one source says that belong to it too
SAME = 0.5  # of the union of two contents in common: both readings mean one attribution
TRUSTED = frozenset({"according", "beside", "aside"})
"""Rules whose findings are kept even where the tagger saw nothing."""
_OWN_VIEW = frozenset({"in", "my", "our", "view", "opinion"})


def blend(
    text: str,
    tagged: Sequence[Found],
    ruled: Sequence[Finding],
    passages: Sequence[Passage],
    paragraphs: Sequence[Span],
) -> list[Finding]:
    """All attributions of ``text``, in the order of their cues."""
    words = Tokens(passages)
    starts = [paragraph.start for paragraph in paragraphs]
    left = list(ruled)
    blended: list[Finding] = []
    for found in tagged:
        if not _counts(found, words) or _yields(found, ruled):
            continue
        partner = _partner(found, left)
        if partner is not None:
            left.remove(partner)
        place = bisect_right(starts, found.content[0].start) - 1
        blended.append(_joined(text, found, partner, words, max(place, 0)))
    added = [finding for finding in left if _adds(finding, blended)]
    for finding in added:
        _part(blended, finding)
    blended += added
    return sorted(blended, key=lambda finding: (finding.cue_at, finding.content[0].start))


def _counts(found: Found, words: Tokens) -> bool:
    """Whether somebody says it, or enough is said; "in my view" is the article's own voice."""
    if not found.content or (found.cue and {t.lower_ for t in words.under(found.cue)} <= _OWN_VIEW):
        return False
    return bool(found.source) or len(words.under(found.content)) >= SCRAP


def _yields(found: Found, ruled: Iterable[Finding]) -> bool:
    """Whether the rules read the same words better than a tagger that is not sure."""
    if found.confidence >= UNSURE:
        return False
    return any(finding.rule in TRUSTED and _meet(found.content, finding.content) for finding in ruled)


def _partner(found: Found, ruled: Iterable[Finding]) -> Finding | None:
    """The rules' reading of the same attribution; a refusal is another one unless the tagger saw its cue."""
    same = (f for f in ruled if f.polarity is Polarity.ASSERTS or not found.cue or _meet(f.cue, found.cue))
    scored = ((_likeness(found.content, finding.content), finding) for finding in same)
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= SAME else None


def _likeness(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Code points in common over code points in either."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return common / (_size(one) + _size(other) - common)


def _size(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _adds(finding: Finding, blended: Sequence[Finding]) -> bool:
    """Whether the rules alone are enough: a hop inside what another says, a denial, a sure sign nobody else saw."""
    said = [span for other in blended for span in other.content]
    if finding.hops and holds(said, finding.cue_at):
        return True
    if finding.polarity is not Polarity.ASSERTS:
        return not _meet(finding.cue, [span for other in blended for span in other.cue])
    return finding.rule in TRUSTED and not holds(said, finding.cue_at) and not _meet(finding.content, said)


def _meet(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(min(a.end, b.end) > max(a.start, b.start) for a in some for b in others)


def _part(blended: Iterable[Finding], added: Finding) -> None:
    """Take from the others what is wholly said by an added one, unless nothing would be left of them."""
    for other in blended:
        rest = [s for s in other.content if not (added.clause.start <= s.start and s.end <= added.clause.end)]
        if rest and not holds(other.content, added.cue_at):
            other.content = rest


def _joined(text: str, found: Found, partner: Finding | None, words: Tokens, paragraph: int) -> Finding:
    """The tagger's spans with what the parse says of them."""
    first = (found.cue or found.source or found.content)[0].start
    content = _closed(text, found.content, [*found.source, *found.cue])
    made = Finding(first, list(found.source), list(found.cue), content, paragraph, rule="tagged")
    made.confidence = round(found.confidence, 2)
    if partner is not None:
        made.polarity, made.whole, made.hops, made.quoted = (
            partner.polarity, partner.whole, partner.hops, partner.quoted,
        )  # fmt: skip
        made.source = made.source or list(partner.source)
        made.reach = partner.reach
    elif found.cue:
        cue = words.head(found.cue)
        made.polarity = speech.polarity(cue, under=list(cue.children)) if cue is not None else Polarity.ASSERTS
        made.whole = not words.states(found.content)
    made.who = words.head(made.source) if made.source else None
    return made


def _closed(text: str, content: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The pieces of a content with the small gaps between them closed, unless source or cue stand there."""
    closed: list[Span] = []
    for piece in content:
        gap = Span(closed[-1].end, piece.start) if closed and closed[-1].end < piece.start else None
        if gap and gap.end - gap.start <= GAP and "\n" not in gap.of(text) and not _meet([gap], others):
            closed[-1] = Span(closed[-1].start, piece.end)
        else:
            closed.append(piece)
    return closed
