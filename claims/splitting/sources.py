"""Who the attributions of a text rest on: every entity once, and for each attribution who is meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claims.splitting import coreference, kinds, voices
from claims.splitting.entities import Entities, Entity
from claims.splitting.findings import Finding
from claims.splitting.language import Passage
from claims.splitting.links import Ground, Link
from claims.splitting.namebook import Names
from claims.splitting.naming import namings
from claims.splitting.quotes import Quotation
from claims.splitting.recency import Recency
from claims.splitting.spans import Reading, SourceKind, SourceMention, Span, Tie
from claims.splitting.tokens import Tokens
from claims.splitting.voices import Shape, Voice
from claims.splitting.wording import words

if TYPE_CHECKING:
    pass

_UNNAMED = frozenset({SourceKind.UNNAMED_PERSON, SourceKind.UNNAMED_GROUP})
_ARTICLE = "the article"


@dataclass(slots=True)
class Meant:
    """Whom one attribution rests on: ``readings`` who speak together, or ``open`` between which nothing decides."""

    readings: tuple[Reading, ...] = ()
    open: tuple[Reading, ...] = ()


@dataclass(slots=True)
class Sources:
    """The entities of a text and, for each attribution, whom it rests on."""

    mentions: tuple[SourceMention, ...]
    meant: list[Meant]
    entities: list[Entity] = field(default_factory=list)


def sources(
    text: str,
    found: Sequence[Finding],
    passages: Sequence[Passage],
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    parents: Sequence[int | None],
) -> Sources:
    """The sources of ``text``; ``parents`` gives for each attribution the one whose content it stands in."""
    reader = _Reader(text, passages, sentences, [q.span for q in quotations])
    meant = [reader.read(finding) for finding in found]
    for place, finding in enumerate(found):
        if reader.first_person(finding):
            meant[place] = reader.quoted_self(finding, _outer(meant, parents, place))
    everyone = reader.ground.entities.all
    return Sources(tuple(entity.mention() for entity in everyone), meant, everyone)


def _outer(meant: Sequence[Meant], parents: Sequence[int | None], place: int) -> Meant | None:
    """Whom the outer hop rests on; None where there is none."""
    parent = parents[place]
    return meant[parent] if parent is not None else None


class _Reader:
    """Reads the sources of a text one after the other, remembering who has spoken."""

    def __init__(
        self, text: str, passages: Sequence[Passage], sentences: Sequence[Span], quotations: Sequence[Span]
    ) -> None:
        self._text, self._sentences = text, sentences
        self._tokens = Tokens(passages)
        names = Names(namings(passages))
        self.ground = Ground(names, Recency(names.namings, sentences, quotations), Entities())

    def read(self, finding: Finding) -> Meant:
        """Whom an attribution rests on; nobody where it has no source or speaks of itself."""
        spoken = self._voices(finding)
        if not spoken or self.first_person(finding):
            return Meant()
        at = finding.source[0].start
        links = [self._link(voice, at, finding) for voice in spoken]
        if len(links) == 1 and links[0].open:
            self._remember(at, links[0])
            return Meant(open=links[0].readings)
        for chosen in links:
            self._remember(at, chosen)
        firsts = {chosen.readings[0].source: chosen.readings[0] for chosen in links}
        return Meant(readings=tuple(firsts.values()))

    def _link(self, voice: Voice, at: int, finding: Finding) -> Link:
        if reason := self._granted(voice, at):
            kinds.kept_back(voice, reason)
        return coreference.link(self.ground, voice, at, finding.content)

    def _remember(self, at: int, chosen: Link) -> None:
        entity = self.ground.entities.all[chosen.readings[0].source]
        self.ground.recency.spoke(at, entity.name)

    def _voices(self, finding: Finding) -> list[Voice]:
        tokens = self._tokens.under(finding.source)
        if not tokens:
            return []
        tokens = voices.subject_around(tokens, self._tokens.head(finding.cue)) or tokens
        names = self.ground.names
        read = [voice for phrase in voices.phrases(tokens, names) for voice in kinds.voices_of(phrase, names)]
        together = voices.whole(tokens)
        if together and len(read) > 1 and all(voice.shape is not Shape.NAME for voice in read):
            return kinds.voices_of(together, names)
        return [voice for voice in read if voice.words.strip()]

    def first_person(self, finding: Finding) -> bool:
        """Whether the words of the source are "I", "we" or the like."""
        said = " ".join(span.of(self._text) for span in finding.source).strip(" ,.\"“”'’")
        return said.lower() in words("voices", "first")

    def quoted_self(self, finding: Finding, outer: Meant | None) -> Meant:
        """Whom "I" or "we" means: who is quoted, else the article itself."""
        said = finding.source[0].of(self._text).strip()
        if outer is not None and (outer.readings or outer.open):
            return Meant(
                tuple(self._themselves(reading, said) for reading in outer.readings),
                tuple(self._themselves(reading, said) for reading in outer.open),
            )
        if self.ground.recency.quoted(finding.source[0].start):
            reason = f"“{said}” stands in a quotation, and nothing tells whose it is"
            entity = Entity(said, SourceKind.UNNAMED_PERSON, reason, said)
        else:
            entity = Entity(_ARTICLE, SourceKind.ARTICLE, f"“{said}” outside a quotation is who writes", _ARTICLE)
        place = self.ground.entities.add(entity)
        return Meant((Reading(place, Tie.PRONOUN, 0.5, entity.reason),))

    def _themselves(self, reading: Reading, said: str) -> Reading:
        name = self.ground.entities.all[reading.source].name
        sure = round(reading.confidence * 0.9, 2)
        return Reading(reading.source, Tie.PRONOUN, sure, f"“{said}” stands in what {name} says")

    def _granted(self, voice: Voice, at: int) -> str:
        """Why a voice is anonymous by the sentence that it stands in or one beside it; empty where it is not."""
        official = voice.noun in words("voices", "spoken_for") | words("voices", "official")
        if voice.shape is Shape.PRONOUN or not (voice.kind in _UNNAMED or (voice.name and official)):
            return ""
        here = self.ground.recency.sentence(at)
        for place in (here, here + 1, here - 1):
            said = self._sentences[place].of(self._text) if 0 <= place < len(self._sentences) else ""
            sign = kinds.pattern("granted").search(said)
            if sign and (place == here or kinds.pattern("takes_up").search(said)):
                return f"“{' '.join(sign.group().split())}” keeps the name back"
        return ""
