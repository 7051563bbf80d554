"""Projects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.models import Project, Rating
from claims.pipeline.prepare import LIMITS, SETTINGS
from claims.sourcing.policies import policies


class RatingShape(serializers.ModelSerializer[Rating]):
    """One option; ``value`` null is off the scale and has no number."""

    class Meta:
        model = Rating
        fields = ["slug", "label", "definition", "value", "needs_evidence", "needs_independent"]
        read_only_fields = fields


class ProjectShape(serializers.ModelSerializer[Project]):
    """A desk and its rules of review."""

    scale = serializers.SlugRelatedField[Project](slug_field="slug", read_only=True)

    class Meta:
        model = Project
        fields = [
            "id",
            "slug",
            "name",
            "scale",
            "reviewers_per_claim",
            "seat_minutes",
            "assignment_hours",
            "secondaries_needed",
            "identities_read_by",
            "ranks_people",
            "blind",
            "two_rounds",
            "shared_by",
            "settle_rule",
            "settle_distance",
            "review_after_days",
            "panel_size",
            "panel_needed",
            "publishes",
            "publisher",
            "publisher_url",
            "sourcing_policy",
            "guidelines",
            "created_at",
        ]
        read_only_fields = fields


class ProjectWithRatings(ProjectShape):
    """A desk with the ratings that a new verdict may use."""

    ratings = serializers.SerializerMethodField()

    class Meta(ProjectShape.Meta):
        fields = [*ProjectShape.Meta.fields, "ratings"]
        read_only_fields = fields

    @extend_schema_field(RatingShape(many=True))
    def get_ratings(self, project: Project) -> Any:
        """In the order in which they are offered."""
        return RatingShape(project.scale.current().ratings.on_offer(), many=True).data


class ProjectSettings(serializers.ModelSerializer[Project]):
    """What an owner sets; what is left out stays. Guidelines have versions, see ``guidelines``."""

    class Meta:
        model = Project
        fields = [name for name in SETTINGS if name != "guidelines"]
        extra_kwargs = {name: {"min_value": least, "max_value": most} for name, (least, most) in LIMITS.items()}

    def validate_sourcing_policy(self, value: str) -> str:
        """One that there is, or none."""
        known = ["", *policies()]
        if value not in known:
            raise serializers.ValidationError(_("One of: %(known)s.") % {"known": ", ".join(known[1:])})
        return value
