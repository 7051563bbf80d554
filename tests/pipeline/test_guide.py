"""Guidelines in versions, with who and why; examples that are added, changed, retired and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Asked, Event, Example, Guideline, Project, Question
from claims.pipeline import guide
from claims.pipeline.prepare import change_project, create_project
from tests.factories import make_article, make_claim, make_project, make_verdict

if TYPE_CHECKING:
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def _add(cast: Cast, **fields: object) -> Example:
    told = {"statement": "Prices rose by 4 percent.", "why": "The release says 3.9.", "rating": "mostly-true"}
    return guide.add_example(project=cast.project, by=cast.editor, **{**told, **fields})  # type: ignore[arg-type]


def test_each_change_is_a_version_with_who_and_why_and_its_text_is_in_force(cast: Cast) -> None:
    first = guide.change_guidelines(project=cast.project, by=cast.editor, text="Read it twice.\r\n", basis=0)
    second = guide.change_guidelines(
        project=cast.project, by=cast.owner, text="Read it thrice.", note="Twice was not enough", basis=1
    )
    assert [(row.number, row.text, row.by) for row in (first, second)] == [
        (1, "Read it twice.", cast.editor),
        (2, "Read it thrice.", cast.owner),
    ]
    assert Project.objects.get().guidelines == "Read it thrice."
    event = Event.objects.filter(verb="guidelines.changed").first()
    assert event is not None
    assert (event.by_id, event.data["number"], event.data["reason"]) == (cast.owner.pk, 2, "Twice was not enough")


def test_the_same_text_again_writes_nothing_and_an_old_basis_is_refused(cast: Cast) -> None:
    first = guide.change_guidelines(project=cast.project, by=cast.editor, text="Read it twice.", basis=0)
    again = guide.change_guidelines(project=cast.project, by=cast.editor, text="Read it twice.", basis=0)
    assert again == first
    with pytest.raises(guide.Changed) as caught:
        guide.change_guidelines(project=cast.project, by=cast.owner, text="Once will do.", basis=0)
    assert caught.value.current == first
    assert Guideline.objects.count() == 1


@pytest.mark.parametrize(("text", "note"), [("", ""), ("x" * 60_001, ""), ("Fine.", "x" * 301)])
def test_nothing_at_first_and_too_much_are_refused(cast: Cast, text: str, note: str) -> None:
    with pytest.raises(guide.Refused):
        guide.change_guidelines(project=cast.project, by=cast.editor, text=text, note=note)
    assert not Guideline.objects.exists()


def test_guidelines_and_examples_are_written_by_editors(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        guide.change_guidelines(project=cast.project, by=cast.reviewer, text="Mine.")
    with pytest.raises(PermissionDenied):
        guide.add_example(project=cast.project, by=cast.reviewer, statement="S", why="W", rating="true")
    example = _add(cast)
    for verb in (guide.retire_example, guide.offer_example):
        with pytest.raises(PermissionDenied):
            verb(example=example, by=cast.reviewer)


def test_an_example_from_an_answer_carries_its_question_and_claim_and_comes_once(cast: Cast) -> None:
    claim = make_claim(make_article(cast.project, by=cast.reviewer).latest())
    question = Question.objects.create(claim=claim, by=cast.reviewer, to=Asked.EDITOR, text="Is 3.9 nearly 4?")
    example = _add(cast, question=question)
    assert (example.question, example.claim, example.by) == (question, claim, cast.editor)
    assert _add(cast, question=question, why="Other words") == example
    assert Event.objects.get(verb="example.added").claim_id is None, "the claim's history does not tell of it"


def test_a_double_click_adds_one_and_another_rating_another(cast: Cast) -> None:
    assert _add(cast) == _add(cast)
    assert _add(cast, rating="true") != _add(cast)
    assert _add(cast, rating="", finding="altered").finding == "altered"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"statement": " "}, "statement"),
        ({"why": "\n"}, "why"),
        ({"why": "x" * 2001}, "why"),
        ({"rating": "purple"}, "rating"),
        ({"rating": "", "finding": ""}, "rating"),
        ({"finding": "purple"}, "finding"),
    ],
)
def test_what_is_wrong_with_an_example_is_said_by_field(cast: Cast, fields: dict[str, str], wrong: str) -> None:
    with pytest.raises(guide.Refused) as caught:
        _add(cast, **fields)
    assert list(caught.value.message_dict) == [wrong]
    assert not Example.objects.exists()


def test_a_claim_of_another_project_is_no_example_here(cast: Cast) -> None:
    claim = make_claim(make_article(make_project(by=cast.owner), by=cast.owner).latest())
    with pytest.raises(guide.Refused):
        _add(cast, claim=claim)


def test_an_example_is_changed_retired_and_put_back_with_its_history(cast: Cast) -> None:
    example = _add(cast)
    changed = guide.change_example(example=example, by=cast.owner, statement="S", why="W", rating="false")
    assert (changed.statement, changed.why, changed.rating) == ("S", "W", "false")
    assert guide.retire_example(example=example, by=cast.owner).retired_at
    assert guide.retire_example(example=example, by=cast.owner).retired_at
    assert not Example.objects.standing().exists()
    assert guide.offer_example(example=example, by=cast.owner).retired_at is None
    verbs = list(Event.objects.filter(target_id=example.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["example.added", "example.changed", "example.retired", "example.offered"]
    first = Event.objects.get(verb="example.changed").data["before"]
    assert first["statement"] == "Prices rose by 4 percent."


def test_an_example_from_a_claim_is_kept_from_those_who_may_still_judge_it_blind(cast: Cast) -> None:
    claim = make_claim(make_article(cast.project, by=cast.reviewer).latest())
    example = _add(cast, claim=claim)
    make_verdict(claim, cast.second_reviewer)

    def seen(who: str) -> bool:
        return Example.objects.visible_to(getattr(cast, who)).filter(pk=example.pk).exists()

    people = ("editor", "reviewer", "second_reviewer", "owner")
    assert [seen(who) for who in people] == [True, False, True, False]
    type(claim).objects.filter(pk=claim.pk).update(state="disputed")
    assert [seen(who) for who in people] == [True, False, True, True]
    type(claim).objects.filter(pk=claim.pk).update(state="settled")
    assert all(seen(who) for who in people)
    assert Example.objects.visible_to(cast.reviewer).filter(pk=_add(cast).pk).exists(), "one from no claim is open"


def test_settings_write_a_version_too(cast: Cast) -> None:
    change_project(project=cast.project, by=cast.owner, guidelines="Read it twice.", reviewers_per_claim=3)
    version = Guideline.objects.get()
    assert (version.number, version.text, version.by) == (1, "Read it twice.", cast.owner)
    project = Project.objects.get()
    assert (project.guidelines, project.reviewers_per_claim) == ("Read it twice.", 3)
    assert "guidelines" not in Event.objects.get(verb="project.changed").data
    change_project(project=cast.project, by=cast.owner, guidelines="Read it twice.")
    assert Guideline.objects.count() == 1


def test_a_project_may_begin_with_guidelines(cast: Cast) -> None:
    project = create_project(slug="night", name="Night", by=cast.owner, guidelines="Sleep on it.")
    assert Guideline.objects.get(project=project).text == "Sleep on it."
