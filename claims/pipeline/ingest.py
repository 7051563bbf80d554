"""Take an article in: freeze its text and hash it. Seen before? Say so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from types import EllipsisType
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction
from django.utils.translation import gettext as _

from claims.extraction import Unreadable, normalise
from claims.models import Article, Event, Intake, Project, Revision, Split

if TYPE_CHECKING:
    from claims.models import User

TITLE_LENGTH = 300
ADDRESS_LENGTH = 2000
LANGUAGE_LENGTH = 12


class Refused(Exception):
    """The text cannot become an article; the message says why and what to do."""


class AlreadyHere(Exception):
    """The very same text is an article of this project already: ``article``."""

    def __init__(self, article: Article) -> None:
        super().__init__(_("This text is already here as “%(title)s”.") % {"title": article.title})
        self.article = article


def create_article(  # noqa: PLR0913 - what is known of an article
    *,
    project: Project,
    by: User | None,
    text: str,
    title: str = "",
    url: str = "",
    publisher: str = "",
    byline: str = "",
    published_at: date | None = None,
    language: str = "en",
    extractor: str = "paste",
    extractor_version: str = "",
    again: bool = False,
    written_by: User | None = None,
    tags: Iterable[str] = (),
) -> Article:
    """Freeze ``text`` as revision 1 of a new article, with its split queued.

    The queue never gives it to ``written_by``, and where ``tags`` are given only to members with one of them.
    Raises Refused for a text that is empty, too large or broken, and AlreadyHere unless ``again``.
    """
    text = frozen_text(text)
    check_address(url)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        _one_at_a_time(project, sha256)
        if not again and (known := same_text(project=project, sha256=sha256)):
            raise AlreadyHere(known)
        article = Article.objects.create(
            project=project,
            title=(_line(title) or first_line(text))[:TITLE_LENGTH],
            url=url,
            publisher=_line(publisher)[:200], byline=_line(byline)[:200],
            published_at=published_at,
            language=language[:LANGUAGE_LENGTH] or "en",
            created_by=by, written_by=written_by, tags=list(tags),
        )  # fmt: skip
        _freeze(article, by, text, sha256, extractor=extractor, extractor_version=extractor_version)
    return article


def _freeze(article: Article, by: User | None, text: str, sha256: str, **extracted: str) -> None:
    """The article's first revision, with its split queued."""
    revision = Revision.objects.create(
        article=article, number=1, text=text, sha256=sha256, length=len(text), **extracted
    )
    Split.objects.create(revision=revision)
    told = {"sha256": sha256, "extractor": extracted["extractor"]}
    Event.objects.record("article.taken_in", article, project_id=article.project_id, by=by, **told)


@transaction.atomic
def accept_intake(
    *,
    intake: Intake,
    by: User | None,
    title: str | None = None,
    text: str | None = None,
    publisher: str | None = None,
    byline: str | None = None,
    published_at: date | EllipsisType | None = ...,
    again: bool = False,
    written_by: User | None = None,
    tags: Iterable[str] = (),
) -> Article:
    """Make an article of what was read, as corrected by the person who looked at it.

    What is None, and a date that is not given, stays as it was read; the date None means that there is none.
    A second call (a double click) answers with the article of the first. Raises like ``create_article``.
    """
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.article:
        return intake.article
    article = create_article(
        project=intake.project,
        by=by,
        text=intake.text if text is None else text,
        title=intake.title if title is None else title,
        url=intake.url,
        publisher=intake.publisher if publisher is None else publisher,
        byline=intake.byline if byline is None else byline,
        published_at=intake.published_at if published_at is ... else published_at,
        language=intake.language,
        extractor=_extractor(intake, text),
        extractor_version=intake.extractor_version,
        again=again,
        written_by=written_by,
        tags=tags,
    )
    intake.article = article
    intake.save(update_fields=["article"])
    return article


def _extractor(intake: Intake, text: str | None) -> str:
    """The extractor's name, with a mark where a person corrected what it read."""
    untouched = text is None or text.replace("\r\n", "\n").strip() == intake.text.strip()
    return intake.extractor if untouched else f"{intake.extractor}, corrected"


def frozen_text(text: str) -> str:
    """The text as it will be kept: line ends as one character, no control characters; raises Refused."""
    if len(text.encode("utf-8", "replace")) > settings.ARTICLE_MAX_BYTES:
        raise Refused(too_large())
    try:
        return normalise(text)
    except Unreadable as error:
        raise Refused(str(error)) from error


def too_large() -> str:
    """What to say about a text over the limit."""
    megabytes = settings.ARTICLE_MAX_BYTES // (1024 * 1024)
    return _("This is larger than %(limit)d MB, the most one article may have here.") % {"limit": megabytes}


def check_address(url: str) -> None:
    """Raises Refused for what is no web address; an empty one is fine."""
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise Refused(_("This is not a web address: it must begin with http:// or https://.")) from error
    if len(url) > ADDRESS_LENGTH:
        raise Refused(_("This address is longer than %(limit)d characters.") % {"limit": ADDRESS_LENGTH})


def _line(words: str) -> str:
    """What is told about an article, on one line, without what no database can keep."""
    kept = words.replace("\0", "").encode("utf-8", "replace").decode()
    return " ".join(kept.split())


def first_line(text: str) -> str:
    """A title for a text without one: its first line, cut at a word after about 100 characters."""
    line = text.strip().split("\n", 1)[0].strip()
    if len(line) <= 100:
        return line
    return line[:100].rsplit(" ", 1)[0] + "…"


def same_text(*, project: Project, sha256: str) -> Article | None:
    """The project's article with that text, the newest of several."""
    known = Article.objects.filter(project=project, deleted_at=None, revisions__sha256=sha256)
    return known.order_by("-id").first()


def _one_at_a_time(project: Project, sha256: str) -> None:
    """Hold off a second submission of the same text until this transaction has ended (a double click)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{project.pk}:{sha256}"])
