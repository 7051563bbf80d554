"""What a passage does to a claim is said by a person, and can be taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.models import Event, Evidence
from claims.pipeline import weigh
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


@pytest.fixture
def evidence(claim):
    return factories.make_evidence(claim)


def _fresh(evidence):
    return Evidence.objects.get(pk=evidence.pk)


def test_a_stance_is_somebodys(cast, evidence):
    weigh.set_stance(evidence=evidence, by=cast.reviewer, stance="refutes", directness="primary")
    row = _fresh(evidence)
    assert (row.stance, row.directness, row.stance_by) == ("refutes", "primary", cast.reviewer)
    weigh.set_stance(evidence=evidence, by=cast.editor, stance="supports")
    row = _fresh(evidence)
    assert (row.stance, row.directness, row.stance_by) == ("supports", "primary", cast.editor)
    weigh.set_stance(evidence=evidence, by=cast.editor, stance="", directness="")
    row = _fresh(evidence)
    assert (row.stance, row.directness, row.stance_by) == ("", "", None)
    assert Event.objects.filter(verb="evidence.weighed", target_id=evidence.pk).count() == 3


@pytest.mark.parametrize(
    ("field", "words"),
    [("stance", {"stance": "maybe"}), ("directness", {"stance": "", "directness": "first"})],
)
def test_an_unknown_word_is_refused(cast, evidence, field, words):
    with pytest.raises(ValidationError) as error:
        weigh.set_stance(evidence=evidence, by=cast.reviewer, **words)
    assert list(error.value.message_dict) == [field]
    assert _fresh(evidence).stance == ""


def test_set_aside_and_back(cast, claim, evidence):
    weigh.set_aside(evidence=evidence, by=cast.reviewer)
    assert list(Evidence.objects.kept()) == []
    weigh.restore(evidence=evidence, by=cast.reviewer)
    assert list(Evidence.objects.kept()) == [evidence]


def _add(claim, document, quote, by, **fields):
    return weigh.add_evidence(claim=claim, document=document, quote=quote, by=by, **fields)


def test_a_quotation_added_by_hand_has_its_place(cast, claim):
    document = factories.make_document(cast.project, text="🍵 One. Food rose faster.")
    row = _add(claim, document, " Food rose faster. ", cast.reviewer, stance="context")
    assert document.text[row.start : row.end] == row.quote == "Food rose faster."
    assert (row.added_by, row.stance, row.stance_by) == (cast.reviewer, "context", cast.reviewer)


@pytest.mark.parametrize("quote", ["", "  ", "food rose faster.", "Food rose slower."])
def test_words_that_do_not_stand_there_are_refused(cast, claim, quote):
    document = factories.make_document(cast.project, text="Food rose faster.")
    with pytest.raises(ValidationError) as error:
        _add(claim, document, quote, cast.reviewer)
    assert list(error.value.message_dict) == ["quote"]


def test_another_projects_document_is_refused(cast, claim):
    document = factories.make_document(factories.make_project(by=cast.reviewer), text="Food rose faster.")
    with pytest.raises(ValidationError) as error:
        _add(claim, document, "Food", cast.reviewer)
    assert list(error.value.message_dict) == ["document"]


def test_added_again_a_passage_comes_back_with_the_stance_given_now(cast, claim):
    document = factories.make_document(cast.project, text="Food rose faster.")
    first = _add(claim, document, "Food rose faster.", cast.reviewer, stance="context")
    weigh.set_aside(evidence=first, by=cast.editor)
    again = _add(claim, document, "Food rose faster.", cast.second_reviewer, stance="refutes")
    row = _fresh(first)
    assert again.pk == first.pk
    assert (row.dismissed_at, row.stance, row.stance_by) == (None, "refutes", cast.second_reviewer)
    assert row.added_by == cast.reviewer
    assert Event.objects.filter(verb="evidence.added").count() == 1
