"""Splits made by hand: sentences of a text, told as who said what."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.splitting import spans


@dataclass(frozen=True)
class Said:
    """One claim: its words, who said it (indexes of sources), in which words, with which verb.

    ``open_to`` are the sources that the text leaves open.
    """

    content: str
    source: str = ""
    cue: str = ""
    by: tuple[int, ...] = ()
    open_to: tuple[int, ...] = ()
    polarity: str = "asserts"
    nth: int = 0


@dataclass(frozen=True)
class Text:
    """A text with its sentences; each ``Said`` is looked for in the text, from its ``nth`` place on."""

    text: str
    sources: tuple[spans.SourceMention, ...] = ()
    said: tuple[Said, ...] = ()
    waived: tuple[int, ...] = ()
    version: str = "test-3"
    places: dict[str, int] = field(default_factory=dict)

    def split(self) -> spans.Split:
        attributions = [self._attribution(one) for one in self.said if one.source or one.cue]
        numbers = iter(range(len(attributions)))
        return spans.Split(
            version=self.version,
            sentences=tuple(spans.Sentence(span) for span in self._sentences()),
            sources=self.sources,
            attributions=tuple(attributions),
            claims=tuple(self._claim(one, (next(numbers),) if one.source or one.cue else ()) for one in self.said),
            waivers=tuple(spans.Waiver(index, spans.WaiverReason.OPINION) for index in self.waived),
        )

    def at(self, words: str, nth: int = 0, start: int = 0) -> spans.Span:
        """The ``nth`` place of words, counted from 0."""
        place = self.text.index(words, start)
        for _ in range(nth):
            place = self.text.index(words, place + 1)
        return spans.Span(place, place + len(words))

    def _sentences(self) -> list[spans.Span]:
        found, start = [], 0
        for sentence in self.text.split(". "):
            end = min(start + len(sentence) + 1, len(self.text))
            found.append(spans.Span(start, end))
            start = end + 1
        return found

    def _claim(self, one: Said, attributions: tuple[int, ...]) -> spans.Claim:
        content = self.at(one.content, one.nth)
        polarity = spans.Polarity(one.polarity)
        return spans.Claim(one.content, (content,), spans.SpeechKind.INDIRECT, polarity, attributions)

    def _attribution(self, one: Said) -> spans.Attribution:
        content = self.at(one.content, one.nth)
        before = max(0, self.text.rfind(". ", 0, content.start) + 1)
        source = (self.at(one.source, start=before),) if one.source else ()
        cue = (self.at(one.cue, start=before),) if one.cue else ()
        return spans.Attribution(
            source, cue, (content,), spans.SpeechKind.INDIRECT, spans.Polarity(one.polarity),
            readings=tuple(spans.Reading(index, spans.Tie.NOUN, 0.8, "it fits") for index in one.by),
            open_readings=tuple(spans.Reading(index, spans.Tie.NOUN, 0.4, "it may be") for index in one.open_to),
        )  # fmt: skip


def mention(name: str, kind: str = "organisation", **fields: object) -> spans.SourceMention:
    """A source as the splitter tells it."""
    return spans.SourceMention(name, spans.SourceKind(kind), **fields)  # type: ignore[arg-type]
