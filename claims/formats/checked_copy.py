"""An article as its writer gets it back: the text in runs, and a note for every claim that was found in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claims.formats.format import Record
from claims.formats.joined import Piece, in_force, pieces, standing
from claims.formats.reviewed import NAMED, speaker, without_names

OPEN, DISPUTED, OFF_SCALE = "open", "disputed", "off-scale"
SHAPES = {"good": "●", "middling": "◐", "bad": "○", OFF_SCALE: "◇", DISPUTED: "△", OPEN: "□"}
"""A shape for every outcome, so that none is told by colour alone."""
FINDINGS = {
    "confirmed": "the source said so",
    "altered": "words changed",
    "out_of_context": "out of context",
    "misattributed": "said by somebody else",
    "not_found": "not found that they said it",
    "not_applicable": "",
}
ASKING = frozenset({"altered", "out_of_context", "misattributed", "not_found"})
"""Findings after which the words or their source cannot stay as they are."""

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of evidence; ``stance`` is supports, refutes, context or nothing; ``archived`` a copy's address."""

    stance: str
    words: str
    title: str
    url: str
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What the margin says of a claim. ``tone`` is a key of ``SHAPES``."""

    number: int
    claim: str
    tone: str
    outcome: str
    said: str
    who: str
    why: str
    evidence: Sequence[Quoted]
    asks: bool = False
    """Whether the claim is settled and cannot stay as it is, or hardly."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words within one line that the same claims cover; ``ends`` are those whose first place ends here.

    ``stops``: a new sentence begins after it.
    """

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """``lines`` are the lines of the text; ``legend`` what the ratings that occur mean.

    ``asks`` are the numbers of settled claims that cannot stay as they are, or hardly; ``coverage`` says how many
    sentences are in a claim.
    """

    title: str
    where: str
    url: str
    language: str
    lines: Sequence[Sequence[Run]]
    notes: dict[int, Note]
    legend: Sequence[tuple[str, str, str]]
    counts: Sequence[tuple[str, str, int]]
    checked: str
    desk: str = field(default="")
    settled: int = 0
    asks: Sequence[int] = ()
    coverage: str = ""


class NotOneArticle(ValueError):
    """Among the records is no article with a text, or more than one; the message says which."""


def copy_of(records: Iterable[Record], names: Iterable[str] = ()) -> Copy:
    """The one article among the records, with its newest text; raises NotOneArticle.

    ``names`` are those of the desk: they are taken out of what was written, for the copy leaves the desk.
    """
    found = (piece for piece in pieces(records) if piece.revision and not piece.article["deleted_at"])
    piece = next(found, None)
    if piece is None:
        raise NotOneArticle("There is no article with a text to make a copy of.")
    if next(found, None):
        raise NotOneArticle("A checked copy is of one article: choose it.")
    article, revision = piece.article, piece.revision
    assert revision is not None  # noqa: S101 - narrows the type
    notes = {claim["number"]: _note(piece, claim, names) for claim in piece.current}
    outcomes = Counter((note.tone, note.outcome) for note in notes.values())
    return Copy(
        title=article["title"],
        where=", ".join(filter(None, (article["byline"], article["publisher"], article["published_at"]))),
        url=article["url"],
        language=article["language"],
        lines=list(_lines(revision, piece.current)),
        notes=notes,
        legend=list(_legend(piece)),
        counts=[(SHAPES[tone], outcome, number) for (tone, outcome), number in sorted(outcomes.items(), key=_rank)],
        checked=max((row["created_at"][:10] for row in _rulings(piece)), default=""),
        desk=piece.known.project["name"],
        settled=sum(note.tone not in (OPEN, DISPUTED) for note in notes.values()),
        asks=[note.number for note in notes.values() if note.asks],
        coverage=_coverage(revision["sentences"], piece.current),
    )


def _coverage(sentences: Sequence[Record], claims: Sequence[Record]) -> str:
    """How many sentences are in a claim or waived; nothing where the text is not cut into sentences."""
    places = [(one["start"], one["end"]) for claim in claims for one in claim["spans"] if one["role"] == "content"]
    waived = [one for one in sentences if one["waiver"]]
    rest = [one for one in sentences if not one["waiver"]]
    held = sum(any(start < one["end"] and one["start"] < end for start, end in places) for one in rest)
    if not sentences:
        return ""
    return f"{held} of {len(sentences)} sentences in a claim, {len(waived)} waived, {len(rest) - held} left"


def _rank(counted: tuple[tuple[str, str], int]) -> tuple[int, str]:
    return list(SHAPES).index(counted[0][0]), counted[0][1]


def _rulings(piece: Piece) -> Iterator[Record]:
    for claim in piece.current:
        if ruling := in_force(claim):
            yield ruling


def _note(piece: Piece, claim: Record, names: Iterable[str]) -> Note:
    ruling = in_force(claim)
    tone, outcome = _outcome(piece, claim, ruling)
    told = [FINDINGS.get(ruling["finding"], "")] if ruling else []
    if ruling and claim["reshaped_at"] and ruling["created_at"] <= claim["reshaped_at"]:
        told.append("settled before the claim was changed: look again")
    return Note(
        number=claim["number"],
        claim=claim["text"],
        tone=tone,
        outcome=outcome,
        said="; ".join(filter(None, told)),
        who=_who(piece, claim),
        why=without_names(_why(claim, ruling), names),
        evidence=list(_evidence(piece, claim)),
        asks=ruling is not None and (tone not in ("good", OPEN, DISPUTED) or ruling["finding"] in ASKING),
    )


def _outcome(piece: Piece, claim: Record, ruling: Record | None) -> tuple[str, str]:
    rating = piece.known.rating(ruling["rating"]) if ruling else None
    if ruling is None or rating is None:
        return (DISPUTED, "Verdicts differ") if claim["state"] == "disputed" else (OPEN, "Not yet checked")
    edition = _edition(piece, ruling)
    values = [one["value"] for one in edition if one["value"] is not None]
    if rating["value"] is None:
        # On a scale without a line (a desk's OK, fix, cut) the first says that all is well.
        return ("good" if not values and rating["slug"] == edition[0]["slug"] else OFF_SCALE), rating["label"]
    low, high = min(values), max(values)
    share = (rating["value"] - low) / (high - low) if high > low else 1.0
    tones = ((0.7, "good"), (0.3, "middling"), (0.0, "bad"))
    return next(tone for least, tone in tones if share >= least), rating["label"]


def _edition(piece: Piece, ruling: Record) -> Sequence[Record]:
    name = ruling["rating"]
    versions = piece.known.scales[name["scale"]]["versions"]
    ratings: Sequence[Record] = next(one for one in versions if one["number"] == name["version"])["ratings"]
    return ratings


def _legend(piece: Piece) -> list[tuple[str, str, str]]:
    """Shape, label and definition of every rating that occurs, in the order of their scale."""
    told: dict[str, tuple[int, str, str]] = {}
    for claim in piece.current:
        ruling = in_force(claim)
        rating = piece.known.rating(ruling["rating"]) if ruling else None
        if rating:
            shape = SHAPES[_outcome(piece, claim, ruling)[0]]
            told[rating["label"]] = (rating["position"], shape, rating["definition"])
    return [(shape, label, words) for label, (_place, shape, words) in sorted(told.items(), key=lambda one: one[1])]


def _who(piece: Piece, claim: Record) -> str:
    """Whom the claim rests on, nearest first, as readers may call them."""
    hops: dict[int, list[str]] = {}
    for one in sorted(claim["attributions"], key=lambda row: (row["hop"], row["place"])):
        if source := piece.known.sources.get(one["source"]):
            hops.setdefault(one["hop"], []).append(_called(piece, source))
    return ", according to ".join(" and ".join(dict.fromkeys(there)) for there in hops.values())


def _called(piece: Piece, source: Record) -> str:
    """Who an unnamed voice is stays at the desk: it is called what the article calls it."""
    text = piece.revision["text"].casefold() if piece.revision else ""
    head = piece.known.sources.get(source["merged_into"])
    who = head if head and source["kind"] in NAMED else source
    told = speaker(who["kind"], who["name"], described=who["name"].casefold() in text, role=who["role"])
    if who["kind"] == "article":
        return "the article itself"
    return f"{told.name}, {told.role}" if told.role else told.name


def _why(claim: Record, ruling: Record | None) -> str:
    """The ruling's reason; where the reviewers simply agreed, theirs."""
    if ruling is None:
        return ""
    if ruling["rationale"].strip():
        return str(ruling["rationale"])
    carrying = set(ruling["verdicts"])
    return "\n".join(row["rationale"] for row in standing(claim["verdicts"]) if row["id"] in carrying)


