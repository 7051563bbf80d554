"""Figures of progress, as programs read them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class PaceShape(serializers.Serializer[Any]):
    """How long verdicts took, in seconds; null where nothing counts. ``long`` took over two hours: left out."""

    median = serializers.SerializerMethodField()
    slowest_tenth = serializers.SerializerMethodField()
    verdicts = serializers.IntegerField()
    n = serializers.IntegerField()
    unknown = serializers.IntegerField()
    long = serializers.IntegerField()

    def get_median(self, pace: Any) -> float | None:
        """Half took no longer."""
        return pace.median.total_seconds() if pace.median is not None else None

    def get_slowest_tenth(self, pace: Any) -> float | None:
        """Nine in ten took no longer."""
        return pace.slowest_tenth.total_seconds() if pace.slowest_tenth is not None else None


class WeekShape(serializers.Serializer[Any]):
    """A week from its Monday on."""

    day = serializers.DateField()
    pace = PaceShape()
    settled = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Claims not settled at its end.")


class AgeShape(serializers.Serializer[Any]):
    """Claims that wait today, by the days since they were made."""

    over = serializers.IntegerField()
    under = serializers.IntegerField(allow_null=True)
    open = serializers.IntegerField()
    disputed = serializers.IntegerField()


class PersonShape(serializers.Serializer[Any]):
    """One person's verdicts."""

    name = serializers.CharField()
    pace = PaceShape()


class ProgressShape(serializers.Serializer[Any]):
    """A project's figures between two days; ``people`` is empty unless an owner has switched it on."""

    since = serializers.DateField()
    until = serializers.DateField()
    weeks = WeekShape(many=True)
    pace = PaceShape()
    settled = serializers.IntegerField()
    waiting = serializers.IntegerField()
    ages = AgeShape(many=True)
    people = serializers.SerializerMethodField()

    @extend_schema_field(PersonShape(many=True))
    def get_people(self, found: Any) -> list[dict[str, Any]]:
        """By name."""
        return [{"name": one.label, "pace": PaceShape(pace).data} for one, pace in found.people]
