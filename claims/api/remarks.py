"""What was said, over the API: rewording and withdrawing one's own comments, threads, one's own questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import claim_for, reader
from claims.api.doors import Door
from claims.api.shapes.talk import CommentShape
from claims.models import Act, Asked, Claim, Comment, Question
from claims.models.rounds import shown_comments
from claims.pipeline import ask, comment


class Reworded(serializers.Serializer[Any]):
    """Other words; the earlier ones stay in the history."""

    text = serializers.CharField(max_length=5000)


class OneComment(Door):
    """A comment."""

    queryset = Comment.objects.all()
    serializer_class = CommentShape

    def retrieve(self, request: Request, pk: str) -> Response:
        """One comment; a withdrawn one is not there any more."""
        return Response(CommentShape(self._comment(pk, Act.READ)).data)

    @extend_schema(request=Reworded)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change one's own words."""
        row = self._comment(pk, Act.COMMENT)
        comment.reword_comment(comment=row, by=reader(request), **self.parsed(Reworded))
        return Response(CommentShape(self._comment(pk, Act.READ)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Withdraw one's own words; answers to them stay."""
        comment.withdraw_comment(comment=self._comment(pk, Act.COMMENT), by=reader(request))
        return Response(status=204)

    @extend_schema(request=None, responses=CommentShape)
    def resolve(self, request: Request, pk: str) -> Response:
        """Say that a thread needs nothing more; twice is once."""
        return self._thread(pk, comment.resolve_comment)

    @extend_schema(request=None, responses=CommentShape)
    def reopen(self, request: Request, pk: str) -> Response:
        """Say that it is not finished after all; twice is once."""
        return self._thread(pk, comment.reopen_comment)

    def _thread(self, pk: str, act: Callable[..., Comment]) -> Response:
        act(comment=self._comment(pk, Act.COMMENT), by=reader(self.request))
        return Response(CommentShape(self._comment(pk, Act.READ)).data)

    def _comment(self, pk: str, act: Act) -> Comment:
        by = reader(self.request)
        rows = Comment.objects.filter(claim__in=Claim.objects.seen_by(by), withdrawn_at=None).visible_to(by)
        row: Comment = get_object_or_404(shown_comments(rows, by).select_related("by", "resolved_by"), pk=pk)
        claim_for(self.request, str(row.claim_id), act)
        return row


class QuestionBack(Door):
    """One's own question to the editor."""

    queryset = Question.objects.all()
    serializer_class = CommentShape

    @extend_schema(request=None, responses={204: None})
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take one's own question back while it waits; twice is once."""
        by = reader(request)
        asked = Question.objects.filter(claim__in=Claim.objects.seen_by(by), to=Asked.EDITOR)
        question = get_object_or_404(asked, pk=pk)
        claim_for(request, str(question.claim_id), Act.COMMENT)
        ask.withdraw_question(question=question, by=by)
        return Response(status=204)


PK = f"(?P<pk>{Door.lookup_value_regex})"
_ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
REMARKS = [
    re_path(rf"^comments/{PK}/?$", OneComment.as_view(_ONE), name="comment-detail"),
    re_path(rf"^comments/{PK}/resolve/?$", OneComment.as_view({"post": "resolve"}), name="comment-resolve"),
    re_path(rf"^comments/{PK}/reopen/?$", OneComment.as_view({"post": "reopen"}), name="comment-reopen"),
    re_path(rf"^questions/{PK}/withdraw/?$", QuestionBack.as_view({"post": "withdraw"}), name="question-withdraw"),
]
