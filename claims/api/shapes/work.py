"""Background work: splits, look-ups, intakes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.models import Intake, Lookup, Split

WORK = ["state", "attempts", "queued_at", "due_at", "started_at", "finished_at", "error"]


class SplitShape(serializers.ModelSerializer[Split]):
    """The run of the splitter over an article's newest text."""

    class Meta:
        model = Split
        fields = ["id", "revision", "step", "version", *WORK]
        read_only_fields = fields


class LookupShape(serializers.ModelSerializer[Lookup]):
    """One question to one provider."""

    hits = serializers.IntegerField(source="hit_count", read_only=True)
    asked_by = Username()

    class Meta:
        model = Lookup
        fields = ["id", "claim", "provider", "provider_version", "query", "as_of", "hits", "asked_by", *WORK]
        read_only_fields = fields


class IntakeShape(serializers.ModelSerializer[Intake]):
    """A file or an address whose text is being read; ``article`` is what became of it, if anything yet."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Intake
        fields = [
            "id", "project", "url", "filename", "content_type", "title", "publisher", "byline", "published_at",
            "language", "text", "extractor", "extractor_version", "article", *WORK,
        ]  # fmt: skip
        read_only_fields = fields


class AcceptIntake(serializers.Serializer[Any]):
    """Make an article of what was read; fields left out stay as they were read."""

    title = serializers.CharField(required=False, max_length=300)
    text = serializers.CharField(required=False, trim_whitespace=False)
    publisher = serializers.CharField(required=False, max_length=200, allow_blank=True)
    byline = serializers.CharField(required=False, max_length=200, allow_blank=True)
    published_at = serializers.DateField(required=False)
    again = serializers.BooleanField(
        default=False, help_text="Take it in although this text is here already, as another article."
    )
