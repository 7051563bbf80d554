"""What experts are asked, and what they answer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import ExpertLink, ExpertQuestion


class ExpertQuestionShape(serializers.ModelSerializer[ExpertQuestion]):
    """One claim that an expert is asked about, as it was worded then; no opinion before there is an answer."""

    class Meta:
        model = ExpertQuestion
        fields = ["id", "claim", "wording", "text", "opinion", "answer", "sources", "answered_at"]
        read_only_fields = fields


class ExpertLinkShape(serializers.ModelSerializer[ExpertLink]):
    """One expert's link; its address is told once, to whoever makes it."""

    by = Username()
    questions = ExpertQuestionShape(many=True, read_only=True)

    class Meta:
        model = ExpertLink
        fields = [
            "id", "expert", "message", "by", "created_at", "expires_at", "revoked_at", "opened_at", "questions",
        ]  # fmt: skip
        read_only_fields = fields


class MadeLinkShape(ExpertLinkShape):
    """A link that was just made, with its address."""

    address = serializers.URLField(read_only=True, help_text="Shown this once: only a hash of it is kept.")

    class Meta(ExpertLinkShape.Meta):
        fields = [*ExpertLinkShape.Meta.fields, "address"]
        read_only_fields = fields


class NewLinkQuestion(serializers.Serializer[Any]):
    """A claim to ask about."""

    claim = serializers.UUIDField()
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class NewExpertLink(serializers.Serializer[Any]):
    """Whom to ask about which claims, and until when."""

    expert = serializers.CharField(max_length=200)
    message = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    days = serializers.IntegerField(required=False, default=7)
    questions = NewLinkQuestion(many=True)


class NewDeadline(serializers.Serializer[Any]):
    """How many days from now the link ends."""

    days = serializers.IntegerField()
