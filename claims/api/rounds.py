"""Two rounds over the API: questions, answers, closing round one and returning to it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import claim_for, reader
from claims.api.doors import Door
from claims.api.shapes.rounds import (
    AnswerChange,
    InquiryAnswerShape,
    InquiryChange,
    InquiryShape,
    NewInquiry,
    NewInquiryAnswer,
    NewReturnToRoundOne,
    RoundShape,
    described,
)
from claims.models import Act, Answer, Claim, Evidence, Inquiry, User, rounds_of
from claims.pipeline import gather

ANSWERS = ("by", "evidence__document", "evidence__stance_by", "evidence__added_by")


class ClaimRounds(Door):
    """The two rounds of a claim."""

    queryset = Claim.objects.all()
    serializer_class = RoundShape

    @extend_schema(responses=RoundShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Which round the claim is in, its questions with their answers, and what keeps round one open."""
        return Response(_round(claim_for(request, pk, Act.READ), reader(request)))

    @extend_schema(request=NewInquiry, responses={201: InquiryShape})
    def ask(self, request: Request, pk: str) -> Response:
        """Ask what bears on the claim; the first question begins round one."""
        claim = claim_for(request, pk, Act.WEIGH)
        row = gather.ask(claim=claim, by=reader(request), **self.parsed(NewInquiry))
        return Response(InquiryShape(row).data, status=201)

    @extend_schema(request=None, responses=RoundShape)
    def close(self, request: Request, pk: str) -> Response:
        """Close round one: others judge the claim from its answers alone."""
        claim = claim_for(request, pk, Act.WEIGH)
        gather.close_round(claim=claim, by=reader(request))
        return Response(_round(claim, reader(request)))

    @extend_schema(request=NewReturnToRoundOne, responses=RoundShape)
    def back(self, request: Request, pk: str) -> Response:
        """Return the claim to round one."""
        claim = claim_for(request, pk, Act.SETTLE)
        gather.return_to_round_one(claim=claim, by=reader(request), **self.parsed(NewReturnToRoundOne))
        return Response(_round(claim, reader(request)))


