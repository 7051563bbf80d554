"""Verdicts and rulings."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Confidence, Finding, Rating, Ruling, Verdict


class GivenRating(serializers.ModelSerializer[Rating]):
    """A rating in the edition it was given under; ``value`` null is off the scale and has no number."""

    version = serializers.IntegerField(source="version.number", read_only=True)
    scale = serializers.SlugField(source="version.scale.slug", read_only=True)

    class Meta:
        model = Rating
        fields = ["scale", "version", "slug", "label", "value"]
        read_only_fields = fields


class VerdictShape(serializers.ModelSerializer[Verdict]):
    """One reviewer's judgement; never changed, only superseded."""

    by = Username()
    rating = GivenRating(read_only=True)
    cited = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Verdict
        fields = [
            "id", "claim", "by", "finding", "rating", "rationale", "confidence", "cited", "supersedes",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class NewVerdict(serializers.Serializer[Any]):
    """Did they say it, is it true, why, and on what evidence."""

    finding = serializers.ChoiceField(choices=Finding.choices)
    rating = serializers.SlugField(help_text="Slug of a rating of the project's scale.")
    rationale = serializers.CharField(max_length=20000)
    confidence = serializers.ChoiceField(choices=Confidence.choices, required=False, allow_blank=True)
    cited = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=200, help_text="Ids of evidence of this claim."
    )
    basis = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Id of your verdict that this one replaces. Another one saved meanwhile is a conflict.",
    )


class RulingShape(serializers.ModelSerializer[Ruling]):
    """A settled outcome, or the note that the claim was reopened (no finding, no rating)."""

    by = Username()
    rating = GivenRating(read_only=True, allow_null=True)
    is_due = serializers.SerializerMethodField(
        help_text="Whether its day to be looked at again has passed; of one that was replaced it says nothing."
    )

    class Meta:
        model = Ruling
        fields = [
            "id", "basis", "finding", "rating", "rationale", "by", "supersedes", "review_by", "is_due",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_is_due(self, ruling: Ruling) -> bool:
        """Today, in the installation's time zone."""
        return ruling.is_due(timezone.localdate())


class NewRuling(serializers.Serializer[Any]):
    """A verdict to accept as it is (``accepts`` alone), or a ruling of one's own."""

    accepts = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Id of a verdict of this claim; it gives what is left out of the fields below.",
    )
    finding = serializers.ChoiceField(choices=Finding.choices, required=False, allow_blank=True)
    rating = serializers.SlugField(
        required=False, allow_blank=True, help_text="Slug of a rating of the project's scale."
    )
    rationale = serializers.CharField(max_length=20000, required=False, allow_blank=True)
    basis = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Id of the claim's newest ruling, if it has one. Another one made meanwhile is a conflict.",
    )
    review_by = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Day by which it is to be looked at again. Left out: as the project says. Null: never.",
    )


class Reopening(serializers.Serializer[Any]):
    """Why a ruling is taken back."""

    why = serializers.CharField(max_length=2000)
    basis = serializers.UUIDField(
        required=False, allow_null=True, help_text="Id of the ruling that is meant; another one is a conflict."
    )
