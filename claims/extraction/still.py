"""An archived page made still: nothing in it runs, loads or leads away when a browser shows it."""

from lxml import etree
from lxml import html as lxml_html

from claims.extraction.decoding import decode
from claims.extraction.html import META_CHARSET
from claims.extraction.result import Unreadable

_OUT = ["script", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "meta", "base"]
_OUT += ["template", "portal", "audio", "video", "source", "track", "style"]
_LOADS = frozenset(
    {"src", "srcset", "poster", "background", "data", "action", "formaction", "ping", "manifest", "dynsrc"}
)
_LINKS = frozenset({"href", "{http://www.w3.org/1999/xlink}href", "xlink:href"})
_EMPTY = b"<!doctype html><meta charset=utf-8><title>Archived page</title>"


def still_page(body: bytes, *, charset: str = "") -> bytes:
    """The page in UTF-8 without scripts, styles, frames, forms' targets, addresses to load and links.

    Pictures inside the page itself (``data:``) stay; of other pictures the words that stand for them do. What a
    browser is told beside this (sandbox, content security policy) must not rest on it.
    """
    declared = META_CHARSET.search(body[:4096])
    try:
        text = decode(body, charset=charset or (declared[1].decode("ascii") if declared else "")).text
        tree = lxml_html.document_fromstring(text.replace("\0", "").encode(), parser=_parser())
    except (Unreadable, etree.ParserError, ValueError, RecursionError):
        return _EMPTY
    etree.strip_elements(tree, *_OUT, with_tail=False)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in tree.iter(etree.Element):
        _calm(element)
    page: bytes = lxml_html.tostring(tree, encoding="utf-8", doctype="<!doctype html>")
    return page


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", no_network=True)


def _calm(element: etree._Element) -> None:
    for name, value in list(element.attrib.items()):
        plain = str(name).lower()
        inside = str(value).strip().lower().startswith("data:image/") and element.tag == "img"
        leads = plain in _LINKS and not str(value).startswith("#")
        if plain == "style" or plain.startswith("on") or leads or (plain in _LOADS and not inside):
            del element.attrib[name]
