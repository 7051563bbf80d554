"""AVeriTeC's shape: a JSON array of claims with questions, answers and a label (fever.ai/dataset/averitec.html).

Both ways: a file that came in goes out with the same content and in the same order, but for what changed here.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

import orjson

from claims.formats import averitec_shape as shape
from claims.formats import kept_words
from claims.formats.format import About, Format, Record
from claims.formats.incoming import (
    Asked,
    Incoming,
    Judged,
    Meanings,
    Proof,
    Refusal,
    Reply,
    Stated,
    Voice,
    answer_id,
    claim_id,
    question_id,
)
from claims.formats.joined import Piece, in_force, pieces, standing
from claims.formats.json_items import items

SLUG = "averitec"
IN_MEMORY = 8 * 1024 * 1024

_TRUTH = {"true": "supported", "false": "refuted", "unproven": "not-enough-evidence"}
_TRUTH |= dict.fromkeys(("mostly-true", "half-true", "mostly-false"), "conflicting")
RATINGS = {"averitec": {slug: slug for slug in shape.LABELS}, "truth": _TRUTH}
"""The rating of this shape by scale and rating; of other ratings nothing is said."""


def read(file: BinaryIO, meanings: Meanings) -> Iterator[Incoming | Refusal]:
    """Each claim as an article of its own words. Raises Broken for what is no list of objects."""
    met: Counter[str] = Counter()
    for place, one in enumerate(items(file)):
        if isinstance(one, Refusal):
            yield one
            continue
        item = one.value
        if not isinstance(item, dict) or not shape.words(item.get("claim")):
            yield Refusal(one.line, "", "It does not say which claim it is about (claim).")
            continue
        key = _key(item)
        met[key] += 1
        yield _incoming(item, one.line, place, key if met[key] == 1 else f"{key} #{met[key]}", meanings.person)


def _key(item: Mapping[str, Any]) -> str:
    if isinstance(item.get("claim_id"), int | str):
        return f"claim_id {item['claim_id']}"[:200]
    return hashlib.sha256(orjson.dumps(item, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _incoming(item: dict[str, Any], line: int, place: int, key: str, person: str) -> Incoming:
    said = shape.spoken(item)
    asked, questions = _questions(item.get("questions"))
    made = kept_words.kept(
        {name: value for name, value in item.items() if name != "questions" or questions is None}, shape.item(said)
    )
    verdicts = (Judged(person or SLUG, said.rating, rationale=said.reason),) if said.rating else ()
    claim = Stated(
        places=((0, len(said.claim)),),
        voices=(Voice(said.speaker),) if said.speaker else (),
        verdicts=verdicts,
        asked=asked,
    )
    return Incoming(
        line=line,
        place=place,
        key=key,
        title=said.claim,
        text=said.claim,
        url=said.url,
        publisher=said.publisher,
        published=said.day,
        claims=(claim,),
        rest={"item": made, "questions": questions},
        exact=True,
    )


def _questions(given: Any) -> tuple[tuple[Asked, ...], list[Any] | None]:
    """The questions that can stand in rows, and what is to be kept of each; None for all where that is no list."""
    if not isinstance(given, list):
        return (), None
    asked, kept = [], []
    for place, question in enumerate(given):
        text = shape.words(question.get("question")) if isinstance(question, dict) else ""
        answers = question.get("answers") if isinstance(question, dict) else None
        if not text or not isinstance(answers, list):
            kept.append({"raw": question})
            continue
        replies, slots = _answers(answers)
        asked.append(Asked(text, place, replies))
        more = {name: value for name, value in question.items() if name != "answers"}
        kept.append({"question": kept_words.kept(more, {"question": text}), "answers": slots})
    return tuple(asked), kept


def _answers(given: list[Any]) -> tuple[tuple[tuple[int, Reply], ...], list[Any]]:
    replies, slots = [], []
    for place, answer in enumerate(given):
        said = shape.answered(answer)
        if said is None:
            slots.append({"raw": answer})
            continue
        replies.append((place, Reply(said.kind, said.text, said.explanation, _proof(said))))
        slots.append(kept_words.kept(answer, shape.answer_item(said)))
    return tuple(replies), slots


def _proof(said: shape.Answered) -> Proof | None:
    """What an answer rests on: its document, as far as the file tells of it."""
    if said.kind == "unanswerable" and not said.url:
        return None
    told = [one for one in (said.text, said.explanation) if one]
    return Proof("\n".join(told) or said.url, said.url)


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """A JSON array: what came in such files first, in their order, then the rest.

    What is written waits in a file, with its place in memory, until all is there and can be put in order.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        index: list[tuple[tuple[Any, ...], int, int]] = []
        for number, piece in enumerate(pieces(records)):
            for claim in piece.current:
                written = orjson.dumps(_item(piece, claim), option=orjson.OPT_INDENT_2)
                index.append((_order(piece, number, claim), held.tell(), len(written)))
                held.write(written)
        yield b"["
        for at, (_place, start, length) in enumerate(sorted(index)):
            held.seek(start)
            yield (b",\n" if at else b"\n") + held.read(length)
        yield b"\n]\n"


