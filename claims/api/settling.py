"""Settling over the API, beside rulings: that one stands once more, votes, and questions to those who judged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import claim_for, reader
from claims.api.claims import rating_of
from claims.api.doors import Door
from claims.api.shapes.settling import (
    Confirming,
    NewPanel,
    NewReturn,
    NewVote,
    PanelShape,
    ReturnAnswer,
    ReturnedShape,
)
from claims.api.shapes.verdicts import RulingShape
from claims.models import Act, Asked, Panel, PanelVote, Question, User
from claims.pipeline import adjudicate


class Settling(Door):
    """What editors do with a claim that is fully judged."""

    queryset = Panel.objects.all()
    serializer_class = PanelShape

    @extend_schema(request=Confirming, responses={201: RulingShape})
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that the ruling in force was looked at again and stands: the same once more, with a new day."""
        claim = claim_for(request, pk, Act.SETTLE)
        row = adjudicate.confirm(claim=claim, by=reader(request), **self.parsed(Confirming))
        return Response(RulingShape(row).data, status=201)

    @extend_schema(responses=PanelShape(many=True))
    def panels(self, request: Request, pk: str) -> Response:
        """The votes on rulings proposed for the claim, newest first."""
        claim = claim_for(request, pk, Act.SETTLE)
        rows = _with_votes(reader(request)).filter(claim=claim).order_by("-opened_at", "-id")
        return self.paged(rows, PanelShape)

    @extend_schema(request=NewPanel, responses={201: PanelShape})
    def open_panel(self, request: Request, pk: str) -> Response:
        """Put a ruling to the vote of the other editors and owners."""
        claim = claim_for(request, pk, Act.SETTLE)
        given = self.parsed(NewPanel)
        given["rating"] = rating_of(claim, given["rating"])
        return self._panel(adjudicate.open_panel(claim=claim, by=reader(request), **given), 201)

    @extend_schema(responses=ReturnedShape(many=True))
    def returned(self, request: Request, pk: str) -> Response:
        """What was sent back to those who judged the claim, as far as the person who asks may know of it."""
        claim = claim_for(request, pk, Act.READ)
        rows = Question.objects.filter(claim=claim, to=Asked.REVIEWERS).visible_to(reader(request))
        rows = rows.select_related("by", "answered_by").order_by("-created_at", "-id")
        return self.paged(rows, ReturnedShape)

    @extend_schema(request=NewReturn, responses={201: ReturnedShape})
    def send_back(self, request: Request, pk: str) -> Response:
        """Ask those who judged the claim a question."""
        claim = claim_for(request, pk, Act.SETTLE)
        row = adjudicate.send_back(claim=claim, by=reader(request), **self.parsed(NewReturn))
        return Response(ReturnedShape(row).data, status=201)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the person who asks, who sees votes only once they voted."""
        return {**super().get_serializer_context(), "viewer": self.request.user}

    def _panel(self, panel: Panel, status: int = 200) -> Response:
        row = _with_votes(reader(self.request)).get(pk=panel.pk)
        return Response(PanelShape(row, context=self.get_serializer_context()).data, status=status)


class Panels(Settling):
    """A vote."""

    @extend_schema(responses=PanelShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """The proposed ruling, and how the vote stands."""
        return self._panel(self._found(request, pk))

    @extend_schema(request=NewVote, responses=PanelShape)
    def vote(self, request: Request, pk: str) -> Response:
        """Vote once; the vote ends as soon as it is carried, or can no longer be."""
        panel = self._found(request, pk)
        return self._panel(adjudicate.cast_vote(panel=panel, by=reader(request), **self.parsed(NewVote)))

    @extend_schema(request=None, responses=PanelShape)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take one's own proposal back."""
        return self._panel(adjudicate.withdraw_panel(panel=self._found(request, pk), by=reader(request)))

    def _found(self, request: Request, pk: str) -> Panel:
        panel = get_object_or_404(Panel, pk=UUID(pk))
        panel.claim = claim_for(request, str(panel.claim_id), Act.SETTLE)
        return panel


class Returned(Door):
    """A question to those who judged a claim."""

    queryset = Question.objects.all()
    serializer_class = ReturnedShape

    @extend_schema(responses=ReturnedShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """The question, for those who may know of it."""
        seen = Question.objects.filter(to=Asked.REVIEWERS).visible_to(reader(request))
        question = get_object_or_404(seen.select_related("by", "answered_by"), pk=UUID(pk))
        claim_for(request, str(question.claim_id), Act.READ)
        return Response(ReturnedShape(question).data)

    @extend_schema(request=ReturnAnswer, responses=ReturnedShape)
    def answer(self, request: Request, pk: str) -> Response:
        """Answer in words, as one of those who judged; a new verdict answers, too."""
        question = self._found(request, pk, Act.JUDGE)
        text = self.parsed(ReturnAnswer)["text"]
        row = adjudicate.answer_returned(question=question, by=reader(request), text=text)
        return Response(ReturnedShape(row).data)

    @extend_schema(request=None, responses=ReturnedShape)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Withdraw it, as an editor."""
        row = adjudicate.take_back(question=self._found(request, pk, Act.SETTLE), by=reader(request))
        return Response(ReturnedShape(row).data)

    def _found(self, request: Request, pk: str, act: Act) -> Question:
        question = get_object_or_404(Question, pk=UUID(pk), to=Asked.REVIEWERS)
        question.claim = claim_for(request, str(question.claim_id), act)
        return question


def _with_votes(viewer: User) -> Any:
    votes = PanelVote.objects.visible_to(viewer).select_related("by").order_by("created_at", "id")
    rows = Panel.objects.select_related("proposed_by", "rating__version__scale")
    return rows.prefetch_related(Prefetch("votes", votes, to_attr="given"))


_PK = f"(?P<pk>{Door.lookup_value_regex})"
_ON = Settling.as_view
SETTLING = [
    re_path(rf"^claims/{_PK}/ruling/confirm/?$", _ON({"post": "confirm"}), name="claim-ruling-confirm"),
    re_path(rf"^claims/{_PK}/panel/?$", _ON({"get": "panels", "post": "open_panel"}), name="claim-panel"),
    re_path(rf"^claims/{_PK}/send-back/?$", _ON({"get": "returned", "post": "send_back"}), name="claim-send-back"),
    re_path(rf"^panels/{_PK}/?$", Panels.as_view({"get": "retrieve"}), name="panel-detail"),
    re_path(rf"^returned/{_PK}/?$", Returned.as_view({"get": "retrieve"}), name="returned-detail"),
    re_path(rf"^panels/{_PK}/vote/?$", Panels.as_view({"post": "vote"}), name="panel-vote"),
    re_path(rf"^panels/{_PK}/withdraw/?$", Panels.as_view({"post": "withdraw"}), name="panel-withdraw"),
    re_path(rf"^returned/{_PK}/answer/?$", Returned.as_view({"post": "answer"}), name="returned-answer"),
    re_path(rf"^returned/{_PK}/withdraw/?$", Returned.as_view({"post": "withdraw"}), name="returned-withdraw"),
]
