"""Makes an attribution from a reporting word and the words that it governs."""

from typing import TYPE_CHECKING

from claims.splitting import grammar, speech
from claims.splitting.findings import Finding, joined, without
from claims.splitting.language import Passage
from claims.splitting.spans import Span
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_LOOSE = " ,;:—–-\t\n\r"
_FIRST_PERSONS = frozenset({"i", "we", "you"})


def govern(
    passage: Passage,
    token: "Token",
    parts: list["Token"],
    *,
    rule: str,
    whole: bool = False,
    through: "Token | None" = None,
) -> Finding | None:
    """The attribution whose content are the words under ``parts``; None if nothing is left of them.

    ``whole`` says that the content alone is no statement, ``through`` that the cue reaches to that word.
    """
    spans = stretches(passage, token, parts)
    return finding(passage, token, spans, rule=rule, whole=whole, through=through)


def finding(
    passage: Passage,
    token: "Token",
    content: list[Span],
    *,
    rule: str,
    whole: bool = False,
    through: "Token | None" = None,
    source: "Token | None" = None,
    bare: bool = False,
) -> Finding | None:
    """The attribution of ``content`` by ``source`` or by whoever the verb names; by nobody if ``bare``."""
    who = None if bare else source if source is not None else source_of(token)
    cue = grammar.cue_span(passage, token, through=through)
    named = grammar.named_by(passage, who, token) if who is not None else None
    holes = [cue, *([named] if named else [])]
    kept = tidy(passage, [part for span in content for part in without(span, holes)])
    if not kept:
        return None
    made = Finding(
        passage.at(token), [named] if named else [], [cue], kept, passage.paragraph, rule=rule, whole=whole
    )
    made.polarity = speech.polarity(token, under=list(token.children))
    made.hops = rule == "clause" and hops(token)
    made.who = who if made.source else None
    return made


def source_of(token: "Token") -> "Token | None":
    """Who says it: the agent of a passive, else the subject, else the noun beside a finite verb."""
    if grammar.passive(token) or grammar.bare_participle(token):
        return grammar.agent(token)
    who = grammar.subject(token)
    return grammar.beside(token) if who is None and token.tag_ in {"VBD", "VBZ", "VBP"} else who


def hops(token: "Token") -> bool:
    """Whether a reporting word may stand inside what another source says: a third party's, in full."""
    own = grammar.children(token, "nsubj")
    return bool(own) and own[-1].lower_ not in _FIRST_PERSONS and token.lemma_.lower() in words("verbs", "hops")


def stretches(passage: Passage, token: "Token", parts: list["Token"]) -> list[Span]:
    """The words under each part, up to where a second reporting verb takes over."""
    spans = []
    for part in parts:
        span = grammar.phrase(passage, part, token)
        if span is None:
            continue
        stop = min((passage.at(grammar.opening(stray)) for stray in grammar.strays(part)), default=span.end)
        if span.start < stop:
            spans.append(Span(span.start, min(stop, span.end)))
    return spans


def tidy(passage: Passage, spans: list[Span]) -> list[Span]:
    """Spans without punctuation and spaces at their ends, the empty dropped, those next to each other joined."""
    text, start = passage.doc.text, passage.start
    out: list[Span] = []
    for span in joined(spans):
        chars = text[span.start - start : span.end - start]
        left = len(chars) - len(chars.lstrip(_LOOSE))
        kept = chars[left:].rstrip(_LOOSE)
        if not any(c.isalnum() for c in kept):
            continue
        tidy = Span(span.start + left, span.start + left + len(kept))
        if out and not text[out[-1].end - start : tidy.start - start].strip():
            tidy = Span(out.pop().start, tidy.end)
        out.append(tidy)
    return out
