"""From an article to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import slugify

from claims.formats import export_json
from claims.formats.export_shape import Export
from claims.pipeline.export.gather import gather

if TYPE_CHECKING:
    from claims.models import Article, User


@dataclass(frozen=True, slots=True)
class Format:
    """How an export becomes a file, and what kind of file that is."""

    dump: Callable[[Export], bytes]
    media_type: str
    suffix: str


FORMATS: dict[str, Format] = {
    "json": Format(export_json.dump, export_json.MEDIA_TYPE, export_json.SUFFIX),
}
"""Every format by the name that people type."""


class UnknownFormat(ValueError):
    """There is no such format; the message lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no format “{name}”. There are: {', '.join(sorted(FORMATS))}.")


def find_format(name: str) -> Format:
    """The format of that name; raises UnknownFormat."""
    if name not in FORMATS:
        raise UnknownFormat(name)
    return FORMATS[name]


def export_article(*, article: Article, viewer: User | None, fmt: str = "json") -> bytes:
    """The article's file for one reader (None: the operator, who sees everything).

    Raises UnknownFormat, and Revision.DoesNotExist for an article without a text.
    """
    chosen = find_format(fmt)
    return chosen.dump(gather(article=article, viewer=viewer))


def file_name(*, article: Article, fmt: str = "json") -> str:
    """A name for the file, in ASCII: the title's words and the article's id."""
    words = slugify(article.title)[:60].strip("-") or "article"
    return f"{words}-{article.pk}{find_format(fmt).suffix}"
