"""Puts the split together from what sentences, quotations, cues, sources and statements give."""

from collections.abc import Sequence

from claims.splitting import (
    blending,
    linking,
    narration,
    quotes,
    sentences,
    sourced,
    sources,
    speech,
    statements,
    tagger,
    telling,
)
from claims.splitting.checkworthy import Actors
from claims.splitting.clauses import Clauses
from claims.splitting.findings import Finding, holds
from claims.splitting.language import passages
from claims.splitting.paragraphs import paragraphs
from claims.splitting.quotes import Quotation
from claims.splitting.sources import Meant
from claims.splitting.spans import Attribution, Sentence, Split
from claims.splitting.tokens import Tokens


def assemble(text: str, *, version: str) -> Split:
    """The split of any text; see ``claims.splitting.split``."""
    parts = paragraphs(text)
    parsed = list(passages(text))
    spans = sentences.sentences(text, parsed)
    marked = quotes.quotations(text, parts, spans)
    ruled = linking.link(text, parsed, parts, marked)
    found = blending.blend(text, tagger.tag(text, spans), ruled, parsed, parts)
    parents = _parents(found)
    who = sources.sources(text, found, parsed, spans, marked, parents)
    attributions = _attributions(found, who.meant, marked, parents)
    told = telling.Ground(text, spans, parts, Tokens(parsed), marked)
    ground = statements.Ground(text, spans, parts, Actors(parsed), Clauses(parsed))
    claims = statements.attributed(ground, attributions, found, who.mentions)
    own, waivers = narration.narrated(ground, claims, [f.clause for f in found if f.whole], parsed)
    everything = sorted([*claims, *own], key=lambda claim: (claim.spans[0].start, claim.spans[-1].end, claim.spans))
    return Split(
        version=version,
        sentences=tuple(Sentence(span) for span in spans),
        sources=who.mentions,
        attributions=attributions,
        claims=tuple(everything),
        waivers=tuple(waivers),
        statements=tuple(sourced.statements(told, found, who, parents)),
    )


def _attributions(
    found: Sequence[Finding], meant: Sequence[Meant], marked: Sequence[Quotation], parents: Sequence[int | None]
) -> tuple[Attribution, ...]:
    return tuple(
        Attribution(
            source=tuple(finding.source),
            cue=tuple(finding.cue),
            content=tuple(finding.content),
            speech=speech.kind(finding.content, speech.among(marked, finding.content)),
            polarity=finding.polarity,
            readings=meant[place].readings,
            parent=parents[place],
            open_readings=meant[place].open,
        )
        for place, finding in enumerate(found)
    )


def _parents(found: Sequence[Finding]) -> list[int | None]:
    """For each finding the nearest other whose content holds its cue; among several the shortest.

    An outer hop says more than the inner one, so that no chain comes back to where it began.
    """
    sizes = [(sum(s.end - s.start for s in finding.content), place) for place, finding in enumerate(found)]
    ends: list[int | None] = []
    for place, finding in enumerate(found):
        outer = [
            sizes[index]
            for index, other in _around(found, place)
            if sizes[index] > sizes[place] and holds(other.content, finding.cue_at)
        ]
        ends.append(min(outer)[1] if outer else None)
    return ends


def _around(found: Sequence[Finding], place: int) -> list[tuple[int, Finding]]:
    """The others of the same paragraph."""
    here = found[place].paragraph
    first, last = place, place
    while first > 0 and found[first - 1].paragraph == here:
        first -= 1
    while last + 1 < len(found) and found[last + 1].paragraph == here:
        last += 1
    return [(index, found[index]) for index in range(first, last + 1) if index != place]
