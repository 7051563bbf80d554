"""Seats: who judges which claim, and until when."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Seat

MOST_CLAIMS = 1000


class SeatShape(serializers.ModelSerializer[Seat]):
    """A claim that somebody holds; ``assigned_by`` null: taken from the queue."""

    holder = Username()
    assigned_by = Username()
    article = serializers.UUIDField(source="claim.revision.article_id", read_only=True)
    number = serializers.IntegerField(source="claim.number", read_only=True)
    text = serializers.CharField(source="claim.text", read_only=True)

    class Meta:
        model = Seat
        fields = ["id", "claim", "article", "number", "text", "holder", "assigned_by", "taken_at", "expires_at"]
        read_only_fields = fields


class NextClaim(serializers.Serializer[Any]):
    """What is asked of the queue."""

    skip = serializers.UUIDField(
        required=False, help_text="A claim not to be given now; one from the queue goes back there."
    )


class NewAssignment(serializers.Serializer[Any]):
    """Claims for a member."""

    claims = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=MOST_CLAIMS)
    to = serializers.CharField(max_length=150, help_text="User name of a member.")
    hours = serializers.IntegerField(
        required=False, min_value=1, max_value=8760, help_text="The project's, unless told otherwise."
    )


class AssignmentShape(serializers.Serializer[Any]):
    """The seats, and what takes them back; ``batch`` null: all were theirs already."""

    batch = serializers.UUIDField(allow_null=True)
    seats = SeatShape(many=True)


class Undoing(serializers.Serializer[Any]):
    """Which assignment is taken back."""

    batch = serializers.UUIDField()


class Undone(serializers.Serializer[Any]):
    """How many seats were taken back."""

    seats = serializers.IntegerField()
