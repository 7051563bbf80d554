"""Talking over the API: comments, questions to the editor, notices."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import claim_for, reader
from claims.api.doors import Door
from claims.api.shapes.talk import (
    CommentShape,
    EditorQuestionShape,
    HowMany,
    NewComment,
    NewEditorAnswer,
    NewQuestion,
    NoticeShape,
    ReadNotices,
)
from claims.models import Act, Asked, Claim, Comment, Evidence, Notice, Question
from claims.models.rounds import shown_comments
from claims.pipeline import ask, comment, notify


class Comments(Door):
    """What people say on a claim and its evidence."""

    queryset = Comment.objects.all()
    serializer_class = CommentShape

    def list(self, request: Request, pk: str) -> Response:
        """The comments that the person who asks may see, newest first; withdrawn ones are left out."""
        claim = claim_for(request, pk, Act.READ)
        rows = shown_comments(Comment.objects.filter(claim=claim).visible_to(reader(request)), reader(request))
        return self.paged(rows.filter(withdrawn_at=None).select_related("by", "resolved_by"), CommentShape)

    @extend_schema(request=NewComment, responses={201: CommentShape})
    def create(self, request: Request, pk: str) -> Response:
        """Say something, on the claim or on a piece of its evidence, or answer."""
        claim = claim_for(request, pk, Act.COMMENT)
        given = self.parsed(NewComment)
        seen = Comment.objects.visible_to(reader(request))
        given["answers"] = _named(claim, seen, given.get("answers"))
        given["evidence"] = _named(claim, Evidence.objects.all(), given.get("evidence"))
        row = comment.add_comment(claim=claim, by=reader(request), **given)
        return Response(CommentShape(row).data, status=201)


class Questions(Door):
    """What the editors are asked about claims."""

    queryset = Question.objects.all()
    serializer_class = EditorQuestionShape

    def list(self, request: Request, pk: str) -> Response:
        """The questions to the editor about a claim that the person who asks may see, newest first."""
        claim = claim_for(request, pk, Act.READ)
        rows = Question.objects.filter(claim=claim).visible_to(reader(request)).to_editor()
        return self.paged(rows.select_related("by", "answered_by"), EditorQuestionShape)

    @extend_schema(request=NewQuestion, responses={201: EditorQuestionShape})
    def create(self, request: Request, pk: str) -> Response:
        """Ask the editor about a claim."""
        claim = claim_for(request, pk, Act.COMMENT)
        row = ask.ask_editor(claim=claim, by=reader(request), **self.parsed(NewQuestion))
        return Response(EditorQuestionShape(row).data, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One question to the editor, and the answer."""
        rows = Question.objects.filter(claim__in=Claim.objects.seen_by(reader(request))).visible_to(reader(request))
        row = get_object_or_404(rows.to_editor().select_related("by", "answered_by"), pk=pk)
        claim_for(request, str(row.claim_id), Act.READ)
        return Response(EditorQuestionShape(row).data)

    @extend_schema(request=NewEditorAnswer, responses=EditorQuestionShape)
    def answer(self, request: Request, pk: str) -> Response:
        """Answer a question that waits."""
        asked = Question.objects.filter(claim__in=Claim.objects.seen_by(reader(request)), to=Asked.EDITOR)
        question = get_object_or_404(asked, pk=pk)
        claim_for(request, str(question.claim_id), Act.SETTLE)
        row = ask.answer_question(question=question, by=reader(request), **self.parsed(NewEditorAnswer))
        return Response(EditorQuestionShape(row).data)


class Notices(Door):
    """What the person who asks should know of, in all their projects."""

    queryset = Notice.objects.all()
    serializer_class = NoticeShape

    def list(self, request: Request) -> Response:
        """One's own notices, newest first; ``?unread=1`` those not read yet."""
        rows = Notice.objects.of(reader(request)).with_places()
        return self.paged(rows.unread() if request.query_params.get("unread") else rows, NoticeShape)

    @extend_schema(request=ReadNotices, responses=HowMany)
    def read(self, request: Request) -> Response:
        """Mark some of one's notices read, or all."""
        ids = self.parsed(ReadNotices).get("notices")
        return Response({"read": notify.read_notices(by=reader(request), ids=ids)})


def _named(claim: Claim, rows: Any, pk: Any) -> Any:
    """The row of the claim that the body names; None where it names none."""
    return get_object_or_404(rows.filter(claim=claim), pk=pk) if pk else None


PK = f"(?P<pk>{Door.lookup_value_regex})"
TALK = [
    re_path(rf"^claims/{PK}/comments/?$", Comments.as_view({"get": "list", "post": "create"}), name="comments"),
    re_path(rf"^claims/{PK}/questions/?$", Questions.as_view({"get": "list", "post": "create"}), name="questions"),
    re_path(rf"^questions/{PK}/?$", Questions.as_view({"get": "retrieve"}), name="question-detail"),
    re_path(rf"^questions/{PK}/answer/?$", Questions.as_view({"post": "answer"}), name="question-answer"),
    re_path(r"^notices/?$", Notices.as_view({"get": "list"}), name="notices"),
    re_path(r"^notices/read/?$", Notices.as_view({"post": "read"}), name="notices-read"),
]
