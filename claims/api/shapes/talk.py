"""Comments, questions to the editor, and notices."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Comment, Notice, Question


class CommentShape(serializers.ModelSerializer[Comment]):
    """A remark on a claim or on a piece of its evidence; ``answers`` is the one that begins its thread."""

    by = Username()
    resolved_by = Username()

    class Meta:
        model = Comment
        fields = [
            "id", "claim", "evidence", "by", "answers", "text", "about_verdict", "created_at", "resolved_at",
            "resolved_by",
        ]  # fmt: skip
        read_only_fields = fields


class NewComment(serializers.Serializer[Any]):
    """Something to say; ``@name`` tells that member of the project."""

    text = serializers.CharField(max_length=5000)
    about_verdict = serializers.BooleanField(
        default=False, help_text="In blind review only those who have judged the claim see it."
    )
    answers = serializers.UUIDField(required=False, allow_null=True, help_text="Id of the comment it answers.")
    evidence = serializers.UUIDField(
        required=False, allow_null=True, help_text="Id of the piece of evidence it is about."
    )


class EditorQuestionShape(serializers.ModelSerializer[Question]):
    """A question put to the editors, and their answer."""

    by = Username()
    answered_by = Username()

    class Meta:
        model = Question
        fields = ["id", "claim", "by", "text", "created_at", "answer", "answered_at", "answered_by"]
        read_only_fields = fields


class NewQuestion(serializers.Serializer[Any]):
    """What the editors are asked."""

    text = serializers.CharField(max_length=2000)


class NewEditorAnswer(serializers.Serializer[Any]):
    """What an editor answers."""

    answer = serializers.CharField(max_length=2000)


class NoticeShape(serializers.ModelSerializer[Notice]):
    """One thing that a person should know of; ``words`` say it, ``url`` is the page it is about."""

    by = Username()
    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    words = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Notice
        fields = ["id", "kind", "project", "claim", "by", "words", "url", "created_at", "read_at"]
        read_only_fields = fields


class ReadNotices(serializers.Serializer[Any]):
    """Which notices were read; all of them where none is named."""

    notices = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=200)


class HowMany(serializers.Serializer[Any]):
    """How many were new."""

    read = serializers.IntegerField()
