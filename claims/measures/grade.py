"""The sourcing grade of a claim, A to E and N, with the inputs that made it.

======  =============================================================================================
grade   given when the voice that decides is
======  =============================================================================================
A       a named person or organisation, on record (a spokesman for X is X on record)
B       a document that a reader could find: named, dated, or pointed at as one
C       unnamed, described (specificity 1 or more), and with direct knowledge or a second source;
        or named but not on record
D       unnamed, described, single, no direct knowledge told
E       bare ("a source familiar", whatever else is known of it), passive ("it is understood"), or open
N       nobody: the article says so itself
======  =============================================================================================

A claim that was heard through a chain ("a source said that the company plans …") is worth what its weakest voice is
worth: each hop is graded by itself and the lowest grade decides, the innermost where two are equal. The article's
own voice is no hop of a chain. How a source is described counts as printed: what the desk knows beyond that (its
answers) can lift a described voice from D to C but makes no bare one specific, because readers cannot weigh it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claims.measures.describing import firsthand, names_document, passive, specificity, told_count

GRADES = ("A", "B", "C", "D", "E", "N")  # best first
KINDS = frozenset({"person", "organisation", "document", "anonymous", "unnamed_person", "unnamed_group", "article"})
NAMED = frozenset({"person", "organisation"})


@dataclass(frozen=True, slots=True)
class Voice:
    """One hop of a claim's sourcing.

    ``kind`` is one of ``KINDS``; "" where the source is open or was not found. ``words`` are those of the article
    for the source, at their fullest, ``cue`` those that attribute ("said", "it is understood"). ``others`` counts
    the different sources that the article gives for the same statement beside this one. The rest is what the desk
    answered, None where it did not: on record? direct knowledge? how many independent sources?
    """

    kind: str
    words: str = ""
    cue: str = ""
    on_record: bool | None = None
    direct_knowledge: bool | None = None
    independent: int | None = None
    others: int = 0

    def __post_init__(self) -> None:
        if self.kind and self.kind not in KINDS:
            raise ValueError(f"no kind of source: {self.kind!r}")
        if self.others < 0 or (self.independent or 0) < 0:
            raise ValueError("sources are counted from 0")


class Input(NamedTuple):
    """One thing that the grade rests on, to be shown: what was asked, the answer, where that comes from."""

    label: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Grade:
    """``letter`` of ``GRADES``; ``hop`` is the index of the voice that decided, None for N.

    ``missing`` names what could lift the grade if the desk or the writer told it: ``on_record``,
    ``direct_knowledge``, ``independent_sources``, ``description``, ``source``.
    """

    letter: str
    inputs: tuple[Input, ...]
    missing: tuple[str, ...] = ()
    hop: int | None = None


def rank(letter: str) -> int:
    """0 for N up to 5 for A: the higher, the better sourced."""
    return len(GRADES) - 1 - GRADES.index(letter)


def grade(voices: Sequence[Voice]) -> Grade:
    """The grade of a claim that rests on ``voices``, innermost hop first; none, or only the article's, gives N."""
    grades = [(index, *_grade_voice(voice)) for index, voice in enumerate(voices) if _speaks(voice)]
    if not grades:
        narrated = Input("Source", "none", "The article says so in its own voice.")
        return Grade("N", (narrated,), ("source",))
    index, letter, inputs, missing = min(grades, key=lambda one: (rank(one[1]), one[0]))
    if len(grades) > 1:
        letters = " ".join(one[1] for one in grades)
        chain = Input("Chain", letters, "A chain is worth what its weakest voice is worth.")
        inputs = (*inputs, chain)
    return Grade(letter, inputs, missing, index)


def _speaks(voice: Voice) -> bool:
    """Whether a hop is more than the article's own voice, which a passive wording ("it is understood") makes it."""
    return voice.kind != "article" or bool(passive(_wording(voice)))


def _wording(voice: Voice) -> str:
    return f"{voice.words} {voice.cue}".strip()


_Graded = tuple[str, tuple[Input, ...], tuple[str, ...]]


def _grade_voice(voice: Voice) -> _Graded:
    if voice.kind in NAMED:
        return _grade_named(voice)
    if voice.kind == "document" and names_document(voice.words):
        return "B", (Input("Source", voice.words, "A document that a reader could find."),), ()
    if voice.kind in ("", "article"):
        return _grade_open(voice)
    return _grade_unnamed(voice)


def _grade_named(voice: Voice) -> _Graded:
    what = "A named person." if voice.kind == "person" else "A named organisation."
    source = Input("Source", voice.words, what)
    if voice.on_record is False:
        return "C", (source, Input("On record", "no", "The desk says so.")), ("on_record",)
    reason = "The desk says so." if voice.on_record else "Named and quoted, and nothing says otherwise."
    return "A", (source, Input("On record", "yes", reason)), ()


def _grade_open(voice: Voice) -> _Graded:
    if found := passive(_wording(voice)):
        return "E", (Input("Source", found, "The wording is passive and names nobody."),), ("source",)
    return "E", (Input("Source", voice.words or "open", "Who said it is open or was not found."),), ("source",)


def _grade_unnamed(voice: Voice) -> _Graded:
    described = specificity(voice.words)
    reason = "; ".join(f"{what}: {words}" for what, words in described.reasons) or "It could be anybody."
    source = Input("Source", voice.words, _UNNAMED[voice.kind])
    inputs = (source, Input("Specificity", f"{described.level} of 3", reason))
    if described.level == 0:
        return "E", inputs, ("description",)
    knows, how = _knowledge(voice)
    several, count = _several(voice)
    missing = () if knows or several else ("direct_knowledge", "independent_sources")
    return ("C" if knows or several else "D"), (*inputs, how, count), missing


_UNNAMED = {
    "anonymous": "Anonymous.",
    "unnamed_person": "A person without a name.",
    "unnamed_group": "A group, nobody of it named.",
    "document": "A document that a reader could not find.",
}


def _knowledge(voice: Voice) -> tuple[bool, Input]:
    words = firsthand(voice.words)
    if voice.direct_knowledge is not None:
        answer = "yes" if voice.direct_knowledge else "no"
        return voice.direct_knowledge, Input("Direct knowledge", answer, "The desk says so.")
    if words:
        return True, Input("Direct knowledge", "yes", f"The article says so: {words}")
    return False, Input("Direct knowledge", "not told", "Nothing in the description says how the source knows.")


def _several(voice: Voice) -> tuple[bool, Input]:
    label = "Independent sources"
    told, words = told_count(voice.words)
    if voice.independent is not None:
        return voice.independent > 1, Input(label, str(voice.independent), "The desk says so.")
    if told > 1:
        return True, Input(label, str(told), f"The article says so: {words}")
    if voice.others:
        return True, Input(label, str(1 + voice.others), "The article gives another source for the same statement.")
    return False, Input(label, "1", "No number is told and no other source says the same.")
