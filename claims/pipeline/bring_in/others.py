"""A file of another tool from its first article to its last, each all or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.formats.incoming import Incoming, Meanings, Refusal
from claims.interchange.writing import Ids, Refused
from claims.models import Article, Event, Project, Rating, Scale, Source, User
from claims.pipeline.bring_in.articles import reason
from claims.pipeline.bring_in.report import Report
from claims.pipeline.bring_in.rows import Rows, article_id, digest
from claims.pipeline.bring_in.voices import People, Sources

AT_ONCE = 250
TEXT_AT_ONCE = 200_000
"""Articles and code points that are written together."""

AVERITEC, TABLE = "averitec", "csv"
_OUR_ID = re.compile(r"article ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")

Reader = Callable[[BinaryIO, Meanings], Iterator[Incoming | Refusal]]


class _Undone(Exception):
    """Ends a dry run."""


@dataclass(slots=True)
class Taking:
    """One file on its way in."""

    read: Reader
    fmt: str
    project: Project
    by: User | None
    told: Callable[[int], None] | None
    moment: datetime
    report: Report
    ratings: dict[str, Any]
    meanings: Meanings
    ids: Ids
    seen: set[Any] = field(default_factory=set)
    at: int = 0

    def sign(self) -> None:
        """Say how many bytes are read; also while a batch of long articles is worked on, which takes its time."""
        if self.told:
            self.told(self.at)


def bring_in_other(
    *,
    file: BinaryIO,
    read: Reader,
    fmt: str,
    project: Project,
    by: User | None,
    options: Mapping[str, Any],
    dry_run: bool,
    told: Callable[[int], None] | None,
) -> Report:
    """Bring in what ``read`` finds. What was brought in before stays as it is, also where people changed it since.

    Raises Broken for a file that is not of its format, Refused for options that make no sense.
    """
    offered = list(ratings_for(project, fmt))
    taking = Taking(
        read, fmt, project, by, told, timezone.now(), Report(project=project.slug),
        {one.slug: one.pk for one in offered}, meanings_of(options, offered), Ids.read(),
    )  # fmt: skip
    if not dry_run:
        return _all(taking, file)
    try:
        with transaction.atomic():
            _all(taking, file)
            raise _Undone
    except _Undone:
        return taking.report


def ratings_for(project: Project, fmt: str) -> Iterable[Rating]:
    """What verdicts of the file may say: the project's ratings, or for AVeriTeC those of its own scale."""
    scale = project.scale
    if fmt == AVERITEC and AVERITEC not in (scale.slug, scale.copy_of.slug if scale.copy_of else ""):
        scale = Scale.objects.filter(slug=AVERITEC).first() or scale
    return Rating.objects.newest_of(scale).on_offer()


def meanings_of(options: Mapping[str, Any], offered: Iterable[Rating]) -> Meanings:
    """What the words of a file mean, as a person said or as they are called here. Raises Refused."""
    ratings = {one.label.casefold(): one.slug for one in offered} | {one.slug: one.slug for one in offered}
    given = {name: options.get(name) or {} for name in ("ratings", "roles", "columns", "people")}
    for name, value in given.items():
        if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
            raise Refused(_("The option “%(name)s” is no list of words and what they mean.") % {"name": name})
    for label, slug in given["ratings"].items():
        if slug not in ratings.values():
            told = {"label": label, "slug": slug}
            raise Refused(_("“%(label)s” cannot stand for “%(slug)s”: there is no such rating here.") % told)
    no_ratings = {label.casefold() for label in given["roles"]}
    ratings = {label: slug for label, slug in ratings.items() if label not in no_ratings}
    return Meanings(
        ratings=ratings | {label.casefold(): slug for label, slug in given["ratings"].items()},
        roles={label.casefold(): role for label, role in given["roles"].items()},
        columns=given["columns"],
        people=given["people"],
        person=str(options.get("person") or ""),
        unit=str(options.get("unit") or ""),
    )


