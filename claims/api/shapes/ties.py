"""How the words of a source are tied to whom they mean."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Places, Username, place
from claims.api.shapes.sources import SourceShape
from claims.models import Attribution, Reading, SourceKind, SpanRole
from claims.pipeline.tie import basis_of


class ReadingShape(serializers.ModelSerializer[Reading]):
    """One of several sources that the words may mean."""

    source = SourceShape(read_only=True)  # type: ignore[assignment]

    class Meta:
        model = Reading
        fields = ["source", "tie", "reason", "confidence"]
        read_only_fields = fields


class AttributionShape(serializers.ModelSerializer[Attribution]):
    """Ties a claim to a source; hop 1 is the voice nearest to the claim, several at one hop speak together.

    A suggestion with its confidence, until a person sets or breaks it. ``source`` null with ``readings`` is open.
    """

    source = SourceShape(read_only=True, allow_null=True)  # type: ignore[assignment]
    set_by = Username()
    readings = ReadingShape(many=True, read_only=True)
    basis = serializers.SerializerMethodField(help_text="Hand it back with a decision; another one is a conflict.")
    source_spans = Places(source="*")
    cue_spans = Places(source="*")

    class Meta:
        model = Attribution
        fields = [
            "id", "claim", "hop", "place", "source", "cue", "tie", "tie_reason", "confidence", "set_by", "set_at",
            "basis", "readings", "source_spans", "cue_spans",
        ]  # fmt: skip
        read_only_fields = fields

    def get_basis(self, row: Attribution) -> str:
        """Which decision stands; empty for none."""
        return basis_of(attribution=row)


class AttributionWithPlaces(AttributionShape):
    """One attribution by itself. Expects its claim's text and its spans."""

    def to_representation(self, row: Attribution) -> dict[str, Any]:
        """With its own places."""
        value: dict[str, Any] = super().to_representation(row)
        text = row.claim.revision.text
        for name, role in (("source_spans", SpanRole.SOURCE), ("cue_spans", SpanRole.CUE)):
            value[name] = [place(span, text) for span in row.spans.all() if span.role == role]
        return value


class TiedShape(serializers.Serializer[Any]):
    """An attribution as it is now, and all that the act was for."""

    attribution = AttributionWithPlaces()
    decided = serializers.ListField(child=serializers.UUIDField(), help_text="Ids of the attributions decided on.")


class Tied(serializers.Serializer[Any]):
    """A decision about the words of a source."""

    everywhere = serializers.BooleanField(
        default=False, help_text="All places of the text with the same words that no person decided on."
    )
    basis = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="The attribution's basis as you saw it; another decision made meanwhile is a conflict.",
    )


class TiedTo(Tied):
    """Whom the words mean: a source there is, or a new one by name and kind."""

    source = serializers.UUIDField(required=False)  # type: ignore[assignment]
    name = serializers.CharField(required=False, max_length=300)
    kind = serializers.ChoiceField(choices=SourceKind.choices, required=False)


class Chosen(Tied):
    """Which of the readings is meant."""

    source = serializers.UUIDField()  # type: ignore[assignment]


class Restored(serializers.Serializer[Any]):
    """Take a decision back."""

    everywhere = serializers.BooleanField(default=False)
