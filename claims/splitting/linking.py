"""From passages and quotations to attributions: who says what, in order, with the hops between them."""

from collections import defaultdict
from collections.abc import Sequence

from claims.splitting import asides, colons, cues, quoted
from claims.splitting.findings import Finding, holds, joined
from claims.splitting.language import Passage
from claims.splitting.quotes import Quotation
from claims.splitting.spans import Span


def link(
    text: str, passages: Sequence[Passage], paragraphs: Sequence[Span], quotations: Sequence[Quotation]
) -> list[Finding]:
    """All attributions of a text, in the order of their cues."""
    parsed: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        parsed[passage.paragraph].append(passage)
    marked = _by_paragraph(paragraphs, quotations)
    found: list[Finding] = []
    last: Finding | None = None
    for number in sorted(parsed):
        here, last = _paragraph(text, parsed[number], marked[number], last)
        found.extend(here)
    return found


def _by_paragraph(paragraphs: Sequence[Span], quotations: Sequence[Quotation]) -> dict[int, list[Quotation]]:
    grouped: dict[int, list[Quotation]] = defaultdict(list)
    number = 0
    for quotation in quotations:
        while paragraphs[number].end <= quotation.span.start:
            number += 1
        grouped[number].append(quotation)
    return grouped


def _paragraph(
    text: str, passages: list[Passage], quotations: list[Quotation], last: Finding | None
) -> tuple[list[Finding], Finding | None]:
    found = [finding for passage in passages for finding in cues.findings(passage)]
    spoken = [q.span for q in quotations if len(q.span.of(text).split()) >= quoted.FEWEST]
    found = [finding for finding in found if finding.hops or not holds(spoken, finding.cue_at)]
    found += [aside for passage in passages for aside in asides.asides(passage)]
    found += [finding for passage in passages[:1] if (finding := colons.speaker(passage))]
    for finding in found:
        quoted.stretch(finding, _near(finding, quotations), text)
    found = _settled([finding for finding in found if finding.content])
    found, last = _speakers(text, passages, quotations, found, last)
    return sorted(found, key=lambda finding: finding.cue_at), last


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


def _speakers(
    text: str, passages: list[Passage], quotations: list[Quotation], found: list[Finding], last: Finding | None
) -> tuple[list[Finding], Finding | None]:
    taken = {finding.cue_at for finding in found}
    cues_left = ((p, t) for p in passages for t in quoted.free_cues(p, taken, quotations)) if quotations else ()
    free = [(p, t) for p, t in cues_left if not any(holds(f.content, p.at(t)) for f in found)]
    out = list(found)
    speaking = sorted((f for f in found if f.quoted or f.rule in quoted.SPEAKING), key=lambda f: f.clause.start)
    for quotation in quotations:
        while speaking and speaking[0].clause.start <= quotation.span.start:
            last = speaking.pop(0)
        if any(holds(f.content, quotation.span.start) for f in out):
            continue
        made = quoted.bring_in(quotation, free, text)
        if made is not None:
            out.append(made)
            last = made
        elif last is not None and quoted.goes_on(quotation, last, text, passages[0].paragraph):
            last.content = joined([*last.content, quotation.span])
            last.paragraph = passages[0].paragraph
    last = speaking[-1] if speaking else last
    return out, last
