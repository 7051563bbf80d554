"""Claims, who they rest on, and what was found about them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.evidence import EvidenceShape
from claims.api.shapes.fields import Places, place
from claims.api.shapes.verdicts import RulingShape
from claims.api.shapes.work import LookupShape
from claims.models import Attribution, Claim, Source, Span, SpanRole


class SourceShape(serializers.ModelSerializer[Source]):
    """Whoever a claim rests on."""

    class Meta:
        model = Source
        fields = ["id", "kind", "name", "role", "aliases", "same_as"]
        read_only_fields = fields


class AttributionShape(serializers.ModelSerializer[Attribution]):
    """Ties a claim to a source; hop 1 is the voice nearest to the claim."""

    source = SourceShape(read_only=True, allow_null=True)  # type: ignore[assignment]
    source_spans = Places(source="*")
    cue_spans = Places(source="*")

    class Meta:
        model = Attribution
        fields = ["id", "hop", "source", "cue", "source_spans", "cue_spans"]
        read_only_fields = fields


class ClaimShape(serializers.ModelSerializer[Claim]):
    """A statement that can be checked. Expects spans and attributions with sources to have been read."""

    article = serializers.UUIDField(source="revision.article_id", read_only=True)
    spans = Places(source="*")
    attributions = AttributionShape(many=True, read_only=True)

    class Meta:
        model = Claim
        fields = [
            "id", "article", "revision", "number", "text", "speech", "polarity", "worthiness", "reasons",
            "hedges", "negated", "confidence", "splitter_version", "state", "spans", "attributions",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, claim: Claim) -> dict[str, Any]:
        """Spans are read once for the claim and handed to whom they belong."""
        value: dict[str, Any] = super().to_representation(claim)
        text, spans = claim.revision.text, list(claim.spans.all())
        value["spans"] = [place(span, text) for span in spans if span.role == SpanRole.CONTENT]
        for attribution in value["attributions"]:
            own = [span for span in spans if str(span.attribution_id) == attribution["id"]]
            attribution["source_spans"] = _places(own, SpanRole.SOURCE, text)
            attribution["cue_spans"] = _places(own, SpanRole.CUE, text)
        return value


def _places(spans: list[Span], role: SpanRole, text: str) -> list[dict[str, Any]]:
    return [place(span, text) for span in spans if span.role == role]


class ClaimWithFindings(ClaimShape):
    """A claim with its look-ups, its evidence and the rulings on it."""

    lookups = LookupShape(many=True, read_only=True)
    evidence = EvidenceShape(many=True, read_only=True)
    rulings = RulingShape(many=True, read_only=True)

    class Meta(ClaimShape.Meta):
        fields = [*ClaimShape.Meta.fields, "lookups", "evidence", "rulings"]
        read_only_fields = fields
