"""Fact-checks out of a page, a JSON file (also a DataFeed), or one JSON object a line."""

from collections.abc import Iterator
from typing import Any

from claims.extraction.claim_review import Incomplete, Review, review_of
from claims.extraction.decoding import decode
from claims.extraction.linked_data import BadJson, load, nodes, scripts
from claims.extraction.refusal import Refusal
from claims.extraction.result import Unreadable

Found = Review | Refusal
_NONE_HERE = "There is no ClaimReview markup in this {where}."


def read_fact_checks(data: bytes, *, url: str = "", charset: str = "") -> Iterator[Found]:
    """Every ClaimReview in ``data``, in order, those that make no sense as refusals.

    ``url`` is where the data is from: the address of reviews on a page that give none. Raises Unreadable where
    there is no ClaimReview at all.
    """
    text = decode(data, charset=charset).text
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return _some(_of_json(text), "file")
    return _some(_of_page(text, url), "page")


def _some(found: Iterator[Found], where: str) -> Iterator[Found]:
    """The same; raises Unreadable where nothing is in it."""
    beginning = next(found, None)
    if beginning is None:
        raise Unreadable(_NONE_HERE.format(where=where))
    return _again(beginning, found)


def _again(beginning: Found, rest: Iterator[Found]) -> Iterator[Found]:
    yield beginning
    yield from rest


def _of_page(page: str, url: str) -> Iterator[Found]:
    number = 0
    for script in scripts(page):
        try:
            found = list(nodes(load(script), "ClaimReview"))
        except BadJson as error:
            if "ClaimReview" in script:
                number += 1
                yield Refusal(number, f"Its markup cannot be read: {error}.")
            continue
        for node in found:
            number += 1
            yield _review(node, number, url)


def _of_json(text: str) -> Iterator[Found]:
    try:
        value = load(text)
    except BadJson as error:
        lines = text.splitlines()
        if len([line for line in lines if line.strip()]) < 2:
            raise Unreadable(f"This file holds no fact-checks: {error}.") from error
        yield from _of_lines(lines)
        return
    for number, node in enumerate(nodes(value, "ClaimReview"), 1):
        yield _review(node, number, "")


def _of_lines(lines: list[str]) -> Iterator[Found]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = list(nodes(load(line), "ClaimReview"))
        except BadJson as error:
            yield Refusal(number, f"This line cannot be read: {error}.")
            continue
        if not found:
            yield Refusal(number, "There is no ClaimReview in this line.")
        for node in found:
            yield _review(node, number, "")


def _review(node: dict[str, Any], number: int, url: str) -> Found:
    try:
        return review_of(node, url=url)
    except Incomplete as error:
        return Refusal(number, str(error))
    except RecursionError:
        return Refusal(number, "It is nested too deeply to be read.")
