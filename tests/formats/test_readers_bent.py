"""Whatever stands in a file of another tool: every reader answers, and refuses in words."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.formats import averitec, doccano, json_items, label_studio, records_document
from claims.formats.incoming import Incoming, Meanings, Refusal
from claims.formats.kept_words import kept, restored, same
from claims.formats.records_reading import Broken
from claims.formats.table_meaning import articles
from claims.formats.table_reading import columns, guessed

MEANINGS = Meanings(ratings={"true": "true", "false": "false"}, roles={"who": "source"})
READERS = {"averitec": averitec.read, "label-studio": label_studio.read, "doccano": doccano.read}
NAMES = [
    "claim", "label", "questions", "answers", "answer", "answer_type", "data", "text", "annotations", "result",
    "value", "type", "start", "end", "labels", "choices", "id", "from_id", "to_id", "entities", "relations", "cats",
    "start_offset", "end_offset", "completed_by", "predictions", "globalOffsets", "email", "created_at", "user",
]  # fmt: skip
WORDS = [
    "claim",
    "who",
    "true",
    "labels",
    "choices",
    "textarea",
    "relation",
    "Boolean",
    "a🚧b",
    "",
    "https://e.org",
]
leaves = (
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False) | st.sampled_from(WORDS) | st.text()
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)
plain = st.dictionaries(st.text(max_size=3), values, max_size=4)


def _some(**fields: Any) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


TEXT = "a🚧ba"
keys = st.sampled_from(["a", "b", "c"]) | values
places = st.integers(0, 4)
roles = st.sampled_from(["claim", "claim", "who", "cue", "true", "x"])
marked = _some(
    start=places | values, end=places | values, text=st.sampled_from(["a", "🚧", "b", "a🚧"]) | values,
    labels=st.lists(roles) | values, choices=st.lists(st.sampled_from(WORDS)) | values,
)  # fmt: skip
kinds = st.sampled_from(["labels", "choices", "textarea", "relation"]) | values
result = _some(id=keys, type=kinds, value=marked | values, from_id=keys, to_id=keys, labels=values)
passes = _some(completed_by=values, created_at=values, result=st.lists(result, max_size=6) | values)


def _right(start: int, length: int, label: str, key: str, browser: bool) -> dict[str, Any]:
    """A region as it should be, counted in either way."""
    ends = start, min(start + length, len(TEXT))
    told = [len(TEXT[:at].encode("utf-16-le")) // 2 for at in ends] if browser else ends
    value = {"start": told[0], "end": told[1], "text": TEXT[slice(*ends)], "labels": [label]}
    return {"id": key, "type": "labels", "value": value}


ids = st.sampled_from(["a", "b", "c", "d"])
right = st.builds(_right, st.integers(0, 3), st.integers(1, 4), roles, ids, st.booleans())
choice = st.builds(lambda key, one: {"id": key, "type": "choices", "value": {"choices": [one]}}, ids, roles)
arrow = st.builds(lambda one, other: {"type": "relation", "from_id": one, "to_id": other}, ids, ids)
well = st.builds(
    lambda person, regions, more: {"completed_by": person, "result": regions + more},
    st.integers(1, 3),
    st.lists(right, min_size=1, max_size=4, unique_by=lambda one: one["id"]),
    st.lists(choice | arrow, max_size=3),
)
task_well = st.builds(
    lambda passes: {"data": {"text": TEXT}, "annotations": passes}, st.lists(well, min_size=1, max_size=3)
)
task_bent = st.builds(
    lambda more: {"data": {"text": TEXT}, **more},
    _some(annotations=st.lists(passes | well, max_size=3), predictions=values),
)
task = task_well | task_bent
spot = st.builds(lambda at, long, role: [at, min(at + long, 4), role], st.integers(0, 3), st.integers(1, 4), roles)
entity = _some(id=keys, label=roles | values, start_offset=places, end_offset=places)
example = st.builds(
    lambda label, more: {"text": TEXT, "label": label, **more},
    st.lists(spot, max_size=4) | st.lists(roles, max_size=2) | values,
    _some(cats=values, entities=st.lists(entity | values), relations=st.lists(arrow | values)),
) | st.builds(lambda label: {"text": TEXT, "label": label}, st.lists(spot, max_size=4))


def read(fmt: str, data: bytes) -> list[Any]:
    try:
        return list(READERS[fmt](io.BytesIO(data), MEANINGS))
    except Broken as error:
        assert str(error)  # noqa: PT017 - that it says something is what is tested
        return []


@pytest.mark.parametrize("fmt", READERS)
@settings(max_examples=300, deadline=None)
@given(items=st.lists(values | task | example, max_size=3), indent=st.sampled_from([None, 1]))
def test_any_json_is_read_or_refused(fmt: str, items: list[Any], indent: int | None) -> None:
    found = read(fmt, json.dumps(items, indent=indent).encode("utf-8", "surrogatepass"))
    assert len(found) == len(items)
    for one in found:
        assert isinstance(one, Incoming | Refusal)
        places = [at for claim in getattr(one, "claims", ()) for at in claim.places]
        assert all(0 <= start < end <= len(one.text) for start, end in places)


@pytest.mark.parametrize("fmt", READERS)
@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=60) | st.text('[]{}",:\\ \n1a', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(fmt: str, data: bytes) -> None:
    read(fmt, data)


@settings(max_examples=150, deadline=None)
@given(items=st.lists(values, max_size=4), indent=st.sampled_from([None, 0, 2]), jsonl=st.booleans())
def test_items_are_cut_out_whole_with_their_lines(items: list[Any], indent: int | None, jsonl: bool) -> None:
    if jsonl:
        items = [one if isinstance(one, dict) else {"a": one} for one in items] or [{}]
        text = "\n\n".join(json.dumps(one) for one in items)
        lines = [1 + 2 * at for at in range(len(items))]
    else:
        text = "\n[" + ",\n".join(json.dumps(one, indent=indent) for one in items) + "]\n"
        lines = [
            2 + sum(json.dumps(one, indent=indent).count("\n") + 1 for one in items[:at])
            for at in range(len(items))
        ]
    found = list(json_items.items(io.BytesIO(text.encode())))
    whole = [one for one in found if isinstance(one, json_items.Item)]
    assert [one.line for one in found] == lines
    if len(whole) == len(items):
        assert same([one.value for one in whole], items)


@given(well)
def test_what_is_marked_well_becomes_claims(one: Any) -> None:
    """Words labelled as a claim, or with a rating, are one; other words are none."""
    (found,) = read("label-studio", json.dumps([{"data": {"text": TEXT}, "annotations": [one]}]).encode())
    if isinstance(found, Refusal):
        assert "several ratings" in found.why
        return
    regions = [each["value"] for each in one["result"] if each["type"] == "labels"]
    quotes = {value["text"] for value in regions if value["labels"][0] in ("claim", "true")}
    told = {found.text[slice(*place)] for claim in found.claims for place in claim.places}
    assert quotes == told or (not quotes and told <= {TEXT})
    voices = {voice.name for claim in found.claims for voice in claim.voices}
    assert voices <= {value["text"] for value in regions if value["labels"] == ["who"]}


def test_an_item_that_is_too_long_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "MOST_BYTES", 100)
    monkeypatch.setattr(json_items, "PIECE", 32)
    for text in ('[{"a":"b"},\n{"c":"%s"},\n{"d":1}]', '{"a":"b"}\n{"c":"%s"}\n{"d":1}'):
        found = list(json_items.items(io.BytesIO((text % ("x" * 900)).encode())))
        assert [one.line for one in found] == [1, 2, 3]
        assert [isinstance(one, Refusal) for one in found] == [False, True, False]


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=200) | values.map(lambda one: json.dumps(one).encode()))
def test_any_document_is_read_or_refused(data: bytes) -> None:
    try:
        list(records_document.records(io.BytesIO(data)))
    except Broken as error:
        assert str(error)  # noqa: PT017 - as above
    else:
        pytest.fail("nothing of this is a whole document")


@settings(max_examples=200, deadline=None)
@given(
    text=st.text()
    | st.text('claim,text;start\n"1 x\t', max_size=80).map(lambda more: f"claim,text,start,end\n{more}")
)
def test_any_table_is_read_or_refused(text: str) -> None:
    try:
        found = list(articles(io.StringIO(text, newline=""), MEANINGS))
    except Broken as error:
        assert str(error)  # noqa: PT017 - as above
        return
    assert all(isinstance(one, Incoming | Refusal) for one in found)


def test_names_of_columns_are_told_apart_and_guessed() -> None:
    assert columns(io.StringIO("Claim;;Claim\n")) == ["Claim", "column 2", "Claim (2)"]
    assert guessed(["Speaker", "Statement", "claim", "Other"]) == {"Speaker": "source", "claim": "claim"}


@given(plain, plain, plain)
def test_what_was_kept_gives_the_same_again_and_changes_show(given_values: Any, made: Any, now: Any) -> None:
    rest = kept(given_values, made)
    assert same(restored(made, rest), given_values)
    for key in now.keys() & made.keys():
        if not same(now[key], made[key]):
            assert same(restored(now, rest)[key], now[key])