def _evidence(piece: Piece, claim: Record) -> Iterator[Quoted]:
    """What a person weighed or a verdict cites."""
    cited = {one for row in standing(claim["verdicts"]) for one in row["cited"]}
    for row in sorted(claim["evidence"], key=lambda one: (one["rank"], one["created_at"], one["id"])):
        if row["dismissed_at"] or not (row["stance"] or row["id"] in cited):
            continue
        document = piece.known.documents.get(row["document"], {})
        title = ", ".join(filter(None, (document.get("title", ""), row.get("locator", ""))))
        archived = max((save["archived_url"] for save in document.get("wayback_saves", ())), default="")
        yield Quoted(row["stance"], row["quote"], title, document.get("url", ""), archived)


def _lines(revision: Record, claims: Sequence[Record]) -> Iterator[list[Run]]:
    """The text cut at line ends and wherever a claim or a sentence begins or ends.

    Joined again it is all of it but the line ends.
    """
    text: str = revision["text"]
    begins = {one["start"] for one in revision["sentences"]}
    covered = [
        (span["start"], span["end"], claim["number"])
        for claim in claims
        for span in claim["spans"]
        if span["role"] == "content"
    ]
    last: dict[int, int] = {}
    for _start, end, number in sorted(covered):
        last.setdefault(number, end)
    cuts = sorted({place for start, end, _number in covered for place in (start, end)} | begins)
    begin = 0
    for line_end in [*_LINE_END.finditer(text), None]:
        end = line_end.start() if line_end else len(text)
        runs = _runs(text, begin, end, covered, cuts, last)
        yield [replace(run, stops=stop in begins) for run, stop in runs]
        begin = line_end.end() if line_end else end


def _runs(
    text: str, begin: int, end: int, covered: list[tuple[int, int, int]], cuts: list[int], last: dict[int, int]
) -> Iterator[tuple[Run, int]]:
    """With the place where each ends."""
    inside = [place for place in cuts if begin < place < end]
    for start, stop in zip([begin, *inside], [*inside, end], strict=True):
        if start == stop:
            continue
        numbers = sorted({number for first, after, number in covered if first <= start and stop <= after})
        ends = tuple(number for number in numbers if start < last[number] <= _next_cut(stop, text))
        yield Run(text[start:stop], tuple(numbers), ends), stop


def _next_cut(stop: int, text: str) -> int:
    """A claim may end with the line end that follows."""
    found = _LINE_END.match(text, stop)
    return found.end() if found else stop
