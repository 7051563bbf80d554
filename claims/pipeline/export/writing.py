"""From a project, or what is chosen of it, to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from claims.formats.format import About, Record
from claims.formats.registry import find
from claims.interchange.chosen import Chosen
from claims.interchange.selection import Selection
from claims.models import Membership, User, Verdict
from claims.pipeline.export.pack import copies_of
from claims.pipeline.export.stream import EVERYTHING, stream
from claims.sourcing.grades import grades_of

if TYPE_CHECKING:
    from claims.models import Article, Project

Told = Callable[[int], None]


def export(
    *,
    project: Project,
    fmt: str,
    viewer: User | None,
    chosen: Chosen = EVERYTHING,
    with_history: bool = False,
    site: str = "",
    told: Told | None = None,
) -> Iterator[bytes]:
    """The file in pieces, as one reader may see it; None is the operator, who sees everything.

    ``site`` is the address of this installation, without a slash at the end. ``told`` is called with the number of
    claims written so far. Raises UnknownFormat at once, and Incomplete while it is read where rows are missing:
    then it has no end; PermissionDenied for a history of what is kept from the reader.
    """
    chosen_format = find(fmt)
    records = stream(project=project, viewer=viewer, chosen=chosen, with_history=with_history)
    about = About(
        site=site,
        people=_labels(project, viewer),
        names=frozenset(_names(project)),
        copies=copies_of,
        grades=_grades,
    )
    return chosen_format.dump(records if told is None else _counting(records, told), about)


def claims_in(*, project: Project, viewer: User | None, chosen: Chosen = EVERYTHING) -> int:
    """How many claims that file would hold."""
    return Selection(project, chosen, viewer).claims().count()


def file_name(*, project: Project, fmt: str, article: Article | None = None) -> str:
    """A name for the file, in ASCII: the words of the title and the id, or the project's."""
    if article is None:
        return f"{project.slug}{find(fmt).suffix}"
    words = slugify(article.title)[:60].strip("-") or "article"
    return f"{words}-{article.pk}{find(fmt).suffix}"


def _labels(project: Project, viewer: User | None) -> dict[str, str]:
    """What people are called, for those who may know their names."""
    if not Selection(project, EVERYTHING, viewer).named:
        return {}
    return {user.username: user.label for user in User.objects.all()}


def _grades(claims: Sequence[str]) -> dict[str, str]:
    """The sourcing grades in force, as the pages show them, in a fixed number of queries."""
    return {str(pk): graded.letter for pk, graded in grades_of(map(UUID, claims)).items()}


def _names(project: Project) -> list[str]:
    """What everybody who belongs to the desk, or judged there, is called."""
    judged = Verdict.objects.filter(by=OuterRef("pk"), claim__revision__article__project=project)
    member = Membership.objects.filter(user=OuterRef("pk"), project=project)
    return [user.label for user in User.objects.filter(Exists(member) | Exists(judged))]


def _counting(records: Iterable[Record], told: Told) -> Iterator[Record]:
    number = 0
    for record in records:
        number += record["record"] == "claim"
        if record["record"] == "claim" and number % 500 == 0:
            told(number)
        yield record
    told(number)
