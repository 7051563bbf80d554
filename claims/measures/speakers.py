"""Who is quoted in a passage: the nearest words that bring in speech, and the name that goes with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.measures.quotation_marks import Place, holding, quotations, sentence_around
from claims.measures.spelling import read
from claims.measures.wording import words

_WORD = re.compile(r"[^\W\d_][\w’'.-]*(?<![.'’-])|\b(?:Dr|Mr|Mrs|Ms|Prof|Sen|St)\.|\w['’](?=\s)")
_TRANSCRIPT = re.compile(r"^[ \t]*(?P<name>[^\W\d_a-z][\w’'. -]{0,60}?)\s?:(?=\s)", re.MULTILINE)
_BACK = 4  # sentences looked back for a name
_REACH = 1000  # code points of a sentence on either side
_LONGEST = 8  # words of a description


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a passage says speaks: ``name`` as it stands there at ``text[start:end]``, ``cue`` the word beside it.

    ``through`` is the pronoun that stands at the cue where the name was found before it, else "".
    """

    name: str
    cue: str
    start: int
    end: int
    through: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.casefold()


def said_by(text: str, start: int, end: int) -> Speaker | None:
    """Who says ``text[start:end]``; None where the passage does not tell.

    Looked for at the head of a transcript's line; then in the sentence, or all the sentences of the quotation,
    outside the marks: after the words first, then before; then in the sentences before, within the paragraph. Words
    that are not between marks are looked at the other way round: before them, then after.
    """
    if line := _in_transcript(text, start):
        return line
    held, ended = holding(quotations(text), start), holding(quotations(text), end - 1)
    start, end = held[0] if held else start, ended[1] if ended else end
    sentence = _near(text, start, end)
    found = _in_sentence(text, sentence, start, end)
    if found or not held:
        return found
    floor = text.rfind("\n", 0, start) + 1
    for _ in range(_BACK):
        if sentence[0] <= floor:
            return None
        sentence = _near(text, *_last_word(text, sentence[0]))
        if found := _in_sentence(text, sentence, sentence[1], sentence[1]):
            return found
    return None


def _near(text: str, start: int, end: int) -> Place:
    """The sentence around a place, no more of it than a reader would look at: a scan may have no full stop."""
    first, last = sentence_around(text, start, end)
    return max(first, start - _REACH), min(last, end + _REACH)


def _last_word(text: str, before: int) -> Place:
    at = before - 1
    while at > 0 and not text[at].isalnum():
        at -= 1
    return at, at + 1


def _in_transcript(text: str, start: int) -> Speaker | None:
    """The name at the head of the line ("QUILL: …"), where no quotation mark stands between."""
    line = text.rfind("\n", 0, start) + 1
    match = _TRANSCRIPT.match(text, line)
    if match is None or match.end() > start or any(word.low in _cues() for word in _words(match["name"], 0)):
        return None
    if any(mark in text[line:start] for mark in '"“„«'):
        return None
    return Speaker(match["name"], ":", match.start("name"), match.end("name"))


def _cues() -> frozenset[str]:
    return words("speakers", "cues")


def _words(text: str, offset: int) -> list[_Word]:
    return [_Word(one.group(), one.start() + offset, one.end() + offset) for one in _WORD.finditer(text)]


@lru_cache(maxsize=256)
def _narrated(text: str, sentence: Place) -> tuple[tuple[_Word, ...], ...]:
    """The words of a sentence outside quotation marks, one tuple for each stretch between quotations."""
    edges = [sentence[0]]
    for first, last in quotations(text):
        if first < sentence[1] and last > sentence[0]:
            edges += [max(sentence[0], first - 1), min(sentence[1], last + 1)]
    edges.append(sentence[1])
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple(tuple(_words(text[first:last], first)) for first, last in pairs if first < last)


def _in_sentence(text: str, sentence: Place, start: int, end: int) -> Speaker | None:
    stretches = _narrated(text, sentence)
    quoted = bool(holding(quotations(text), start)) or start == end == sentence[1]
    after = [stretch for stretch in stretches if stretch and stretch[0].start >= end and quoted]
    before = [stretch for stretch in reversed(stretches) if stretch and stretch[-1].end <= start]
    rest: list[tuple[_Word, ...]] = []
    if not quoted:
        before = before or [tuple(word for word in stretch if word.end <= start) for stretch in stretches]
        rest = [tuple(word for word in stretch if word.start >= end) for stretch in stretches]
    between = [stretch for stretch in stretches if stretch and start <= stretch[0].start and stretch[-1].end <= end]
    for stretch in [*between[:1], *after[:1]]:
        if found := _from_stretch(text, stretch, forwards=True):
            return found
    for stretch in [*before[:1], *after[1:2], *before[1:], *rest]:
        if found := _from_stretch(text, stretch, forwards=False):
            return found
    return None


def _from_stretch(text: str, stretch: Sequence[_Word], *, forwards: bool) -> Speaker | None:
    if forwards and stretch[0].low in words("speakers", "asides"):
        return None
    places = range(len(stretch)) if forwards else range(len(stretch) - 1, -1, -1)
    for at in places:
        low = stretch[at].low
        if at and f"{stretch[at - 1].low}_{low}" in words("speakers", "leads"):
            return _named(text, stretch[at + 1 :], f"{stretch[at - 1].text} {stretch[at].text}")
        if low in _cues() and (found := _at_cue(text, stretch, at, forwards=forwards)):
            return found
    return None


