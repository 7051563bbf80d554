"""From an article to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from claims.formats import export_json
from claims.formats.export_shape import Export
from claims.pipeline.export.gather import gather

if TYPE_CHECKING:
    from claims.models import Article, User

FORMATS: dict[str, Callable[[Export], bytes]] = {"json": export_json.dump}
"""Every format by the name that people type."""


class UnknownFormat(ValueError):
    """There is no such format; the message lists those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no format “{name}”. There are: {', '.join(sorted(FORMATS))}.")


def export_article(*, article: Article, viewer: User | None, fmt: str = "json") -> bytes:
    """The article's file for one reader (None: the operator, who sees everything).

    Raises UnknownFormat, and Revision.DoesNotExist for an article without a text.
    """
    if fmt not in FORMATS:
        raise UnknownFormat(fmt)
    return FORMATS[fmt](gather(article=article, viewer=viewer))
