"""One verb for every shape of file that can be brought in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from claims.formats import averitec, doccano, label_studio
from claims.interchange.writing import Refused
from claims.models import Project, User
from claims.pipeline.bring_in import run, tables
from claims.pipeline.bring_in.others import Reader, bring_in_other
from claims.pipeline.bring_in.report import Report
from claims.pipeline.bring_in.reviews import KeepReviews, bring_in_reviews
from claims.pipeline.bring_in.whole import bring_in_document

FORMATS_IN = {
    "jsonl": "JSON Lines",
    "json": "JSON",
    "averitec": "AVeriTeC",
    "csv": "CSV",
    "label-studio": "Label Studio",
    "doccano": "doccano",
    "claimreview": "ClaimReview",
}
"""What can be brought in: what people type, and what they read."""

READERS: dict[str, Reader] = {
    "averitec": averitec.read,
    "csv": tables.read,
    "label-studio": label_studio.read,
    "doccano": doccano.read,
}


def bring_in(
    *,
    file: BinaryIO,
    fmt: str = "jsonl",
    project: Project | None = None,
    by: User | None = None,
    options: Mapping[str, Any] | None = None,
    dry_run: bool = False,
    told: Callable[[int], None] | None = None,
    keep: KeepReviews | None = None,
) -> Report:
    """Bring a file in, each article all or nothing; a second time changes nothing. A dry run answers the same.

    Our own formats go into the project of the file where ``project`` is None; the others ask for one. ``options``
    are those of the format (docs/imports.md). ``told`` hears how many bytes are read. ``keep`` is what keeps
    fact-checks, for ClaimReview. Raises Broken for a file that is not of its format, Refused where nothing of it
    can be brought in.
    """
    if fmt not in FORMATS_IN:
        raise Refused(_("Nothing is known of the format “%(format)s”.") % {"format": fmt})
    if fmt == "jsonl":
        return run.bring_in(file=file, project=project, by=by, dry_run=dry_run, told=told)
    if fmt == "json":
        return bring_in_document(file=file, project=project, by=by, dry_run=dry_run, told=told)
    if project is None:
        raise Refused(_("Say which project this is to go into."))
    if fmt == "claimreview":
        if keep is None:
            raise Refused(_("Nobody is there to keep fact-checks."))
        return bring_in_reviews(file=file, project=project, by=by, dry_run=dry_run, keep=keep, told=told)
    return bring_in_other(
        file=file,
        read=READERS[fmt],
        fmt=fmt,
        project=project,
        by=by,
        options=options or {},
        dry_run=dry_run,
        told=told,
    )


ROLES = ("content", "source", "cue", "ignore")


def options_of(fmt: str, meanings: Mapping[str, str], *, person: str = "", unit: str = "") -> dict[str, Any]:
    """The options that say what words of a file mean: columns of a table, else labels, as a role or a rating.

    A label of which "" is said means nothing here, whatever it is called.
    """
    told = {"person": person, "unit": unit}
    if fmt == "csv":
        return {**told, "columns": dict(meanings)}
    roles = {word: meaning for word, meaning in meanings.items() if meaning in ("", *ROLES)}
    ratings = {word: meaning for word, meaning in meanings.items() if word not in roles}
    return {**told, "roles": roles, "ratings": ratings}
