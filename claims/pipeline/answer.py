"""Answer: what the desk knows about a source that its sourcing policy, or the grade, asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.measures.policy import reading
from claims.models import Event, Source, SourcingAnswer
from claims.sourcing.policies import questions_of

if TYPE_CHECKING:
    from claims.models import User


LONGEST = 500


class Refused(ValidationError):
    """This is no answer to a question that is asked; the message says why, by field."""


@transaction.atomic
def answer(*, source: Source, question: str, answer: str, by: User) -> SourcingAnswer | None:
    """Answer one question about a source; an empty answer takes an earlier one back, and gives None.

    The answer is kept in its plain form ("yes", "2"). The same again changes nothing. Raises Refused.
    """
    asked = questions_of(source.project).get(question)
    if asked is None:
        raise Refused({"question": _("Neither the grade nor the project's policy asks this.")})
    Source.objects.one_at_a_time(source.project_id)
    known = SourcingAnswer.objects.filter(source=source, question=question).first()
    if not answer.strip():
        if known:
            _take_back(known, by)
        return None
    plain = reading(asked, answer)
    if not plain or len(plain) > LONGEST:
        raise Refused({"answer": _EXPECTED[asked.kind]()})
    if known and known.answer == plain:
        return known
    row = known or SourcingAnswer(source=source, question=question)
    row.answer, row.by, row.answered_at = plain, by, timezone.now()
    row.save()
    data = {"question": question, "answer": plain}
    Event.objects.record("source.answered", source, project_id=source.project_id, by=by, **data)
    return row


def _take_back(known: SourcingAnswer, by: User) -> None:
    source, question = known.source, known.question
    known.delete()
    Event.objects.record("source.unanswered", source, project_id=source.project_id, by=by, question=question)


_EXPECTED = {
    "yes-no": lambda: _("Answer yes or no."),
    "number": lambda: _("Answer with a number."),
    "text": lambda: _("Answer in at most 500 characters."),
    "person": lambda: _("Name the person, in at most 500 characters."),
}
