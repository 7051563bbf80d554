"""Quotations and attributions brought together: a quotation is whole, and somebody says it.

The parser sees one sentence; a quotation may be many. What a reporting word governs is stretched over the
quotations that it touches, and a quotation that nothing governs goes to a reporting word beside it, or to
whoever was speaking before.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.splitting import grammar
from claims.splitting.findings import Finding, holds, joined, without
from claims.splitting.language import Passage
from claims.splitting.paragraphs import trimmed
from claims.splitting.quotes import Quotation
from claims.splitting.spans import Span
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = 160  # code points between a reporting word and the quotation that it brings in
_MARKS = " \n\r\t\"“”’'.,!?…:"
_CLOSING = "\"”’'»"
_STOPS = frozenset('.!?…:"”')
SPEAKING = frozenset({"clause", "beside", "inserted", "according"})  # rules after which a quotation may go on
FEWEST = 3  # words; shorter quotations are single words held up with tongs


def stretch(found: Finding, quotations: Sequence[Quotation], text: str) -> None:
    """Make the content of a finding end where the quotations that it touches end."""
    around = next((q.span for q in quotations if q.span.start <= found.cue_at < q.span.end), None)
    if around is not None:
        found.content = [cut for span in found.content if (cut := _common(span, around))]
        return
    content = list(found.content)
    content += [q.span for q in quotations if any(_common(span, q.span) for span in found.content)]
    fixed = [*found.cue, *found.source]
    found.content = [s for s in joined(content) if not any(f.start <= s.start and s.end <= f.end for f in fixed)]
    _drop_rest(found, quotations, text)
    found.quoted = bool(found.content) and any(
        q.span.start <= s.start and s.end <= q.span.end for s in found.content for q in quotations
    )


def _drop_rest(found: Finding, quotations: Sequence[Quotation], text: str) -> None:
    """After a quotation that ends in a comma the speaker follows, not more of what was said."""
    ended = [
        q.span for q in quotations if q.closed and text[q.span.start : q.span.end].rstrip(_CLOSING)[-1:] == ","
    ]
    ended = [e for e in ended if any(s.start == e.start and e.end < s.end for s in found.content)]
    if not ended:
        return
    rest = [piece for span in found.content for piece in without(span, [q.span for q in quotations])]
    found.content = [q.span for q in quotations if any(_common(q.span, span) for span in found.content)]
    behind = [piece for piece in rest if piece.start == ended[0].end and piece.end <= found.cue_at]
    if not found.source and behind and (named := trimmed(text, behind[0].start, behind[0].end)):
        found.source = [named]


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None


def free_cues(passage: Passage, taken: set[int], quotations: Sequence[Quotation]) -> list["Token"]:
    """Speaking verbs outside quotations that govern nothing yet."""
    spans = [q.span for q in quotations]
    return [
        token
        for token in grammar.verbs(passage)
        if token.lemma_.lower() in words("verbs", "speech")
        and passage.at(token) not in taken
        and not holds(spans, passage.at(token))
    ]


def bring_in(quotation: Quotation, cues: list[tuple[Passage, "Token"]], text: str) -> Finding | None:
    """The attribution of a quotation to the nearest free reporting word with a subject; None if none is near."""
    if len(quotation.span.of(text).split()) < FEWEST:
        return None
    near = sorted(((_gap(quotation.span, p.at(t)), n) for n, (p, t) in enumerate(cues)), key=lambda pair: pair[0])
    for gap, number in near:
        passage, token = cues[number]
        who = grammar.subject(token)
        if gap > _NEAR:
            return None
        if who is None or _broken(text, quotation.span, passage.at(token)):
            continue
        named = grammar.named_by(passage, who, token)
        cue = grammar.cue_span(passage, token)
        if named is None or holds([quotation.span], named.start):
            continue
        made = Finding(passage.at(token), [named], [cue], [quotation.span], passage.paragraph, rule="beside")
        made.who, made.quoted = who, True
        del cues[number]
        return made
    return None


def _gap(span: Span, at: int) -> int:
    return max(span.start - at, at - span.end, 0)


def _broken(text: str, span: Span, at: int) -> bool:
    """Whether a sentence ends between a quotation and the word."""
    if at >= span.end and text[span.start : span.end].rstrip(_CLOSING)[-1:] == ".":
        return True
    between = text[span.end : at] if at >= span.end else text[at : span.start]
    return any(stop in between for stop in (". ", "! ", "? ", ".” ", '." '))


def goes_on(quotation: Quotation, last: Finding | None, text: str, paragraph: int) -> bool:
    """Whether a quotation carries on what somebody was saying.

    It does when it begins a sentence soon after the last thing said, in the same paragraph or at the head of
    the next.
    """
    if last is None or len(quotation.span.of(text).split()) < FEWEST:
        return False
    reach = max(last.paragraph, last.reach)
    gap = text[last.clause.end : quotation.span.start]
    if reach not in {paragraph, paragraph - 1} or len(gap.strip()) >= _NEAR:
        return False
    if reach != paragraph and gap.strip(_MARKS):
        return False
    lead = gap.rstrip()[-1:]
    return not lead.isalnum() if last.quoted else lead in _STOPS or "\n" in gap