def _at_cue(text: str, stretch: Sequence[_Word], at: int, *, forwards: bool) -> Speaker | None:
    """The subject of a cue: what stands right after it ("said Quill") or else before it ("Quill said")."""
    cue = stretch[at].text
    if at == 0 and (found := _named(text, stretch[1:], cue)):
        return found
    return _before(text, stretch[:at], cue)


def _named(text: str, following: Sequence[_Word], cue: str) -> Speaker | None:
    """The name or description at the head of some words."""
    if not following:
        return None
    if following[0].low in words("speakers", "pronouns"):
        return _behind(text, following[0], cue)
    run = [following[0]]
    for word in following[1:_LONGEST]:
        if text[run[-1].end : word.start].strip(" \n’'") or word.low in words("speakers", "stops") - {"of", "for"}:
            break
        run.append(word)
    names = _first_run(text, run) or _beside(text, run, following[len(run) :])
    return _speaker(text, names or run, cue)


def _beside(text: str, run: Sequence[_Word], following: Sequence[_Word]) -> list[_Word]:
    """The name set beside a description: "the lawyer, Odile Perrin"."""
    names = _first_run(text, following[:_LONGEST])
    beside = names and names[0] is following[0] and text[run[-1].end : names[0].start].strip() == ","
    return names if beside else []


def _before(text: str, preceding: Sequence[_Word], cue: str) -> Speaker | None:
    """The subject before a cue: a pronoun at it, the nearest name, or the nearest described voice."""
    if preceding and preceding[-1].low in words("speakers", "pronouns") - {"who", "i", "we", "you"}:
        return _behind(text, preceding[-1], cue)
    runs = list(_runs(text, preceding))
    described = _described(preceding)
    if described and (not runs or described[0].start > runs[-1][-1].end):
        return _speaker(text, described, cue)
    return _speaker(text, runs[-1], cue) if runs else None


def _described(preceding: Sequence[_Word]) -> list[_Word]:
    """The words back to the determiner that opens a description: "the water board"."""
    for at in range(len(preceding) - 1, max(-1, len(preceding) - _LONGEST), -1):
        low = preceding[at].low
        if low in words("speakers", "determiners") and at + 1 < len(preceding):
            return list(preceding[at + 1 :])
        if low in words("speakers", "stops"):
            return []
    return []


def _behind(text: str, pronoun: _Word, cue: str) -> Speaker | None:
    """For "he" and "she", the first name of the nearest sentence before that has one; of this one if it has."""
    start, _ = _near(text, pronoun.start, pronoun.end)
    at = pronoun.start
    for _ in range(_BACK):
        outside = [word for stretch in _narrated(text, (start, at)) for word in stretch]
        if run := _first_run(text, outside):
            return _speaker(text, run, cue, pronoun.text)
        if start == 0:
            return None
        at = start
        start, _ = _near(text, *_last_word(text, start))
    return None


def _speaker(text: str, run: Sequence[_Word], cue: str, through: str = "") -> Speaker:
    start, end = run[0].start, run[-1].end
    return Speaker(text[start:end], cue, start, end, through)


def _first_run(text: str, found: Sequence[_Word]) -> list[_Word]:
    return next(_runs(text, found), [])


def _runs(text: str, found: Sequence[_Word]) -> Iterator[list[_Word]]:
    """The names among some words: runs of words with a capital, with small ones of a name between."""
    run: list[_Word] = []
    for word in found:
        if run and text[run[-1].end : word.start].strip(" "):
            yield run
            run = []
        if _is_name(word):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_name(word: _Word) -> bool:
    return word.text[0].isupper() and word.low not in words("speakers", "no_name") | _cues()


def same_voice(name: str, other: str) -> bool | None:
    """Whether two names are of one voice: True where they share a word that is no title, None where it is open.

    A description without a name ("the minister", "the company") may be anybody's, so it settles nothing against a
    name; two names, or two descriptions, that share nothing are two voices.
    """
    mine, theirs = _essence(name), _essence(other)
    if not mine or not theirs:
        return None
    if mine & theirs:
        return True
    return False if _capital(name) == _capital(other) else None


def is_voice_of(text: str, speaker: Speaker, name: str) -> bool | None:
    """Whether a speaker found in ``text`` is the voice of that name.

    Somebody who is described by the name ("Rehn, president of Harbour Lines") may speak for it: that is open.
    """
    answer = same_voice(name, speaker.name)
    if answer is False:
        before = _BESIDE_BEFORE.search(text, max(0, speaker.start - _BESIDE), speaker.start)
        after = _BESIDE_AFTER.match(text, speaker.end)
        beside = f"{before.group() if before else ''} {after.group() if after else ''}"
        return None if _essence(name) & _essence(beside) else False
    return answer


_BESIDE = 40
_BESIDE_BEFORE = re.compile(r"[^\n,.;:!?\"“”«»]*$")
_BESIDE_AFTER = re.compile(r",[^\n,.;:!?\"“”«»]{0,80}")


def _essence(name: str) -> frozenset[str]:
    return frozenset(unit.form for unit in read(name)) - words("speakers", "titles") - {"'s"}


def _capital(name: str) -> bool:
    return any(_is_name(word) and word.low not in words("speakers", "titles") for word in _words(name, 0))
