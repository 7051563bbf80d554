"""Votes on proposed rulings, and questions to those who judged."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.api.shapes.verdicts import GivenRating
from claims.models import Finding, Panel, PanelVote, Question


class VoteShape(serializers.ModelSerializer[PanelVote]):
    """One vote; a vote against says why."""

    by = Username()

    class Meta:
        model = PanelVote
        fields = ["id", "by", "agrees", "reason", "created_at"]
        read_only_fields = fields


class PanelShape(serializers.ModelSerializer[Panel]):
    """A proposed ruling and the vote on it. ``votes`` is null until one has voted, or it has ended."""

    proposed_by = Username()
    rating = GivenRating(read_only=True)
    votes = serializers.SerializerMethodField()

    class Meta:
        model = Panel
        fields = [
            "id", "claim", "proposed_by", "finding", "rating", "rationale", "size", "needed", "opened_at",
            "closed_at", "outcome", "ruling", "votes",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(VoteShape(many=True, allow_null=True))
    def get_votes(self, panel: Panel) -> Any:
        """What the person may see: expects ``panel.given`` from ``visible_to``, and the viewer in the context."""
        viewer, given = self.context["viewer"], panel.given  # type: ignore[attr-defined]
        shown = panel.closed_at or panel.proposed_by_id == viewer.pk or any(row.by_id == viewer.pk for row in given)
        return VoteShape(given, many=True).data if shown else None


class NewPanel(serializers.Serializer[Any]):
    """A ruling that is put to the vote."""

    finding = serializers.ChoiceField(choices=Finding.choices)
    rating = serializers.SlugField(help_text="Slug of a rating of the project's scale.")
    rationale = serializers.CharField(max_length=20000)
    basis = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="Id of the claim's newest ruling, if it has one. Another one made meanwhile is a conflict.",
    )


class NewVote(serializers.Serializer[Any]):
    """A vote, given once."""

    agrees = serializers.BooleanField()
    reason = serializers.CharField(max_length=20000, required=False, allow_blank=True)


class ReturnedShape(serializers.ModelSerializer[Question]):
    """A question to those who judged a claim, and its answer."""

    by = Username()
    answered_by = Username()

    class Meta:
        model = Question
        fields = [
            "id", "claim", "by", "text", "created_at", "answer", "answered_at", "answered_by", "withdrawn_at",
        ]  # fmt: skip
        read_only_fields = fields


class NewReturn(serializers.Serializer[Any]):
    """What those who judged are to look at."""

    text = serializers.CharField(max_length=5000)


class ReturnAnswer(serializers.Serializer[Any]):
    """The answer in words."""

    text = serializers.CharField(max_length=5000)


class Confirming(serializers.Serializer[Any]):
    """Which ruling was looked at again, and by which day it is to be the next time."""

    basis = serializers.UUIDField(help_text="Id of the ruling in force; another one is a conflict.")
    review_by = serializers.DateField(
        required=False, allow_null=True, help_text="Left out: as the project says. Null: never."
    )
