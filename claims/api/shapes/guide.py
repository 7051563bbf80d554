"""Scales in editions, guidelines in versions, and examples."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Example, Finding, Guideline, Rating, Scale, ScaleVersion
from claims.pipeline.guide import LONGEST, LONGEST_EXAMPLE
from claims.pipeline.scales import LARGEST_NEED, LARGEST_VALUE, MOST, Row


class EditionRating(serializers.ModelSerializer[Rating]):
    """One option of an edition; ``value`` null is off the scale, ``retired_at`` null on offer."""

    class Meta:
        model = Rating
        fields = ["slug", "label", "definition", "value", "needs_evidence", "needs_independent", "retired_at"]
        read_only_fields = fields


class EditionShape(serializers.ModelSerializer[ScaleVersion]):
    """One edition; the one with the highest number is in force."""

    ratings = EditionRating(many=True, read_only=True)

    class Meta:
        model = ScaleVersion
        fields = ["number", "created_at", "ratings"]
        read_only_fields = fields


class ScaleShape(serializers.ModelSerializer[Scale]):
    """A scale; one without a project is a preset, which is copied when it is changed."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    copy_of = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = Scale
        fields = ["id", "slug", "name", "description", "project", "copy_of"]
        read_only_fields = fields


class ScaleWithEditions(ScaleShape):
    """A scale with all its editions, the first one first."""

    versions = EditionShape(many=True, read_only=True)

    class Meta(ScaleShape.Meta):
        fields = [*ScaleShape.Meta.fields, "versions"]
        read_only_fields = fields


class NewRating(serializers.Serializer[Any]):
    """One rating as it is to be; without a slug it is a new one."""

    slug = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    label = serializers.CharField(max_length=60)  # type: ignore[assignment] # the field's own label is another thing
    definition = serializers.CharField(max_length=1000)
    value = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=-LARGEST_VALUE, max_value=LARGEST_VALUE
    )
    needs_evidence = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST_NEED)
    needs_independent = serializers.IntegerField(required=False, default=0, min_value=0, max_value=LARGEST_NEED)

    def to_internal_value(self, data: Any) -> Any:
        """As the stage takes it."""
        return Row(**super().to_internal_value(data))


class NewEdition(serializers.Serializer[Any]):
    """All ratings that are to be on offer, in order; what is left out is retired."""

    ratings = NewRating(many=True, min_length=2, max_length=MOST)  # type: ignore[call-arg] # of the list
    basis = serializers.IntegerField(
        required=False, min_value=1, help_text="The number of the edition that this was made of; 409 for another."
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class GuidelineShape(serializers.ModelSerializer[Guideline]):
    """One version of the guidelines; the one with the highest number is in force."""

    by = Username()

    class Meta:
        model = Guideline
        fields = ["id", "number", "text", "note", "by", "created_at"]
        read_only_fields = fields


class NewGuideline(serializers.Serializer[Any]):
    """The text of the next version."""

    text = serializers.CharField(allow_blank=True, max_length=LONGEST, trim_whitespace=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)
    basis = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text="The number of the version that was read, 0 for none; 409 for another.",
    )


class ExampleShape(serializers.ModelSerializer[Example]):
    """A statement, the rating (its slug) or finding that it shows, and why."""

    by = Username()

    class Meta:
        model = Example
        fields = [
            "id", "statement", "why", "rating", "finding", "claim", "question", "by", "created_at", "retired_at",
        ]  # fmt: skip
        read_only_fields = fields


class NewExample(serializers.Serializer[Any]):
    """A statement, the rating (its slug) or finding that it shows, and why."""

    statement = serializers.CharField(max_length=LONGEST_EXAMPLE)
    why = serializers.CharField(max_length=LONGEST_EXAMPLE)
    rating = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    finding = serializers.ChoiceField(choices=Finding.choices, required=False, default="", allow_blank=True)
