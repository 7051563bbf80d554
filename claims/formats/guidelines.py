"""Guidelines as people write them, in Markdown, as HTML that is safe to show.

The parser is markdown-it (CommonMark) with HTML switched off: whatever looks like a tag is shown as words, so that
every tag of the result is one of the parser's own. Pictures are off, too; links lead to the web, to a mail address,
to a place of this site or of the page, and anything else stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINK = re.compile(r"(?:https?://|mailto:|#|/(?!/))", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 1 for the highest; ``anchor`` is its id within the page."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as HTML, and its headings in order."""

    html: str
    headings: tuple[Heading, ...]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
    parser.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    return parser


def shown(text: str, *, highest: int = 2, anchors: bool = True) -> Shown:
    """The text as HTML. Its highest heading is an ``<h{highest}>``, six at the lowest.

    ``anchors`` gives each heading the id ``part-…``, made of its words; without them the text may stand on a page
    beside another copy of itself. Links to elsewhere open a page of their own, so that nothing typed here is lost.
    """
    tokens = _parser().parse(text)
    found, used = [], set[str]()
    for token, inline in zip_longest(tokens, tokens[1:]):
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            token.tag = f"h{min(level + highest - 1, 6)}"
        if token.type == "heading_open" and inline is not None:
            heading = Heading(level, _anchor(inline.content, used), _plain(inline))
            used.add(heading.anchor)
            found.append(heading)
            if anchors:
                token.attrSet("id", heading.anchor)
    for link in _links(tokens):
        if _OUTSIDE.match(str(link.attrGet("href") or "")):
            link.attrSet("target", "_blank")
            link.attrSet("rel", "noopener noreferrer")
    parser = _parser()
    return Shown(parser.renderer.render(tokens, parser.options, {}), tuple(found))


def _links(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (child for child in token.children or () if child.type == "link_open")


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ()).strip()


def _anchor(title: str, used: set[str]) -> str:
    words = "-".join(re.findall(r"\w+", title.lower()))[:60] or "section"
    anchor, number = f"part-{words}", 2
    while anchor in used:
        anchor, number = f"part-{words}-{number}", number + 1
    return anchor