def _order(piece: Piece, number: int, claim: Record) -> tuple[Any, ...]:
    rest = _rest(piece)
    if rest is None:
        return (1, "", number, claim["number"])
    return (0, piece.article["created_at"], piece.article["origin"]["place"], claim["number"])


def _rest(piece: Piece) -> Mapping[str, Any] | None:
    origin = piece.article["origin"]
    return origin["rest"] if origin and origin.get("format") == SLUG else None


def _item(piece: Piece, claim: Record) -> dict[str, Any]:
    rest = _rest(piece)
    if rest is not None and claim["id"] != claim_id(piece.article["id"], 0):
        rest = None
    now = shape.item(_spoken(piece, claim))
    questions = _written_questions(piece, claim, rest)
    if rest is None:
        return {**now, "questions": questions}
    written = kept_words.restored(now, rest["item"])
    if rest["questions"] is not None or questions:
        written["questions"] = questions
    return written


def _spoken(piece: Piece, claim: Record) -> shape.Spoken:
    article = piece.article
    judged = in_force(claim) or next(reversed(standing(claim["verdicts"])), None)
    name = judged["rating"] if judged else None
    scale = piece.known.scales.get(name["scale"], {}) if name else {}
    known = RATINGS.get(scale.get("copy_of") or scale.get("slug") or "", {})
    rating = known.get(name["slug"], "") if name else ""
    published = article["published_at"]
    return shape.Spoken(
        claim=claim["text"],
        rating=rating,
        reason=judged["rationale"] if judged else "",
        day=date.fromisoformat(published) if published else None,
        speaker=_speaker(piece, claim),
        url=article["url"],
        publisher=article["publisher"],
    )


def _speaker(piece: Piece, claim: Record) -> str:
    ties = sorted(claim["attributions"], key=lambda one: (one["hop"], one["place"]))
    source = next((one["source"] for one in ties if one["source"]), None)
    known = piece.known.sources.get(source) if source else None
    if known and known["merged_into"] and (head := piece.known.sources.get(known["merged_into"])):
        known = head
    return str(known["name"]) if known else ""


def _written_questions(piece: Piece, claim: Record, rest: Mapping[str, Any] | None) -> list[Any]:
    asked = [one for row in claim["gatherings"] for one in row["inquiries"]]
    there = {one["id"]: one for one in asked if not one["withdrawn_at"]}
    article = piece.article["id"]
    written = []
    for place, slot in enumerate((rest or {}).get("questions") or []):
        if "raw" in slot:
            written.append(slot["raw"])
        elif inquiry := there.pop(question_id(article, place), None):
            ids = [answer_id(article, place, at) for at in range(len(slot["answers"]))]
            more = kept_words.restored({"question": inquiry["text"]}, slot["question"])
            written.append({**more, "answers": _written_answers(piece, claim, inquiry, slot["answers"], ids)})
    return written + [
        {"question": inquiry["text"], "answers": _written_answers(piece, claim, inquiry, [], [])}
        for inquiry in there.values()
    ]


def _written_answers(piece: Piece, claim: Record, inquiry: Record, slots: list[Any], ids: list[str]) -> list[Any]:
    there = {one["id"]: one for one in inquiry["answers"] if not one["withdrawn_at"]}
    written = []
    for key, slot in zip(ids, slots, strict=True):
        if "raw" in slot:
            written.append(slot["raw"])
        elif answer := there.pop(key, None):
            written.append(kept_words.restored(_answer(piece, claim, answer), slot))
    return written + [_answer(piece, claim, answer) for answer in there.values()]


def _answer(piece: Piece, claim: Record, answer: Record) -> dict[str, Any]:
    proof = next((one for one in claim["evidence"] if one["id"] == answer["evidence"]), None)
    document = piece.known.documents.get(proof["document"]) if proof else None
    url = document["url"] if document else ""
    return shape.answer_item(shape.Answered(answer["kind"], answer["text"], answer["explanation"], url))


FORMAT = Format(
    slug=SLUG,
    label="AVeriTeC",
    means="For research on automated fact-checking: claims with questions, answers and one of four labels.",
    media_type="application/json",
    suffix=".json",
    dump=dump,
)
