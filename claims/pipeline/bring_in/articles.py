"""Articles with their claims: each all or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from claims.interchange.names import Names
from claims.interchange.quoting import check_quotes
from claims.interchange.reading import Reader
from claims.interchange.tables import ARTICLE, CLAIM, SOURCE
from claims.interchange.writing import Ids, Refused, TakesDatabase, Writer, check_now, lifted
from claims.models import Article, Claim, Project

RETIRED = "claims.Verdict:rating_on_offer_insert"

Values = dict[str, Any]


@dataclass(slots=True)
class Piece:
    """One article of a file: its record, its claims, the voices that are its own."""

    line: int
    article: Values
    claims: list[Values] = field(default_factory=list)
    voices: list[Values] = field(default_factory=list)
    unread: str = ""
    """Why a line among its claims could not be read; the article is refused then."""

    @property
    def key(self) -> str:
        """Its id as the file has it, which may be anything."""
        return str(self.article.get("id"))

    @property
    def title(self) -> str:
        """What it is called, to name it in a report."""
        return str(self.article.get("title") or "")[:300]


def unchanged(pieces: list[Piece], project: Project) -> tuple[list[Piece], list[tuple[Piece, str]]]:
    """Those that are here just as they are in the file, and those that are here and differ, with the reason."""
    ids = [piece.key for piece in pieces if _is_id(piece.key)]
    rows = Article.objects.filter(pk__in=ids).values_list("pk", "project")
    places = {str(pk): at for pk, at in rows}
    if not places:
        return [], []
    same, other = [], []
    read = _as_written(list(places))
    for piece in pieces:
        key = piece.key
        here = places.get(key)
        if here is None:
            continue
        if here != project.pk:
            other.append((piece, _("It is in another project here.")))
        elif read.get(key) == (piece.article, piece.claims):
            same.append(piece)
        else:
            other.append((piece, _("It is here already and is not the same; nothing was changed.")))
    return same, other


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _as_written(ids: list[Any]) -> dict[str, tuple[Values, list[Values]]]:
    reader = Reader(Names.read())
    claims: dict[str, list[Values]] = {}
    for claim in reader.read(CLAIM, Claim.objects.filter(revision__article__in=ids)):
        claims.setdefault(claim["revision"], []).append(claim)
    found = {}
    for article in reader.read(ARTICLE, Article.objects.filter(pk__in=ids)):
        below = [claim for row in article["revisions"] for claim in claims.get(row["id"], [])]
        found[article["id"]] = (article, below)
    return found


def made(pieces: list[Piece], project: Project, ids: Ids) -> Writer | None:
    """Their rows, without the database; None where one takes it or is wrong, which ``write`` finds out."""
    writer = _writer(project, ids.known())
    try:
        for piece in pieces:
            _add(piece, writer)
    except (Refused, TakesDatabase):
        return None
    return writer


def write(
    pieces: list[Piece], project: Project, ids: Ids, rows: Writer | None = None
) -> tuple[Counter[str], list[tuple[Piece, str]]]:
    """Write all at once; where that fails one by one, so that only what is wrong is refused, with the reason.

    ``rows`` are those that were ``made`` of all the pieces.
    """
    try:
        return _written(pieces, project, ids, rows), []
    except (Refused, DatabaseError) as error:
        ids.people = Ids.read().people  # accounts that were made for these went with them
        if len(pieces) == 1:
            return Counter(), [(pieces[0], reason(error))]
    counts: Counter[str] = Counter()
    refused: list[tuple[Piece, str]] = []
    for piece in pieces:
        one, wrong = write([piece], project, ids)
        refused += wrong
        counts.update(one)
    return counts, refused


def _written(pieces: list[Piece], project: Project, ids: Ids, rows: Writer | None) -> Counter[str]:
    with transaction.atomic(), lifted(RETIRED):
        if rows is None:
            rows = _writer(project, ids)
            for piece in pieces:
                _add(piece, rows)
        rows.write()
        check_now()
    return rows.counts


def _writer(project: Project, ids: Ids) -> Writer:
    return Writer(ids, context={"project_id": str(project.pk)})


def _add(piece: Piece, writer: Writer) -> None:
    if piece.unread:
        raise Refused(piece.unread)
    writer.add(ARTICLE, piece.article)
    texts = {row["id"]: row["text"] for row in piece.article["revisions"]}
    for row in piece.article["revisions"]:
        check_quotes(row["text"], row["sentences"])
    for voice in piece.voices:
        writer.add(SOURCE, voice)
    for claim in piece.claims:
        writer.context["revision_id"] = claim.get("revision")
        writer.add(CLAIM, claim)
        if claim["revision"] not in texts:
            raise Refused(_("A claim points to a text that is not of this article."))
        check_quotes(texts[claim["revision"]], claim["spans"])
        _check_own(claim)


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
    if isinstance(error, ValidationError):
        return " ".join(error.messages)[:500]
    lines = [line for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2])[:500]
