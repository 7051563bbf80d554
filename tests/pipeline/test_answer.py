"""What the desk answers about a source."""

from __future__ import annotations

import pytest

from claims.models import Event, SourceKind, SourcingAnswer
from claims.pipeline.answer import Refused, answer
from tests import factories


@pytest.fixture
def source(cast, article):
    return factories.make_source(cast.project, "an aide", kind=SourceKind.ANONYMOUS, article=article)


def test_an_answer_is_kept_in_its_plain_form(cast, source):
    for said in ("Yes", " yes "):
        answer(source=source, question="direct-knowledge", answer=said, by=cast.reviewer)
    assert SourcingAnswer.objects.get().answer == "yes"
    assert Event.objects.filter(verb="source.answered").count() == 1
    answer(source=source, question="direct-knowledge", answer="no", by=cast.editor)
    row = SourcingAnswer.objects.get()
    assert (row.answer, row.by) == ("no", cast.editor)
    assert [event.answer for event in row.events.order_by("pgh_id")] == ["yes", "no"]


def test_an_empty_answer_takes_it_back(cast, source):
    answer(source=source, question="independent-sources", answer="2", by=cast.reviewer)
    for _ in range(2):
        assert answer(source=source, question="independent-sources", answer=" ", by=cast.reviewer) is None
    assert not SourcingAnswer.objects.exists()
    assert Event.objects.filter(verb="source.unanswered").count() == 1


@pytest.mark.parametrize(
    ("question", "said", "field"),
    [
        ("direct-knowledge", "perhaps", "answer"),
        ("independent-sources", "many", "answer"),
        ("motive", "Envy.", "question"),
    ],
)
def test_what_is_no_answer_or_not_asked_is_refused(cast, source, question, said, field):
    with pytest.raises(Refused) as refused:
        answer(source=source, question=question, answer=said, by=cast.reviewer)
    assert list(refused.value.message_dict) == [field]


def test_the_policy_of_the_project_asks_more(cast, source):
    cast.project.sourcing_policy = "reuters"
    cast.project.save()
    source.refresh_from_db()
    assert answer(source=source, question="motive", answer="Envy.", by=cast.reviewer).answer == "Envy."
    with pytest.raises(Refused):
        answer(source=source, question="motive", answer="x" * 501, by=cast.reviewer)
