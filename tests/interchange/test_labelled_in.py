"""Label Studio's and doccano's files brought in."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.formats.labelled import Wrong, placed
from claims.models import Article, Attribution, Claim, Project, Scale, Span, Verdict
from claims.pipeline.bring_in import Broken, Report, bring_in
from claims.pipeline.prepare import install_scales
from tests.formats.test_readers_bent import example as example_bent
from tests.formats.test_readers_bent import task as task_bent

if TYPE_CHECKING:
    from tests.conftest import Cast

TEXT = "🚧 “Rents fell in May,” said Ida Berg. It rained."
QUOTE, SOURCE, CUE = "Rents fell in May", "Ida Berg", "said"


@pytest.fixture
def desk(cast: Cast) -> Project:
    """A project on the scale of truth."""
    install_scales()
    cast.project.scale = Scale.objects.get(slug="truth")
    cast.project.save()
    return cast.project


def in_browser(words: str, text: str = TEXT) -> dict[str, Any]:
    """Where words stand as a browser counts, with the words."""
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return {"start": start, "end": start + len(words.encode("utf-16-le")) // 2, "text": words}


def in_points(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def region(key: str, words: str, label: str) -> dict[str, Any]:
    value = {**in_browser(words), "labels": [label]}
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def choice(key: str, words: str, rating: str) -> dict[str, Any]:
    value = {**in_browser(words), "choices": [rating]}
    return {"id": key, "from_name": "true", "to_name": "text", "type": "choices", "value": value}


def said_why(key: str, why: str) -> dict[str, Any]:
    return {"id": key, "from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": [why]}}


def task(**more: Any) -> dict[str, Any]:
    """Two annotators on one text."""
    first = [
        region("a", QUOTE, "Claim"), region("b", SOURCE, "Source"), region("c", CUE, "Cue"),
        choice("a", QUOTE, "False"), said_why("a", "They rose."), region("d", "It rained.", "Weather"),
        {"type": "relation", "from_id": "b", "to_id": "a", "direction": "right", "labels": ["says"]},
    ]  # fmt: skip
    second = [region("x", QUOTE, "Claim"), choice("x", QUOTE, "Half true"), region("y", "It rained.", "Claim")]
    annotations = [
        {"id": 1, "completed_by": 7, "created_at": "2024-03-09T22:16:08.728353Z", "result": first},
        {"id": 2, "completed_by": {"id": 8, "email": "bo@example.org"}, "result": second},
        {"id": 3, "completed_by": 9, "was_cancelled": True, "result": [region("z", "It", "Claim")]},
    ]
    data = {"text": TEXT, "title": "Rents", "meta": {"batch": 3}}
    return {"id": 5, "project": 2, "data": data, "annotations": annotations, "predictions": [], **more}


def taken(project: Project, fmt: str, *given_items: Any, lines: bool = False, **options: Any) -> Report:
    data = "\n".join(map(json.dumps, given_items)) if lines else json.dumps(given_items, indent=1)
    return bring_in(file=BytesIO(data.encode()), fmt=fmt, project=project, options=options)


@pytest.mark.django_db
def test_annotators_are_people_and_regions_are_claims_with_voices(desk: Project) -> None:
    report = taken(desk, "label-studio", task())
    assert (report.added, report.refused) == (1, [])
    first, second = Claim.objects.order_by("number")
    assert (first.text, second.text) == (QUOTE, "It rained.")
    tie = Attribution.objects.get()
    assert (tie.claim, tie.source.name, tie.cue) == (first, SOURCE, CUE)  # type: ignore[union-attr]
    spans = set(Span.objects.filter(claim=first).values_list("role", "start", "end"))
    assert spans == {("content", *in_points(QUOTE)), ("source", *in_points(SOURCE)), ("cue", *in_points(CUE))}
    said = Verdict.objects.filter(claim=first).values_list("by__username", "rating__slug", "rationale")
    assert sorted(said)[0] == ("bo@example.org", "half-true", "The file gives no reason.")
    assert sorted(said)[1] == ("label-studio-7", "false", "They rose.")
    assert not Verdict.objects.filter(claim=second).exists()
    rest = Article.objects.get().origin["rest"]
    assert rest["task"]["data"]["meta"] == {"batch": 3}
    assert [one["quote"] for one in rest["left"]] == ["It rained."]
    assert taken(desk, "label-studio", task()).known == 1


@pytest.mark.django_db
def test_a_quote_that_does_not_stand_there_is_refused_with_its_line(desk: Project) -> None:
    wrong = task(id=6)
    wrong["annotations"][0]["result"][0]["value"]["text"] = "Rents rose"
    report = taken(desk, "label-studio", task(), wrong, {"data": 3}, task(id=7, data={"text": " "}))
    lines = json.dumps([task(), wrong], indent=1).splitlines()
    second = [number for number, line in enumerate(lines, 1) if line == " {"][1]
    assert report.added == 1
    assert report.refused[0][:2] == (second, "Rents")
    assert "does not stand “Rents rose”" in report.refused[0][2]
    assert [why for _line, _title, why in report.refused[1:]] == [
        "It is no task with data.",
        "Its data hold no text.",
    ]


@pytest.mark.django_db
def test_predictions_are_nobodys_verdicts(desk: Project) -> None:
    guessed = {"result": [region("a", QUOTE, "Claim"), choice("a", QUOTE, "False")], "score": 0.4}
    assert taken(desk, "label-studio", task(annotations=[], predictions=[guessed])).added == 1
    assert (Claim.objects.count(), Verdict.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_labels_mean_what_a_person_says(desk: Project) -> None:
    one = task()
    one["annotations"] = [
        {"completed_by": 1, "result": [region("a", QUOTE, "Aussage"), region("b", SOURCE, "Wer")]}
    ]
    taken(desk, "label-studio", one, roles={"Aussage": "content", "Wer": "source"}, people={"1": "reviewer"})
    assert Attribution.objects.get().source.name == SOURCE  # type: ignore[union-attr]
    one = task(id=9)
    one["annotations"] = [{"completed_by": 1, "result": [region("a", QUOTE, "Falsch")]}]
    taken(desk, "label-studio", one, ratings={"Falsch": "false"}, people={"1": "reviewer"})
    assert Verdict.objects.get().by.username == "reviewer"


@pytest.mark.django_db
def test_doccano_labels_relations_and_categories(desk: Project) -> None:
    marked = {
        "id": 4,
        "text": TEXT,
        "entities": [
            {"id": 1, "label": "claim", "start_offset": in_points(QUOTE)[0], "end_offset": in_points(QUOTE)[1]},
            {"id": 2, "label": "ORG", "start_offset": in_points(SOURCE)[0], "end_offset": in_points(SOURCE)[1]},
        ],
        "relations": [{"id": 9, "from_id": 2, "to_id": 1, "type": "says"}],
        "Comments": ["look again"],
    }
    short = {"id": 5, "text": "Rents fell.", "label": [[0, 11, "false"]]}
    whole = {"id": 6, "text": " Rents rose. ", "label": ["True"]}
    beyond = {"id": 7, "text": "Rents", "label": [[0, 11, "claim"]]}
    report = taken(desk, "doccano", marked, short, whole, beyond, {"id": 8}, lines=True, person="ann")
    assert report.added == 3
    assert [line for line, _title, _why in report.refused] == [4, 5]
    assert Attribution.objects.get().source.name == SOURCE  # type: ignore[union-attr]
    said = Verdict.objects.values_list("claim__text", "rating__slug", "by__username")
    assert sorted(said) == [("Rents fell.", "false", "ann"), ("Rents rose.", "true", "ann")]
    assert Article.objects.get(origin__key="id 4").origin["rest"]["example"]["Comments"] == ["look again"]


CUT_OFF = [
    b"",
    b"[",
    b"[[[",
    b'[{"id": 1}',
    b"nonsense",
    b"\xff\xfe\x00",
    b'"text"',
    b'{"text": "a',
    b"[" * 100_000,
]
BROKEN = [b'[{"text": tru}]', b"[[" + b"[" * 200 + b"]" * 200 + b"]]", b'["\\ud800"]']


@pytest.mark.django_db
@pytest.mark.parametrize("fmt", ["label-studio", "doccano", "averitec"])
@pytest.mark.parametrize("data", CUT_OFF)
def test_what_is_cut_off_or_something_else_is_refused_as_a_whole(desk: Project, fmt: str, data: bytes) -> None:
    with pytest.raises(Broken, match=r"\w"):
        bring_in(file=BytesIO(data), fmt=fmt, project=desk)
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("item", BROKEN)
def test_an_item_that_is_broken_is_refused_with_its_line(desk: Project, item: bytes) -> None:
    report = bring_in(file=BytesIO(b"\n" + item), fmt="doccano", project=desk)
    assert [line for line, _title, _why in report.refused] == [2]


@pytest.mark.django_db
@pytest.mark.parametrize(("fmt", "shape"), [("label-studio", task_bent), ("doccano", example_bent)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_marked_comes_in_or_is_refused(desk: Project, fmt: str, shape: Any, data: Any) -> None:
    drawn = data.draw(st.lists(shape, max_size=4))
    with transaction.atomic():
        report = taken(desk, fmt, *drawn)
        assert report.added + report.known + len(report.refused) == len(drawn)
        assert Article.objects.count() == report.added
        again = taken(desk, fmt, *drawn)
        assert (again.added, Article.objects.count()) == (0, report.added)
        transaction.set_rollback(True)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), st.data())
def test_words_are_found_however_places_are_counted(text: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    assert placed(text, start, end, text[start:end]) == (start, end)
    assert placed(text, *units, None, "utf-16") == (start, end)
    found = placed(text, *units, text[start:end])
    assert text[slice(*found)] == text[start:end]


@pytest.mark.parametrize("place", [(0, 9), (2, 1), (-1, 2), (None, 1), (0.0, 1), (True, 2)])
def test_places_that_are_none_are_refused(place: Any) -> None:
    with pytest.raises(Wrong):
        placed("abc", *place, None)
