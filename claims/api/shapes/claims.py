"""Claims, who they rest on, and what was found about them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.articles import ArticleWithText
from claims.api.shapes.evidence import EvidenceShape
from claims.api.shapes.fields import Places, place
from claims.api.shapes.grades import GradedShape
from claims.api.shapes.ties import AttributionShape
from claims.api.shapes.verdicts import RulingShape
from claims.api.shapes.work import LookupShape
from claims.models import Claim, Grade, Span, SpanRole


class ClaimShape(serializers.ModelSerializer[Claim]):
    """A statement that can be checked. Expects spans and attributions to have been read, and ``claim.graded``."""

    article = serializers.UUIDField(source="revision.article_id", read_only=True)
    grade = serializers.ChoiceField(choices=Grade.choices, source="graded.letter", read_only=True)
    spans = Places(source="*")
    attributions = AttributionShape(many=True, read_only=True)

    class Meta:
        model = Claim
        fields = [
            "id", "article", "revision", "number", "text", "speech", "polarity", "worthiness", "reasons",
            "hedges", "negated", "confidence", "splitter_version", "state", "grade", "spans", "attributions",
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


class WholeArticle(ArticleWithText):
    """A piece to be checked with its text and its claims."""

    claims = ClaimShape(many=True, read_only=True)

    class Meta(ArticleWithText.Meta):
        fields = [*ArticleWithText.Meta.fields, "claims"]
        read_only_fields = fields


class ClaimWithFindings(ClaimShape):
    """A claim with how well it is sourced, its look-ups, its evidence and the rulings on it."""

    sourcing = GradedShape(source="graded", read_only=True)
    lookups = LookupShape(many=True, read_only=True)
    evidence = EvidenceShape(many=True, read_only=True)
    rulings = RulingShape(many=True, read_only=True)

    class Meta(ClaimShape.Meta):
        fields = [*ClaimShape.Meta.fields, "sourcing", "lookups", "evidence", "rulings"]
        read_only_fields = fields
