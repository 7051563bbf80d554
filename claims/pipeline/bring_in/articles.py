"""Articles with their claims: each all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from claims.interchange.columns import Table
from claims.interchange.names import Names
from claims.interchange.reading import Reader
from claims.interchange.tables import ARTICLE, CLAIM, SOURCE
from claims.interchange.writing import Ids, Refused, Writer, lifted
from claims.models import Article, Claim, Project

RETIRED = "claims.Verdict:rating_on_offer"

Values = dict[str, Any]


@dataclass(slots=True)
class Piece:
    """One article of a file: its record, its claims, the voices that are its own."""

    line: int
    article: Values
    claims: list[Values] = field(default_factory=list)
    voices: list[Values] = field(default_factory=list)


def unchanged(pieces: list[Piece], project: Project) -> tuple[list[Piece], list[tuple[Piece, str]]]:
    """Those that are here just as they are in the file, and those that are here and differ, with the reason."""
    ids = [piece.article["id"] for piece in pieces]
    places = dict(Article.objects.filter(pk__in=ids).values_list("pk", "project"))
    if not places:
        return [], []
    same, other = [], []
    read = _as_written(list(places))
    for piece in pieces:
        key = piece.article["id"]
        here = next((at for pk, at in places.items() if str(pk) == key), None)
        if here is None:
            continue
        if here != project.pk:
            other.append((piece, _("It is in another project here.")))
        elif read.get(key) == (piece.article, piece.claims):
            same.append(piece)
        else:
            other.append((piece, _("It is here already and is not the same; nothing was changed.")))
    return same, other


def _as_written(ids: list[Any]) -> dict[str, tuple[Values, list[Values]]]:
    reader = Reader(Names.read())
    articles = reader.read(ARTICLE, Article.objects.filter(pk__in=ids))
    texts = {row["id"]: row["text"] for article in articles for row in article["revisions"]}
    claims: dict[str, list[Values]] = {}
    for claim in reader.read(CLAIM, Claim.objects.filter(revision__in=list(texts)).order_by(*CLAIM.order)):
        quote(texts[claim["revision"]], claim["spans"])
        claims.setdefault(claim["revision"], []).append(claim)
    found = {}
    for article in articles:
        for row in article["revisions"]:
            quote(row["text"], row["sentences"])
        below = [claim for row in article["revisions"] for claim in claims.get(row["id"], [])]
        found[article["id"]] = (article, below)
    return found


def quote(text: str, places: list[Values]) -> None:
    """The words that stand there."""
    for place in places:
        place["quote"] = text[place["start"] : place["end"]]


def write(pieces: list[Piece], project: Project, ids: Ids) -> tuple[dict[str, int], list[tuple[Piece, str]]]:
    """Write all at once; where that fails one by one, so that only what is wrong is refused, with the reason."""
    try:
        return _written(pieces, project, ids), []
    except (Refused, DatabaseError) as error:
        ids.people = Ids.read().people  # accounts that were made for these went with them
        if len(pieces) == 1:
            return {}, [(pieces[0], reason(error))]
    counts: dict[str, int] = {}
    refused: list[tuple[Piece, str]] = []
    for piece in pieces:
        one, wrong = write([piece], project, ids)
        refused += wrong
        for place, number in one.items():
            counts[place] = counts.get(place, 0) + number
    return counts, refused


def _written(pieces: list[Piece], project: Project, ids: Ids) -> dict[str, int]:
    writer = Writer(ids, context={"project_id": str(project.pk)})
    with transaction.atomic(), lifted(RETIRED):
        for piece in pieces:
            for table, record in _rows(piece):
                writer.context["revision_id"] = record.get("revision")
                writer.add(table, record)
        writer.write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return writer.counts


def _rows(piece: Piece) -> Iterator[tuple[Table, Values]]:
    texts = {row["id"]: row["text"] for row in piece.article["revisions"]}
    for row in piece.article["revisions"]:
        _check_quotes(row["text"], row["sentences"])
    yield ARTICLE, piece.article
    for voice in piece.voices:
        yield SOURCE, voice
    for claim in piece.claims:
        if claim["revision"] not in texts:
            raise Refused(_("A claim points to a text that is not of this article."))
        _check_quotes(texts[claim["revision"]], claim["spans"])
        _check_own(claim)
        yield CLAIM, claim


def _check_quotes(text: str, places: list[Values]) -> None:
    for place in places:
        if text[place["start"] : place["end"]] != place["quote"]:
            told = {"start": place["start"], "end": place["end"], "quote": place["quote"][:80]}
            raise Refused(_("The text at [%(start)s, %(end)s) is not “%(quote)s”.") % told)


def _check_own(claim: Values) -> None:
    """What a claim's rows cite and rest on is the claim's own."""
    evidence = {row["id"] for row in claim["evidence"]}
    verdicts = {row["id"] for row in claim["verdicts"]}
    ties = {row["id"] for row in claim["attributions"]}
    cited = {one for row in claim["verdicts"] for one in row["cited"]}
    ground = {one for row in claim["rulings"] for one in row["verdicts"]}
    said = {row["attribution"] for row in claim["spans"]} - {None}
    if cited - evidence or ground - verdicts or said - ties:
        raise Refused(_("Claim %(number)s rests on rows that are not its own.") % {"number": claim["number"]})


def reason(error: Exception) -> str:
    """What was wrong in a sentence; of the database's words the first two lines, which name the row."""
    if isinstance(error, Refused):
        return str(error)
    lines = [line for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2])[:500]