def _all(taking: Taking, file: BinaryIO) -> Report:
    found = taking.read(file, taking.meanings)
    for batch in _batches(found):
        taking.at = file.tell()
        _take(taking, batch)
        taking.sign()
    report, project = taking.report, taking.project
    told = {"added": report.added, "known": report.known, "refused": len(report.refused), "format": taking.fmt}
    Event.objects.record("project.brought_in", project, project_id=project.pk, by=taking.by, **told)
    return report


def _batches(found: Iterable[Incoming | Refusal]) -> Iterator[list[Incoming | Refusal]]:
    batch: list[Incoming | Refusal] = []
    weight = 0
    for one in found:
        batch.append(one)
        weight += len(one.text) if isinstance(one, Incoming) else 0
        if len(batch) >= AT_ONCE or weight >= TEXT_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _take(taking: Taking, batch: Iterable[Incoming | Refusal]) -> None:
    there = [one for one in batch if isinstance(one, Incoming)]
    keys = {one.key: article_id(taking.project, taking.fmt, one.key) for one in there}
    rows = Article.objects.filter(pk__in=keys.values()).values_list("pk", "origin__sha256")
    known = dict(rows)
    whole = _here_whole(taking, there)
    new = []
    for one in batch:
        if isinstance(one, Refusal):
            taking.report.refused.append((one.line, one.title, one.why))
            continue
        key = keys[one.key]
        if why := _why_not(taking, one, key, known, whole):
            taking.report.refused.append((one.line, one.title[:300], why))
        elif key in known:
            taking.report.known += 1
        else:
            new.append(one)
        taking.seen.add(key)
    if new:
        _write(taking, new)


def _why_not(taking: Taking, one: Incoming, key: UUID, known: Mapping[UUID, str], whole: set[str]) -> str:
    """Why an article cannot come in, "" where it can, or is here just so."""
    if one.key in whole:
        return _("This article is here, with more than a table holds; nothing was changed.")
    if key in taking.seen:
        return _("The file has another of the same key (%(key)s).") % {"key": one.key[:80]}
    if key in known and known[key] != digest(one):
        return _("It came in before and said something else; nothing was changed.")
    return ""


def _here_whole(taking: Taking, there: Iterable[Incoming]) -> set[str]:
    """The keys of articles that a table of ours names by the ids that they have in this very project."""
    if taking.fmt != TABLE:
        return set()
    named = {match[1]: one.key for one in there if (match := _OUR_ID.fullmatch(one.key))}
    found = Article.objects.filter(pk__in=list(named), project=taking.project).values_list("pk", flat=True)
    return {named[str(pk)] for pk in found}


def _refuse(taking: Taking, one: Incoming, why: str) -> None:
    taking.report.refused.append((one.line, one.title[:300], why))


def _write(taking: Taking, new: list[Incoming]) -> None:
    """Write all at once; where that fails one by one, so that only what is wrong is refused, with the reason."""
    try:
        with transaction.atomic():
            counts = _written(taking, new)
    except (Refused, DatabaseError) as error:
        taking.ids = Ids.read()  # accounts that were made for these went with them
        if len(new) == 1:
            _refuse(taking, new[0], reason(error))
            return
        for one in new:
            _write(taking, [one])
        return
    taking.report.added += len(new)
    taking.report.rows.update(counts)


def _written(taking: Taking, new: list[Incoming]) -> Any:
    Source.objects.one_at_a_time(taking.project.pk)
    sources = Sources(taking.project)
    sources.look_for(new)
    rows = Rows(
        project=taking.project,
        fmt=taking.fmt,
        by=taking.by,
        moment=taking.moment,
        ratings=taking.ratings,
        people=People(taking.ids, taking.meanings.people),
        sources=sources,
    )
    rows.look_ahead(new)
    made = []
    for one in new:
        taking.sign()
        told = {"extractor": taking.fmt, "claims": len(one.claims), "line": one.line}
        made.append((rows.add(one), told))
    counts = rows.write()
    Event.objects.record_all("article.taken_in", made, by=taking.by)
    return counts
