"""A person's grade stands in place of the computed one, says why, and can be lifted."""

from __future__ import annotations

import pytest

from claims.models import Event, GradeOverride
from claims.pipeline.grade import Changed, Refused, lift_override, override_grade
from claims.sourcing.grades import grades_of
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def letter(claim):
    return grades_of([claim])[claim.pk].letter


def test_an_override_stands_until_it_is_lifted(cast, claim):
    assert letter(claim) == "N"
    override_grade(claim=claim, grade="C", reason="Said twice in the recording.", by=cast.reviewer)
    graded = grades_of([claim])[claim.pk]
    assert (graded.letter, graded.computed.letter, graded.override.by) == ("C", "N", cast.reviewer)
    lift_override(claim=claim, by=cast.editor)
    assert letter(claim) == "N"
    assert [row.grade for row in GradeOverride.objects.order_by("created_at")] == ["C", ""]
    verbs = Event.objects.filter(target_id=claim.pk).order_by("created_at").values_list("verb", flat=True)
    assert list(verbs) == ["grade.overridden", "grade.lifted"]


def test_a_double_click_sets_it_once(cast, claim):
    rows = {
        override_grade(claim=claim, grade="B", reason="It is a record.", by=cast.reviewer, basis="").pk
        for _ in range(2)
    }
    assert len(rows) == 1
    assert {lift_override(claim=claim, by=cast.reviewer).pk for _ in range(2)} - rows
    assert GradeOverride.objects.count() == 2


def test_nothing_is_lifted_where_nothing_was_set(cast, claim):
    assert lift_override(claim=claim, by=cast.reviewer) is None


@pytest.mark.parametrize(("grade", "reason", "field"), [("F", "Because.", "grade"), ("A", "  ", "reason")])
def test_what_is_no_grade_or_has_no_reason_is_refused(cast, claim, grade, reason, field):
    with pytest.raises(Refused) as refused:
        override_grade(claim=claim, grade=grade, reason=reason, by=cast.reviewer)
    assert list(refused.value.message_dict) == [field]


def test_the_second_of_two_is_told_of_the_first(cast, claim):
    first = override_grade(claim=claim, grade="B", reason="It is a record.", by=cast.reviewer, basis="")
    with pytest.raises(Changed, match="Reviewer set this grade to B meanwhile"):
        override_grade(claim=claim, grade="D", reason="It is not.", by=cast.editor, basis="")
    override_grade(claim=claim, grade="D", reason="It is not.", by=cast.editor, basis=str(first.pk))
    assert letter(claim) == "D"
