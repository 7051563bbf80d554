"""Speakers before a colon: the lines of a transcript, and headlines that quote."""

from typing import TYPE_CHECKING

from claims.splitting import grammar
from claims.splitting.findings import Finding
from claims.splitting.language import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 8  # tokens before the colon
_FEWEST = 3  # tokens after it
_NEVER = frozenset({".", ",", "?", "!", '"', "“"})
_NO_SPEAKERS = frozenset(
    [
        "related",
        "update",
        "photo",
        "video",
        "watch",
        "note",
        "correction",
        "editor",
        "read",
        "more",
        "source",
        "by",
        "credit",
        "breaking",
        "exclusive",
        "listen",
        "analysis",
        "opinion",
        "live",
        "caption",
        "image",
        "topics",
        "tags",
        "filed",
    ]
)


def speaker(passage: Passage) -> Finding | None:
    """TAPPER: Do you think …; Pence: The deal is dead. None where the colon does something else."""
    doc = passage.doc
    colon = next((token for token in doc[: _LONGEST + 1] if token.text == ":"), None)
    if colon is None or colon.i == 0 or len(doc) - colon.i <= _FEWEST or not _names(list(doc[: colon.i])):
        return None
    source = grammar.stripped(passage, 0, colon.i - 1)
    content = grammar.stripped(passage, colon.i + 1, len(doc) - 1)
    if source is None or content is None or not any(t.pos_ in {"VERB", "AUX"} for t in doc[colon.i + 1 :]):
        return None
    cue = passage.span(colon.i, colon.i)
    return Finding(passage.at(colon), [source], [cue], [content], passage.paragraph, rule="colon", who=_head(colon))


def _names(tokens: "list[Token]") -> bool:
    """Whether the words before a colon can be somebody: names, and no verb or end of sentence among them."""
    if any(token.lower_ in _NO_SPEAKERS or token.text in _NEVER for token in tokens):
        return False
    shouted = [token.is_upper and len(token) > 1 for token in tokens]
    if any(t.pos_ in {"VERB", "AUX", "SCONJ"} and not up for t, up in zip(tokens, shouted, strict=True)):
        return False
    return any(shouted) or any(token.pos_ == "PROPN" for token in tokens)


def _head(colon: "Token") -> "Token":
    """The last name word before the colon."""
    names = [token for token in colon.doc[: colon.i] if token.pos_ in {"PROPN", "NOUN"}]
    return names[-1] if names else colon.doc[colon.i - 1]
