"""The parsed words under stretches of a text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claims.splitting.language import Passage
from claims.splitting.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


class Tokens:
    """Finds the parsed words under spans of the text."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._starts = [passage.start for passage in passages]

    def under(self, spans: Iterable[Span]) -> "list[Token]":
        """The words that touch the spans, in order."""
        return [token for span in spans for token in self._within(span)]

    def head(self, spans: Sequence[Span]) -> "Token | None":
        """The word that the others under the spans hang on, a noun or a verb before all else."""
        tokens = self.under(spans)
        inside = {token.i for token in tokens}
        roots = [token for token in tokens if token.head.i not in inside or token.head.i == token.i]
        sayers = [token for token in roots if token.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "PRON", "NUM"}]
        return next(iter(sayers or roots), None)

    def states(self, spans: Sequence[Span]) -> bool:
        """Whether the words under the spans are a statement by themselves: a verb with a subject among them."""
        tokens = self.under(spans)
        inside = {token.i for token in tokens}
        return any(token.dep_ in _SUBJECTS and token.head.i in inside for token in tokens)

    def _within(self, span: Span) -> "list[Token]":
        place = max(bisect_right(self._starts, span.start) - 1, 0)
        found: list[Token] = []
        for passage in self._passages[place:]:
            if passage.start >= span.end:
                break
            cut = passage.doc.char_span(
                max(span.start - passage.start, 0),
                min(span.end - passage.start, len(passage.doc.text)),
                alignment_mode="expand",
            )
            found += list(cut) if cut is not None else []
        return found
