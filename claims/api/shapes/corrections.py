"""What was published, and what was corrected since."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.api.shapes.verdicts import GivenRating
from claims.models import Correction, Publication, Ruling


class PublicationShape(serializers.ModelSerializer[Publication]):
    """A claim's outcome that is public, with the ruling that was the first."""

    by = Username()

    class Meta:
        model = Publication
        fields = ["id", "claim", "ruling", "by", "published_at", "withdrawn_at"]
        read_only_fields = fields


class NewPublication(serializers.Serializer[Any]):
    """Which ruling the person saw."""

    ruling = serializers.UUIDField(required=False, help_text="Id of the ruling in force; another is a conflict.")


class Withdrawal(serializers.Serializer[Any]):
    """Why it is no longer public."""

    why = serializers.CharField(max_length=2000)


class OutcomeShape(serializers.ModelSerializer[Ruling]):
    """What a ruling said; no finding and no rating where the outcome was taken back."""

    rating = GivenRating(read_only=True, allow_null=True)

    class Meta:
        model = Ruling
        fields = ["id", "basis", "finding", "rating", "rationale", "created_at"]
        read_only_fields = fields


class CorrectionShape(serializers.ModelSerializer[Correction]):
    """A published outcome that changed: what it was, what it is, and why."""

    by = Username(allow_null=True)
    before = OutcomeShape(source="stood", read_only=True)
    after = OutcomeShape(read_only=True)

    class Meta:
        model = Correction
        fields = ["id", "claim", "before", "after", "why", "by", "created_at"]
        read_only_fields = fields
