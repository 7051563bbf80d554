"""Rows of a table as articles with claims. Rows of one article, and of one claim in it, belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TextIO

from claims.formats.averitec_shape import address
from claims.formats.incoming import Incoming, Judged, Meanings, Place, Proof, Refusal, Stated, Voice
from claims.formats.records_reading import Broken
from claims.formats.table_csv import defused
from claims.formats.table_reading import MEANINGS, Row, columns, guessed, rows

FINDINGS = ("confirmed", "altered", "out_of_context", "misattributed", "not_found", "not_applicable")
STANCES = ("supports", "refutes", "context")
LONGEST = {"publisher": 200, "byline": 200, "language": 12, "evidence_title": 300}

_TOLD_OF_ARTICLE = ("title", "url", "publisher", "byline", "published", "language")


class Wrong(ValueError):
    """What a row says makes no sense; the message says why."""


@dataclass(slots=True)
class _Claim:
    places: tuple[Place, ...]
    voices: dict[str, Voice] = field(default_factory=dict)
    verdicts: list[Judged] = field(default_factory=list)
    proofs: dict[Proof, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Article:
    """The rows of one article, in their order."""

    key: str
    rows: list[Row] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)


def articles(
    text: TextIO, meanings: Meanings, *, ours: frozenset[str] = frozenset()
) -> Iterator[Incoming | Refusal]:
    """The articles of a table, in the order of their first rows. Raises Broken for what is no table.

    ``ours`` are the columns of a table that this workbench wrote: there an apostrophe before a formula is our own.
    """
    text.seek(0)
    names = columns(text)
    text.seek(0)
    meant = meant_by(names, meanings)
    own = bool(ours) and ours <= set(names)
    found: dict[str, _Article] = {}
    for row in rows(text):
        if row.why:
            yield Refusal(row.line, "", row.why)
            continue
        cells = {meant[name]: _cell(value, own=own) for name, value in row.cells.items() if name in meant}
        if not cells.get("claim", "").strip() and not cells.get("quote", "").strip():
            yield Refusal(row.line, cells.get("title", "")[:300], "It names no claim.")
            continue
        key = _key(cells)
        article = found.setdefault(key, _Article(key))
        article.rows.append(row)
        article.cells.append(cells)
    for place, article in enumerate(found.values()):
        yield _incoming(article, place, meant, meanings)


def meant_by(names: list[str], meanings: Meanings) -> dict[str, str]:
    """What each column is: as a person said, else as its name says. Raises Broken where none holds the claims."""
    meant = dict(meanings.columns) if meanings.columns else guessed(names)
    unknown = [name for name in meant if name not in names]
    if unknown:
        raise Broken(f"The table has no column “{unknown[0][:80]}”. There are: {', '.join(names)[:300]}.")
    strange = [meaning for meaning in meant.values() if meaning and meaning not in MEANINGS]
    if strange:
        raise Broken(f"A column cannot be “{strange[0][:80]}”. It can be: {', '.join(MEANINGS)}.")
    meant = {name: meaning for name, meaning in meant.items() if meaning and meaning != "ignore"}
    twice = [meaning for meaning in meant.values() if list(meant.values()).count(meaning) > 1]
    if twice:
        raise Broken(f"Two columns are said to be “{twice[0]}”.")
    if not {"claim", "quote"} & set(meant.values()):
        raise Broken(f"No column holds the claims. There are: {', '.join(names)[:300]}. Say which one it is.")
    return meant


def _cell(value: str, *, own: bool) -> str:
    """Without the apostrophe that we put before what a spreadsheet would take for a formula."""
    return value[1:] if own and value[:1] == "'" and defused(value[1:]) == value else value


def _key(cells: Mapping[str, str]) -> str:
    for name in ("article", "url", "text", "title", "claim", "quote"):
        if value := cells.get(name, "").strip():
            fits = name in ("article", "url", "title") and len(value) <= 300
            return f"{name} {value if fits else hashlib.sha256(value.encode()).hexdigest()}"
    raise AssertionError("a row has a claim")


def _incoming(article: _Article, place: int, meant: Mapping[str, str], meanings: Meanings) -> Incoming | Refusal:
    first = article.rows[0]
    title = _first(article, "title") or _words(article.cells[0])
    try:
        return _told(article, place, title, meant, meanings)
    except Wrong as error:
        line, why = error.args if len(error.args) == 2 else (first.line, str(error))
        return Refusal(line, title[:300], why)


def _told(article: _Article, place: int, title: str, meant: Mapping[str, str], meanings: Meanings) -> Incoming:
    text, made = _first(article, "text"), False
    if not text:
        text, made = "\n\n".join(dict.fromkeys(map(_wording, article.cells))), True
    claims: dict[tuple[Place, ...], _Claim] = {}
    for row, cells in zip(article.rows, article.cells, strict=True):
        try:
            places = (_place(text, cells, made=made),)
            _add(claims.setdefault(places, _Claim(places)), cells, meanings)
        except Wrong as error:
            raise Wrong(row.line, str(error)) from None
    told = {name: _first(article, name) for name in _TOLD_OF_ARTICLE}
    for name, longest in LONGEST.items():
        if len(told.get(name, "")) > longest:
            raise Wrong(f"What stands under {name} is longer than {longest} characters.")
    if told["url"] and not address(told["url"]):
        raise Wrong(f"“{told['url'][:80]}” is not a web address.")
    return Incoming(
        line=article.rows[0].line,
        place=place,
        key=article.key,
        title=title,
        text=text,
        url=told["url"],
        publisher=told["publisher"],
        byline=told["byline"],
        published=_day(told["published"]),
        language=told["language"] or "en",
        claims=tuple(_stated(one) for one in sorted(claims.values(), key=lambda one: one.places)),
        rest=_rest(article, meant),
    )


def _first(article: _Article, name: str) -> str:
    """What the first row that says anything of it says."""
    return next((value for cells in article.cells if (value := cells.get(name, "")).strip()), "")


def _words(cells: Mapping[str, str]) -> str:
    quote = cells.get("quote", "")
    return quote if quote.strip() else cells.get("claim", "").strip()


def _wording(cells: Mapping[str, str]) -> str:
    """What a claim says, where its article is nowhere."""
    return cells.get("claim", "").strip() or cells.get("quote", "").strip()


def _place(text: str, cells: Mapping[str, str], *, made: bool) -> Place:
    words = _wording(cells) if made else _words(cells)
    if made or not (cells.get("start", "").strip() and cells.get("end", "").strip()):
        at = text.find(words)
        if at < 0:
            raise Wrong(f"“{words[:80]}” does not stand in the text of its article.")
        return at, at + len(words)
    start, end = _number(cells["start"]), _number(cells["end"])
    if not 0 <= start < end <= len(text):
        raise Wrong(f"[{start}, {end}) lies outside the text, which has {len(text)} characters.")
    if cells.get("quote", "").strip() and text[start:end] != cells["quote"]:
        raise Wrong(f"The text at [{start}, {end}) is not “{cells['quote'][:80]}”.")
    return start, end


def _number(value: str) -> int:
    if not (value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 12):
        raise Wrong(f"“{value[:40]}” is no place in a text: places are whole numbers from 0.")
    return int(value)


def _add(claim: _Claim, cells: Mapping[str, str], meanings: Meanings) -> None:
    name = " ".join(cells.get("source", "").split())
    if name:
        claim.voices.setdefault(name, Voice(name[:300]))
    if proof := _proof(cells):
        claim.proofs.setdefault(proof)
    label = cells.get("rating", "").strip()
    if not label:
        return
    rating = meanings.ratings.get(label.casefold())
    if rating is None:
        offered = ", ".join(sorted(set(meanings.ratings.values())))
        raise Wrong(f"There is no rating “{label[:80]}” here. There are: {offered}.")
    person = cells.get("person", "").strip() or meanings.person or "table"
    judged = Judged(person, rating, _one_of(cells, "finding", FINDINGS), cells.get("rationale", ""), _moment(cells))
    if judged not in claim.verdicts:
        claim.verdicts.append(judged)


def _proof(cells: Mapping[str, str]) -> Proof | None:
    url, quote = cells.get("evidence_url", "").strip(), cells.get("evidence_quote", "").strip()
    if not url and not quote:
        return None
    if url and not address(url):
        raise Wrong(f"“{url[:80]}” is not a web address.")
    title = cells.get("evidence_title", "").strip()[: LONGEST["evidence_title"]]
    return Proof(quote or url, url, title, stance=_one_of(cells, "stance", STANCES))


def _one_of(cells: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = cells.get(name, "").strip()
    slug = value.casefold().replace(" ", "_").replace("-", "_")
    if value and slug not in known:
        raise Wrong(f"“{value[:80]}” is no {name}. There are: {', '.join(known)}.")
    return slug


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10]) if value.strip() else None
    except ValueError:
        raise Wrong(f"“{value[:40]}” is not a day written as YYYY-MM-DD.") from None


def _moment(cells: Mapping[str, str]) -> datetime | None:
    value = cells.get("judged_at", "").strip()
    try:
        found = datetime.fromisoformat(value) if value else None
    except ValueError:
        raise Wrong(f"“{value[:40]}” is not a moment written as YYYY-MM-DDTHH:MM:SS.") from None
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None


def _stated(claim: _Claim) -> Stated:
    moments = sorted(claim.verdicts, key=lambda one: one.at or datetime.max.replace(tzinfo=UTC))
    return Stated(claim.places, tuple(claim.voices.values()), tuple(moments), proofs=tuple(claim.proofs))


def _rest(article: _Article, meant: Mapping[str, str]) -> dict[str, object]:
    """What stands in columns that mean nothing here."""
    left = [
        {name: value for name, value in row.cells.items() if name not in meant and value} for row in article.rows
    ]
    return {"rows": left} if any(left) else {}