class Inquiries(Door):
    """Questions that bear on a claim."""

    queryset = Inquiry.objects.all()
    serializer_class = InquiryShape

    @extend_schema(responses=InquiryShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One question with its answers."""
        return Response(InquiryShape(_inquiry(request, pk, Act.READ)).data)

    @extend_schema(request=InquiryChange, responses=InquiryShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change one's own question, take it back or put it there again."""
        row = _inquiry(request, pk)
        given = self.parsed(InquiryChange)
        if "text" in given:
            row = _of(row, gather.reword_question(inquiry=row, by=reader(request), text=given["text"]))
        if "withdrawn" in given:
            row = gather.state_question(inquiry=row, by=reader(request), withdrawn=given["withdrawn"])
        return Response(InquiryShape(row).data)

    @extend_schema(request=NewInquiryAnswer, responses={201: InquiryAnswerShape})
    def answer(self, request: Request, pk: str) -> Response:
        """Answer the question."""
        row = _inquiry(request, pk)
        given = _with_passage(row.gathering.claim, self.parsed(NewInquiryAnswer))
        answer = gather.reply(inquiry=row, by=reader(request), **given)
        return Response(InquiryAnswerShape(_answers().get(pk=answer.pk)).data, status=201)


class Answers(Door):
    """Answers to questions that bear on a claim."""

    queryset = Answer.objects.all()
    serializer_class = InquiryAnswerShape

    @extend_schema(responses=InquiryAnswerShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One answer with the passage that it rests on."""
        return Response(InquiryAnswerShape(_answer(request, pk, Act.READ)).data)

    @extend_schema(request=AnswerChange, responses=InquiryAnswerShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change one's own answer, take it back or put it there again; what is left out stays."""
        row = _answer(request, pk)
        given = _with_passage(row.inquiry.gathering.claim, self.parsed(AnswerChange))
        withdrawn = given.pop("withdrawn", None)
        if given:
            as_it_is = {name: getattr(row, name) for name in ("kind", "text", "explanation", "evidence")}
            gather.change_answer(answer=row, by=reader(request), **(as_it_is | given))
        if withdrawn is not None:
            gather.state_answer(answer=row, by=reader(request), withdrawn=withdrawn)
        return Response(InquiryAnswerShape(_answers().get(pk=row.pk)).data)


def _answer(request: Request, pk: str, act: Act = Act.WEIGH) -> Answer:
    visible = Claim.objects.seen_by(reader(request))
    rows = _answers().filter(inquiry__gathering__claim__in=visible).select_related("inquiry__gathering")
    row: Answer = get_object_or_404(rows, pk=UUID(pk))
    row.inquiry.gathering.claim = claim_for(request, str(row.inquiry.gathering.claim_id), act)
    return row


def _inquiry(request: Request, pk: str, act: Act = Act.WEIGH) -> Inquiry:
    rows = Inquiry.objects.filter(gathering__claim__in=Claim.objects.seen_by(reader(request)))
    row = get_object_or_404(rows.select_related("gathering", "by"), pk=UUID(pk))
    row.gathering.claim = claim_for(request, str(row.gathering.claim_id), act)
    return row


def _of(before: Inquiry, row: Inquiry) -> Inquiry:
    """The row as it is now, with the claim that was read already."""
    row.gathering = before.gathering
    return row


def _with_passage(claim: Claim, given: dict[str, Any]) -> dict[str, Any]:
    """The passage in place of its id; one that is none of the claim's is said."""
    if given.get("evidence") is not None:
        row = Evidence.objects.filter(claim=claim, pk=given["evidence"]).first()
        if row is None:
            raise ValidationError({"evidence": f"This is no evidence of this claim: {given['evidence']}."})
        given["evidence"] = row
    return given


def _answers() -> Any:
    return Answer.objects.select_related(*ANSWERS).defer("evidence__document__text")


def _round(claim: Claim, viewer: User) -> dict[str, Any]:
    """The value of RoundShape: the same queries however much was asked."""
    claim = Claim.objects.select_related("revision__article__project").defer("revision__text").get(pk=claim.pk)
    rounds = rounds_of(claim)
    rows = Inquiry.objects.stated().filter(gathering__claim=claim).select_related("by")
    questions: list[Any] = list(rows.order_by("gathering__number", "created_at", "id"))
    answers = list(_answers().stated().filter(inquiry__gathering__claim=claim).order_by("created_at", "id"))
    by_question: dict[UUID, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_question[answer.inquiry_id].append(answer)
    for row in questions:
        row.answered = by_question[row.pk]
    why_not = rounds.why_not_judged_by(viewer)
    names = User.objects.filter(pk__in=rounds.took_part).order_by("username").values_list("username", flat=True)
    return described(
        rounds,
        questions=questions,
        gathered_by=list(names),
        missing=gather.missing(rounds, questions, answers) if rounds.number == 1 else [],
        may_judge=not why_not,
        why_not=why_not,
    )


CLAIM = f"(?P<pk>{Door.lookup_value_regex})"
ROUNDS = [
    re_path(rf"^claims/{CLAIM}/round/?$", ClaimRounds.as_view({"get": "retrieve"}), name="round-detail"),
    re_path(rf"^claims/{CLAIM}/round/questions/?$", ClaimRounds.as_view({"post": "ask"}), name="round-ask"),
    re_path(rf"^claims/{CLAIM}/round/close/?$", ClaimRounds.as_view({"post": "close"}), name="round-close"),
    re_path(rf"^claims/{CLAIM}/round/return/?$", ClaimRounds.as_view({"post": "back"}), name="round-return"),
    re_path(
        rf"^inquiries/{CLAIM}/?$",
        Inquiries.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="inquiry-detail",
    ),
    re_path(rf"^inquiries/{CLAIM}/answers/?$", Inquiries.as_view({"post": "answer"}), name="inquiry-answer"),
    re_path(
        rf"^answers/{CLAIM}/?$",
        Answers.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="answer-detail",
    ),
]
