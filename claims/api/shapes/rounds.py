"""Two rounds: questions, answers, and which round a claim is in."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.shapes.evidence import EvidenceShape
from claims.api.shapes.fields import Username
from claims.models import Answer, AnswerKind, Gathering, Inquiry, Rounds


class InquiryAnswerShape(serializers.ModelSerializer[Answer]):
    """An answer with the passage that it rests on; ``text`` is "yes" or "no" for the kind ``boolean``."""

    by = Username()
    evidence = EvidenceShape(read_only=True, allow_null=True)

    class Meta:
        model = Answer
        fields = ["id", "inquiry", "kind", "text", "explanation", "evidence", "by", "created_at", "withdrawn_at"]
        read_only_fields = fields


class InquiryShape(serializers.ModelSerializer[Inquiry]):
    """A question with its answers, those that were not taken back."""

    by = Username()
    answers = serializers.SerializerMethodField()

    class Meta:
        model = Inquiry
        fields = ["id", "text", "by", "created_at", "withdrawn_at", "answers"]
        read_only_fields = fields

    @extend_schema_field(InquiryAnswerShape(many=True))
    def get_answers(self, row: Any) -> Any:
        """Oldest first."""
        known = getattr(row, "answered", None)
        if known is None:
            known = row.answers.filter(withdrawn_at=None).select_related("by", "evidence__document")
        return InquiryAnswerShape(known, many=True).data


class GatheringShape(serializers.ModelSerializer[Gathering]):
    """One pass of round one: open until it was closed; ``because`` says why a later one was opened."""

    closed_by = Username()

    class Meta:
        model = Gathering
        fields = ["id", "number", "because", "opened_at", "closed_at", "closed_by"]
        read_only_fields = fields


class RoundShape(serializers.Serializer[Any]):
    """Where a claim stands: ``round`` is 1 or 2, null where it has none; ``missing`` keeps round one open."""

    round = serializers.IntegerField(allow_null=True)
    gatherings = GatheringShape(many=True)
    questions = InquiryShape(many=True)
    gathered_by = serializers.ListField(child=serializers.CharField(), help_text="User names.")
    missing = serializers.ListField(child=serializers.CharField())
    may_judge = serializers.BooleanField(help_text="Whether the rounds let the person who asks give a verdict now.")
    why_not = serializers.CharField(allow_blank=True)


def described(rounds: Rounds, **more: Any) -> dict[str, Any]:
    """The value of RoundShape."""
    return RoundShape({"round": rounds.number or None, "gatherings": rounds.gatherings, **more}).data


class NewInquiry(serializers.Serializer[Any]):
    """A question that bears on the claim."""

    text = serializers.CharField(max_length=5000)


class InquiryChange(serializers.Serializer[Any]):
    """Other words for one's own question, or that it is taken back (``withdrawn``) or put there again."""

    text = serializers.CharField(max_length=5000, required=False)
    withdrawn = serializers.BooleanField(required=False)


class NewInquiryAnswer(serializers.Serializer[Any]):
    """An answer; all but an unanswerable one rest on ``evidence`` of the claim."""

    kind = serializers.ChoiceField(choices=AnswerKind.choices)
    text = serializers.CharField(
        max_length=5000,
        required=False,
        allow_blank=True,
        help_text="Extractive: words of the passage. Boolean: yes or no. Empty where there is no answer.",
    )
    explanation = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    evidence = serializers.UUIDField(required=False, allow_null=True)


class AnswerChange(NewInquiryAnswer):
    """One's own answer as it is to be, or that it is taken back (``withdrawn``) or put there again."""

    kind = serializers.ChoiceField(choices=AnswerKind.choices, required=False)
    withdrawn = serializers.BooleanField(required=False)


class NewReturnToRoundOne(serializers.Serializer[Any]):
    """Why the claim goes back to round one; read by those who judge it."""

    because = serializers.CharField(max_length=5000)
