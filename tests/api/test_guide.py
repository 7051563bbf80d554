"""Guidelines, examples and scales over the API."""

from __future__ import annotations

from claims.models import Example, Guideline, Project, Scale

CITY = "projects/city-desk"
YES_NO = [
    {"label": "Yes", "definition": "It is."},
    {"label": "No", "definition": "It is not.", "needs_evidence": 1},
]


def test_guidelines_are_written_version_by_version(cast, api):
    editor = api(cast.editor)
    made = editor.post(f"{CITY}/guidelines", {"text": "Read it twice.", "note": "At last", "basis": 0})
    assert made.status_code == 201
    assert (made.json()["number"], made.json()["by"]) == (1, "editor")
    late = editor.post(f"{CITY}/guidelines", {"text": "Once will do.", "basis": 0})
    assert (late.status_code, late.json()["current"]) == (409, 1)
    editor.post(f"{CITY}/guidelines", {"text": "Read it thrice.", "basis": 1})
    seen = api(cast.viewer).get(f"{CITY}/guidelines").json()["results"]
    assert [(one["number"], one["text"]) for one in seen] == [(2, "Read it thrice."), (1, "Read it twice.")]
    assert Guideline.objects.count() == 2


def test_examples_are_added_changed_retired_and_brought_back(cast, api):
    editor = api(cast.editor)
    made = editor.post(f"{CITY}/examples", {"statement": "Prices rose.", "why": "They did.", "rating": "true"})
    assert made.status_code == 201
    path = f"examples/{made.json()['id']}"
    changed = editor.patch(path, {"why": "The release says so."}).json()
    assert (changed["statement"], changed["why"], changed["rating"]) == (
        "Prices rose.",
        "The release says so.",
        "true",
    )
    assert editor.post(f"{path}/retire").json()["retired_at"]
    assert editor.post(f"{path}/offer").json()["retired_at"] is None
    wrong = editor.post(f"{CITY}/examples", {"statement": "S", "why": "W", "rating": "purple"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "rating")
    assert Example.objects.count() == 1


def test_a_changed_preset_is_answered_as_the_projects_own(cast, api):
    editor = api(cast.editor)
    made = editor.post(f"{CITY}/scales/truth/versions", {"ratings": YES_NO, "basis": 1, "note": "Simpler"})
    assert made.status_code == 201, made.content
    own = Project.objects.get().scale
    told = api(cast.viewer).get(f"{CITY}/scales/{own.slug}").json()
    assert (told["project"], told["copy_of"], [one["number"] for one in told["versions"]]) == (
        "city-desk", "truth", [1, 2],
    )  # fmt: skip
    offered = [one["slug"] for one in told["versions"][1]["ratings"] if one["retired_at"] is None]
    assert offered == ["yes", "no"]
    assert len(told["versions"][1]["ratings"]) == 10, "the eight that were left out are retired"
    late = editor.post(f"{CITY}/scales/{own.slug}/versions", {"ratings": YES_NO[::-1], "basis": 1})
    assert (late.status_code, late.json()["current"], late.json()["scale"]) == (409, 2, own.slug)
    rating = f"{CITY}/scales/{own.slug}/ratings/opinion"
    assert editor.post(f"{rating}/offer").json()["retired_at"] is None
    assert editor.post(f"{rating}/retire").json()["retired_at"]


def test_what_is_wrong_with_ratings_is_said_by_field(cast, api):
    editor = api(cast.editor)
    path = f"{CITY}/scales/truth/versions"
    twice = [YES_NO[0], {**YES_NO[1], "label": "yes"}]
    for ratings, field in ((twice, "1.label"), ([{"label": "Yes"}, YES_NO[1]], "ratings.0.definition")):
        answer = editor.post(path, {"ratings": ratings})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert not Scale.objects.filter(project=cast.project).exists()


def test_another_scale_is_chosen_and_another_projects_is_not_there(cast, api):
    editor = api(cast.editor)
    assert editor.post(f"{CITY}/scales/averitec/choose").json()["slug"] == "averitec"
    assert Project.objects.get().scale.slug == "averitec"
    away = Project.objects.create(slug="away", name="Away", scale=cast.project.scale)
    theirs = Scale.objects.create(slug="theirs", name="Theirs", project=away)
    assert editor.get(f"{CITY}/scales/{theirs.slug}").status_code == 404
    assert theirs.slug not in str(editor.get(f"{CITY}/scales").json())
