"""Label Studio's JSON export (labelstud.io/guide/task_format): tasks with annotations, or predictions only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from claims.formats.averitec_shape import address, words
from claims.formats.incoming import Incoming, Meanings, Refusal, Stated
from claims.formats.json_items import Item, items
from claims.formats.labelled import Pass, Region, Wrong, claims_of, placed

SLUG = "label-studio"
_TITLES, _ADDRESSES = ("title", "headline", "name"), ("url", "link", "source_url")
_TEXTS = ("text", "article", "body", "content", "document")
_DAYS = ("published", "published_at", "date")


def read(file: BinaryIO, meanings: Meanings) -> Iterator[Incoming | Refusal]:
    """Each task as an article. Raises Broken for what is no list of objects."""
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
        task: Any = one.value if isinstance(one, Item) else None
        data = task.get("data") if isinstance(task, dict) else None
        if isinstance(data, dict):
            with suppress(Wrong):
                text = data[_text_name(data)]
                yield text, _passes(task, text, meanings, [])[0]


def _title(task: Any) -> str:
    data = task.get("data") if isinstance(task, dict) else None
    told = _first(data, (*_TITLES, *_TEXTS)) if isinstance(data, dict) else ""
    return " ".join(told.split())[:100] or (f"task {task.get('id')}"[:100] if isinstance(task, dict) else "")


def _incoming(one: Item, place: int, meanings: Meanings) -> Incoming:
    task = one.value
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        raise Wrong("It is no task with data.")
    name = _text_name(data)
    text = data[name]
    left: list[Any] = []
    claims = _claims(task, text, meanings, left)
    more = {key: value for key, value in task.items() if key not in ("annotations", "predictions", "data")}
    data_left = {key: value for key, value in data.items() if key != name}
    return Incoming(
        line=one.line,
        place=place,
        key=_key(task, text),
        title=_title(task),
        text=text,
        url=address(_first(data, _ADDRESSES)),
        publisher=words(data.get("publisher"))[:200],
        published=_day(_first(data, _DAYS)),
        claims=claims,
        rest={"task": {**more, "data": data_left}, "left": left},
    )


def _text_name(data: Mapping[str, Any]) -> str:
    there = {name: value for name, value in data.items() if words(value)}
    name = next((one for one in _TEXTS if one in there), "")
    name = name or max(there, key=lambda one: (not address(there[one]), len(there[one])), default="")
    if not name or address(there[name]):
        raise Wrong("Its data hold no text.")
    return name


def _first(data: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((words(data[name]) for name in names if words(data.get(name))), "")


def _key(task: Mapping[str, Any], text: str) -> str:
    if task.get("id") is not None:
        return f"project {task.get('project')} task {task['id']}"[:200]
    return hashlib.sha256(text.encode()).hexdigest()


def _claims(task: Mapping[str, Any], text: str, meanings: Meanings, left: list[Any]) -> tuple[Stated, ...]:
    passes, by_people = _passes(task, text, meanings, left)
    claims, kept = claims_of(text, passes, meanings)
    left += kept
    if by_people:
        return claims
    return tuple(Stated(one.places, one.voices) for one in claims)  # a model's ratings are nobody's verdicts


def _passes(task: Mapping[str, Any], text: str, meanings: Meanings, left: list[Any]) -> tuple[list[Pass], bool]:
    """What people marked, else what a model did, and whether it was people."""
    given = [one for one in _list(task, "annotations") if not one.get("was_cancelled")]
    marked = given or _list(task, "predictions")
    return [_pass(one, text, meanings, left) for one in marked], bool(given)


def _list(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = values.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Wrong(f"What stands under {name} is no list of objects.")
    return found


def _pass(given: Mapping[str, Any], text: str, meanings: Meanings, left: list[Any]) -> Pass:
    one = Pass(person=_person(given.get("completed_by"), meanings), at=_moment(given.get("created_at")))
    strange = [result for result in _list(given, "result") if not _take(one, result, text, meanings)]
    left += [{"by": one.person, "result": result} for result in strange]
    return one


def _take(one: Pass, result: Mapping[str, Any], text: str, meanings: Meanings) -> bool:
    """Put one result into the pass; False for what means nothing here."""
    kind, value = result.get("type"), result.get("value")
    if kind == "relation":
        label = ", ".join(_texts(result.get("labels")))
        one.arrows.append((str(result.get("from_id")), str(result.get("to_id")), label))
        return True
    if not isinstance(value, dict) or not isinstance(kind, str):
        return False
    said = {"choices": _texts(value.get("choices")), "textarea": _texts(value.get("text"))}.get(kind)
    if said is None and not kind.endswith("labels"):
        return False
    if kind == "textarea" or (kind == "choices" and "start" not in value and "globalOffsets" not in value):
        region = one.regions.get(str(result.get("id")))
    else:
        region = _region(one, result, value, text, meanings)
    into = {"choices": (region or one).choices, "textarea": (region or one).words}.get(kind)
    if into is None and region is not None:
        into, said = region.labels, _texts(value.get(kind))
    if into is not None:
        into += said or []
    return True


def _region(
    one: Pass, result: Mapping[str, Any], value: Mapping[str, Any], text: str, meanings: Meanings
) -> Region:
    key = str(result.get("id"))
    if key not in one.regions:
        at = value.get("globalOffsets") if isinstance(value.get("globalOffsets"), dict) else value
        quote = value.get("text") if isinstance(value.get("text"), str) else None
        one.regions[key] = Region(placed(text, at.get("start"), at.get("end"), quote, meanings.unit))  # type: ignore[union-attr]
    return one.regions[key]


def _texts(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [one for one in given if isinstance(one, str)]


def _person(given: Any, meanings: Meanings) -> str:
    if isinstance(given, dict):
        name = words(given.get("email")) or words(given.get("username")) or str(given.get("id") or "")
    else:
        name = str(given) if given is not None else ""
    if not name:
        return ""
    called = meanings.people.get(name, name)
    return f"{SLUG}-{called}" if called.isdigit() else called


def _moment(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
