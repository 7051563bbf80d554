"""What a split is made of: frozen values with offsets into the text that was split.

Every offset counts Unicode code points of the text given to ``split``; ends are exclusive, so
``text[span.start:span.end]`` is the quotation. Nothing here knows how the values were found.
"""

from dataclasses import dataclass
from enum import StrEnum


class SpeechKind(StrEnum):
    """How the words of a claim reach the reader."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATED = "narrated"


class Polarity(StrEnum):
    """What the source does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines"
    DOUBTS = "doubts"


class SourceKind(StrEnum):
    """Who a claim rests on."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"
    UNNAMED_PERSON = "unnamed_person"
    UNNAMED_GROUP = "unnamed_group"
    ARTICLE = "article"


class Tie(StrEnum):
    """How the words of a source were tied to an entity."""

    NAMED = "named"
    SURNAME = "surname"
    PRONOUN = "pronoun"
    NOUN = "noun"
    ACRONYM = "acronym"
    SAME = "same"
    DESCRIBED = "described"


class VoiceType(StrEnum):
    """Who a statement rests on, in five sorts; an unnamed person counts as anonymous."""

    NAMED_PERSON = "named_person"
    NAMED_ORG = "named_org"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"
    UNNAMED_GROUP = "unnamed_group"


class WaiverReason(StrEnum):
    """Why a sentence is not to be checked."""

    OPINION = "opinion"
    QUESTION = "question"
    HEADLINE = "headline"
    BOILERPLATE = "boilerplate"
    PREDICTION = "prediction"
    EXPERIENCE = "experience"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, ``start`` inclusive, ``end`` exclusive, never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words the span covers in ``text``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; together the sentences of a split cover all text that is not white space."""

    span: Span


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One entity the article rests on; ``name`` is how the article puts it, at its fullest.

    ``name`` has 1 to 300 code points. ``reason`` says in a checker's words what decided the kind, ``role`` is the
    role or title as stated ("White House spokesman"), at its fullest, empty where none is; ``aliases`` are the
    other names that the article uses, in the order of their first use.
    """

    name: str
    kind: SourceKind
    reason: str = ""
    role: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One entity that the words of a source may mean: a suggestion, with its ground.

    ``source`` points into ``Split.sources``. ``confidence`` (0 to 1) is how sure the link is, ``reason`` its
    ground in a checker's words ("“Musk” is the last name of Elon Musk").
    """

    source: int
    tie: Tie
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) says (cue) what (content); source and cue may be empty tuples.

    ``readings`` are all who speak together, mostly one; empty where no source is given ("it is understood") and
    where the text does not decide. Then ``open_readings`` holds two or more, likeliest first; it is empty else.
    ``parent`` points into ``Split.attributions``: the attribution whose content holds this one,
    the outer hop of a chain ("a source told the Reporter that the company plans").
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speech: SpeechKind
    polarity: Polarity
    readings: tuple[Reading, ...] = ()
    parent: int | None = None
    open_readings: tuple[Reading, ...] = ()

    @property
    def source_index(self) -> int | None:
        """The first source in ``Split.sources``; None where none is given or the text does not decide."""
        return self.readings[0].source if self.readings else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that can be checked.

    ``text`` is its wording: the spans joined by one space; a subject that two clauses share is a span of both.
    ``attributions`` points into ``Split.attributions``, innermost hop first; empty for the article's own voice.
    ``worthiness`` (0 to 1) ranks and never hides; ``reasons`` says why in a checker's words.
    ``confidence`` (0 to 1) is the splitter's own in having found the claim right. ``hedges`` are the words that
    hold the statement back ("may", "reportedly"), in small letters; ``negated`` says that it states that
    something is not so, whatever its source does with it: that is ``polarity``.
    """

    text: str
    spans: tuple[Span, ...]
    speech: SpeechKind
    polarity: Polarity
    attributions: tuple[int, ...] = ()
    worthiness: float = 0.0
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0
    hedges: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Waiver:
    """A sentence (index into ``Split.sentences``) that is not to be checked, and why."""

    sentence: int
    reason: WaiverReason


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences that rest on one source: its words with what leads in to them, neighbouring ones together.

    ``source`` points into ``Split.sources``; ``name`` is what the source is called for short, the full name of a
    person or a body, a description only up to its noun, empty where the name is kept back.
    """

    spans: tuple[Span, ...]
    source: int
    type: VoiceType
    name: str


@dataclass(frozen=True, slots=True)
class Split:
    """All that was found in one text. Every sentence touches a claim or has a waiver."""

    version: str
    sentences: tuple[Sentence, ...]
    sources: tuple[SourceMention, ...]
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    waivers: tuple[Waiver, ...]
    statements: tuple[Statement, ...] = ()
