"""From passages and quotations to attributions: who says what, in order, with the hops between them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claims.splitting import asides, colons, cues, quoted
from claims.splitting.findings import Finding, holds, joined
from claims.splitting.language import Passage
from claims.splitting.quotes import Quotation
from claims.splitting.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class _Talk:
    """What one paragraph leaves to the next: who spoke last, and reporting words before a colon at its end."""

    last: Finding | None = None
    waiting: "list[tuple[Passage, Token]]" = field(default_factory=list)


def link(
    text: str, passages: Sequence[Passage], paragraphs: Sequence[Span], quotations: Sequence[Quotation]
) -> list[Finding]:
    """All attributions of a text, in the order of their cues."""
    parsed: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        parsed[passage.paragraph].append(passage)
    marked = _by_paragraph(paragraphs, quotations)
    found: list[Finding] = []
    talk = _Talk()
    for number in sorted(parsed):
        found += _paragraph(text, parsed[number], marked[number], talk)
    return sorted(found, key=lambda finding: finding.cue_at)


def _by_paragraph(paragraphs: Sequence[Span], quotations: Sequence[Quotation]) -> dict[int, list[Quotation]]:
    grouped: dict[int, list[Quotation]] = defaultdict(list)
    number = 0
    for quotation in quotations:
        while paragraphs[number].end <= quotation.span.start:
            number += 1
        grouped[number].append(quotation)
    return grouped


def _paragraph(text: str, passages: list[Passage], quotations: list[Quotation], talk: _Talk) -> list[Finding]:
    found = [finding for passage in passages for finding in cues.findings(passage)]
    spoken = [q.span for q in quotations if len(q.span.of(text).split()) >= quoted.FEWEST]
    found = [finding for finding in found if finding.hops or not holds(spoken, finding.cue_at)]
    found += [aside for passage in passages for aside in asides.asides(passage)]
    found += [finding for passage in passages[:1] if (finding := colons.speaker(passage))]
    for finding in found:
        quoted.stretch(finding, _near(finding, quotations), text)
    found = _settled([finding for finding in found if finding.content])
    return found + _spoken(text, passages, quotations, found, talk)


def _near(finding: Finding, quotations: list[Quotation]) -> list[Quotation]:
    clause = finding.clause
    return [q for q in quotations if q.span.start < clause.end and clause.start < q.span.end]


def _settled(found: list[Finding]) -> list[Finding]:
    """Without those that stand inside another's content, unless they are a hop of their own."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (-sum(s.end - s.start for s in f.content), f.cue_at)):
        inside = any(holds(other.content, finding.cue_at) for other in kept)
        if not inside or finding.hops:
            kept.append(finding)
    return kept


def _spoken(
    text: str, passages: list[Passage], quotations: list[Quotation], found: list[Finding], talk: _Talk
) -> list[Finding]:
    """The attributions of the quotations that no grammar holds; carries ``talk`` on to the next paragraph."""
    free = _free(passages, quotations, found)
    cues_near = [*talk.waiting, *free]
    made: list[Finding] = []
    speaking = sorted((f for f in found if f.quoted or f.rule in quoted.SPEAKING), key=lambda f: f.clause.start)
    for quotation in quotations:
        while speaking and speaking[0].clause.start <= quotation.span.start:
            talk.last = speaking.pop(0)
        if any(holds(f.content, quotation.span.start) for f in found):
            continue
        brought = quoted.bring_in(quotation, cues_near, text)
        if brought is not None:
            made.append(brought)
            talk.last = brought
        elif talk.last is not None and quoted.goes_on(quotation, talk.last, text, passages[0].paragraph):
            talk.last.content = joined([*talk.last.content, quotation.span])
        else:
            continue
        talk.last.reach = passages[0].paragraph
    talk.last = speaking[-1] if speaking else talk.last
    talk.waiting = free[-1:] if passages[-1].doc.text.rstrip().endswith(":") else []
    return made


def _free(
    passages: list[Passage], quotations: list[Quotation], found: list[Finding]
) -> "list[tuple[Passage, Token]]":
    """Reporting words that govern nothing yet, outside quotations and outside what others say."""
    taken = {finding.cue_at for finding in found}
    left = ((p, t) for p in passages for t in quoted.free_cues(p, taken, quotations))
    return [(p, t) for p, t in left if not any(holds(f.content, p.at(t)) for f in found)]
