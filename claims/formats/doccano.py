"""doccano's JSON Lines (github.com/doccano/doccano): texts with labelled words, relations, categories, comments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from claims.formats.averitec_shape import address, words
from claims.formats.incoming import Incoming, Meanings, Refusal
from claims.formats.json_items import Item, items
from claims.formats.labelled import Pass, Region, Wrong, claims_of, placed

SLUG = "doccano"
_USED = ("text", "data", "label", "labels", "entities", "relations", "cats", "annotations")


def read(file: BinaryIO, meanings: Meanings) -> Iterator[Incoming | Refusal]:
    """Each example as an article. Raises Broken for what is no list of objects."""
    for place, one in enumerate(items(file)):
        if isinstance(one, Refusal):
            yield one
            continue
        try:
            yield _incoming(one, place, meanings)
        except Wrong as error:
            yield Refusal(one.line, _title(one.value), str(error))


def passes(file: BinaryIO, meanings: Meanings) -> Iterator[tuple[str, list[Pass]]]:
    """Each text with what was marked in it; without what cannot be read. Raises Broken."""
    for one in items(file):
        if isinstance(one, Item) and (text := _text(one.value)):
            with suppress(Wrong):
                yield text, _passes(one.value, text, meanings)


def _text(example: Any) -> str:
    given = example if isinstance(example, dict) else {}
    return words(given.get("text")) or words(given.get("data"))


def _title(example: Any) -> str:
    title = example.get("title") or example.get("meta") if isinstance(example, dict) else ""
    return " ".join((words(title) or _text(example)).split())[:100]


def _incoming(one: Item, place: int, meanings: Meanings) -> Incoming:
    example, text = one.value, _text(one.value)
    if not text:
        raise Wrong("It has no text.")
    claims, left = claims_of(text, _passes(example, text, meanings), meanings)
    more = {name: value for name, value in example.items() if name not in _USED}
    return Incoming(
        line=one.line,
        place=place,
        key=_key(example, text),
        title=_title(example),
        text=text,
        url=address(example.get("url")),
        claims=claims,
        rest={"example": more, "left": left},
    )


def _passes(example: Mapping[str, Any], text: str, meanings: Meanings) -> list[Pass]:
    """One a person; arrows and what is said of the whole text are nobody's."""
    found: dict[str, Pass] = {}
    _entities(example, text, found, meanings)
    for relation in _list(example, "relations"):
        if not isinstance(relation, dict):
            raise Wrong("A relation is no object.")
        ends = str(relation.get("from_id")), str(relation.get("to_id"))
        _pass(found, "").arrows.append((*ends, str(relation.get("type") or "")))
    _categories(example, _pass(found, ""))
    return list(found.values())


def _key(example: Mapping[str, Any], text: str) -> str:
    if isinstance(example.get("id"), int | str):
        return f"id {example['id']}"[:200]
    return hashlib.sha256(text.encode()).hexdigest()


def _pass(passes: dict[str, Pass], person: str) -> Pass:
    return passes.setdefault(person, Pass(person))


def _list(example: Mapping[str, Any], name: str) -> list[Any]:
    found = example.get(name) or []
    if not isinstance(found, list):
        raise Wrong(f"What stands under {name} is no list.")
    return found


def _entities(example: Mapping[str, Any], text: str, passes: dict[str, Pass], meanings: Meanings) -> None:
    for name in ("label", "labels", "entities", "annotations"):
        for number, entity in enumerate(_list(example, name) if not isinstance(example.get(name), str) else []):
            if isinstance(entity, str):
                continue
            start, end, label, key, person = _entity(entity, f"{name} {number}")
            place = placed(text, start, end, None, meanings.unit)
            _pass(passes, person).regions[key] = Region(place, [label])


def _entity(entity: Any, key: str) -> tuple[Any, Any, str, str, str]:
    """Start, end, label, id and who marked it."""
    if isinstance(entity, list) and len(entity) == 3:
        return entity[0], entity[1], str(entity[2]), key, ""
    if isinstance(entity, dict) and "start_offset" in entity:
        person = f"{SLUG}-{entity['user']}" if "user" in entity else ""
        return (
            entity["start_offset"],
            entity.get("end_offset"),
            str(entity.get("label")),
            str(entity.get("id", key)),
            person,
        )
    raise Wrong(f"“{entity!s:.80}” is no label with a beginning and an end.")


def _categories(example: Mapping[str, Any], one: Pass) -> None:
    """What the whole text is: a list or a string of labels, or scores by label."""
    for name in ("label", "labels"):
        given = example.get(name)
        one.choices += [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)]
    scores = example.get("cats") or {}
    if isinstance(scores, list):
        one.choices += [each for each in scores if isinstance(each, str)]
    elif isinstance(scores, dict):
        one.choices += [name for name, score in scores.items() if score in (1, True)]
    else:
        raise Wrong("What stands under cats is neither a list nor an object.")
