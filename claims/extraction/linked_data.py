"""JSON-LD as pages carry it: nodes out of scripts, lists and graphs. Nothing is fetched; contexts are not read."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

Node = dict[str, Any]

_MOST_NODES = 200_000
_DEEPEST = 60
_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*\Z")


class BadJson(ValueError):
    """Text that is no JSON, or JSON nested beyond reason; the message says where."""


def load(text: str) -> Any:
    """The value of a JSON text, line breaks inside strings forgiven. Raises BadJson."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise BadJson(f"it is not JSON (line {error.lineno}: {error.msg})") from error
    except (RecursionError, ValueError) as error:
        raise BadJson("it is not JSON that can be read") from error


def scripts(page: str) -> list[str]:
    """The texts of a page's ``application/ld+json`` scripts, comment marks around them taken off."""
    if "ld+json" not in page:
        return []
    try:
        tree = lxml_html.document_fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    found = [
        script.text_content()
        for script in tree.iter("script")
        if script.get("type", "").split(";")[0].strip().lower() == "application/ld+json"
    ]
    return [_unwrapped(text) for text in found if text.strip()]


def _unwrapped(text: str) -> str:
    while (bare := _WRAPPING.sub("", text)) != text:
        text = bare
    return text


def nodes(value: Any, kind: str) -> Iterator[Node]:
    """Every object of the type ``kind`` anywhere in a value, in order; references by ``@id`` are filled in.

    A type counts with and without a prefix or an address before it (``schema:ClaimReview``).
    """
    everything = list(_objects(value))
    named = {
        node["@id"]: node for node in reversed(everything) if isinstance(node.get("@id"), str) and len(node) > 1
    }
    for node in everything:
        if any(given.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == kind for given in texts(node.get("@type"))):
            yield {name: _filled(part, named, 3) for name, part in node.items()}


def _objects(value: Any) -> Iterator[Node]:
    """All objects of a value, outer before inner, without recursion; what lies too deep is left out."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while stack and seen < _MOST_NODES:
        item, depth = stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
        parts = list(item.values()) if isinstance(item, dict) else item if isinstance(item, list) else []
        if depth < _DEEPEST:
            stack += [(part, depth + 1) for part in reversed(parts) if isinstance(part, dict | list)]


def _filled(value: Any, named: dict[str, Node], deep: int) -> Any:
    """A value with bare references in the place of which the object that they name is put."""
    if deep and isinstance(value, list):
        return [_filled(part, named, deep) for part in value]
    if deep and isinstance(value, dict):
        whole = named.get(value.get("@id", "")) if set(value) <= {"@id", "@type"} and _is_named(value) else None
        return {name: _filled(part, named, deep - 1) for name, part in (whole or value).items()}
    return value


def _is_named(value: Node) -> bool:
    return isinstance(value.get("@id"), str)


def first(value: Any) -> Any:
    """A list's first element, else the value."""
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def flat(value: Any) -> Node:
    """The object, or the first of a list; an empty one where there is none."""
    found = first(value)
    return found if isinstance(found, dict) else {}


def texts(value: Any, *names: str) -> list[str]:
    """The texts of a value: itself, its elements, or of objects what stands under the first of ``names``."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int | float):
        return [str(value)]
    if isinstance(value, list):
        return [text for part in value[:50] if not isinstance(part, list) for text in texts(part, *names)]
    return next((found for name in names if (found := texts(value.get(name)))), [])


def plain(value: Any) -> Any:
    """The value without what no database keeps: NUL, halves of characters, figures that are none."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {plain(str(name)): plain(part) for name, part in value.items()}
    return value
