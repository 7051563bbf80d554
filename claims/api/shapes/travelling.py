"""Files that go out and come in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.api.shapes.work import WORK
from claims.formats.table_reading import MEANINGS
from claims.interchange.chosen import Chosen
from claims.models import ClaimState, Export, Import
from claims.pipeline.bring_in import FORMATS_IN, options_of

MANY = 1000


class ChosenShape(serializers.Serializer[Any]):
    """What of a project; whatever is left out, or empty, is all of it."""

    articles = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MANY)
    states = serializers.ListField(
        child=serializers.ChoiceField(choices=ClaimState.choices), required=False, max_length=len(ClaimState)
    )
    since = serializers.DateField(required=False, help_text="Articles published, else taken in, then or later.")
    until = serializers.DateField(required=False, help_text="Articles published, else taken in, until then.")
    sources = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=MANY, help_text="Whom a claim rests on."
    )
    ratings = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=MANY,
        help_text="Slugs of ratings of rulings in force.",
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The days in their order."""
        Chosen.from_values({name: attrs[name] for name in CHOOSES if name in attrs})
        return attrs


CHOOSES = tuple(ChosenShape().fields)


class NewExport(ChosenShape):
    """A file to be written in the background."""

    format = serializers.CharField(max_length=40, help_text="Its slug, as docs/exports.md lists them.")
    with_history = serializers.BooleanField(default=False, help_text="Earlier states of all rows, too.")


class ExportShape(serializers.ModelSerializer[Export]):
    """A file that was asked for: ``done`` of ``total`` claims are written.

    ``counts`` are the rows in it by place, for the lossless formats, held against the database in one snapshot.
    """

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    asked_by = Username()
    chosen = serializers.SerializerMethodField()
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = [
            "id", "project", "format", "chosen", "with_history", "asked_by", "done", "total", "has_file", "size",
            "sha256", "counts", "expires_at", *WORK,
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ChosenShape)
    def get_chosen(self, row: Export) -> dict[str, Any]:
        """Without what is empty."""
        return {name: value for name, value in row.chosen.items() if name in CHOOSES}

    def get_has_file(self, row: Export) -> bool:
        """Whether there is a file to take."""
        return bool(row.file)


class LinkShape(serializers.Serializer[Any]):
    """An address that opens one file without an account."""

    url = serializers.URLField()
    expires_at = serializers.DateTimeField()


OPTIONS = ("map", "person", "unit")


class Meant(serializers.Serializer[Any]):
    """What words of a file mean."""

    map = serializers.JSONField(
        required=False,
        help_text="An object: columns of a table with their meanings, or labels with content, source, cue, "
        "ignore or a rating. In multipart/form-data as JSON.",
    )
    person = serializers.CharField(
        required=False, max_length=150, help_text="Who judged, where the file names nobody."
    )
    unit = serializers.ChoiceField(
        choices=["code-points", "utf-16"], required=False, help_text="What places in doccano's texts count."
    )

    def validate_map(self, value: Any) -> dict[str, str]:
        """Words with their meanings."""
        fits = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        if not fits:
            raise serializers.ValidationError(_("An object of words, each with what it means."))
        return dict(value)


def options_from(fmt: str, given: dict[str, Any]) -> dict[str, Any]:
    """The options as the stage keeps them; raises ValidationError for a meaning that no column has."""
    told = given.get("map", {})
    if wrong := [one for one in told.values() if fmt == "csv" and one not in MEANINGS]:
        words = _("There is no meaning “%(one)s”. There are: %(known)s.")
        raise serializers.ValidationError({"map": [words % {"one": wrong[0], "known": ", ".join(MEANINGS)}]})
    return options_of(fmt, told, person=given.get("person", ""), unit=given.get("unit", ""))


class NewImport(Meant):
    """A file to be brought in, in the background."""

    file = serializers.FileField(max_length=255)
    format = serializers.ChoiceField(
        choices=list(FORMATS_IN), required=False, help_text="Left out: told by how the file begins."
    )
    dry_run = serializers.BooleanField(default=True, help_text="Do all of it, and take it back.")


class Beginning(Meant):
    """Read a file that was handed in from its beginning; without a map the one that was told before counts."""

    dry_run = serializers.BooleanField(default=False, help_text="Do all of it, and take it back.")


class ImportShape(serializers.ModelSerializer[Import]):
    """A file that was handed in: ``done`` of ``total`` bytes are read.

    ``added``, ``known`` (here just so) and ``refused`` count articles, for ClaimReview fact-checks; of a dry run
    they say what would be. ``rows`` counts what came in by kind.
    """

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    asked_by = Username()
    rows = serializers.DictField(child=serializers.IntegerField(), read_only=True)

    class Meta:
        model = Import
        fields = [
            "id", "project", "format", "filename", "dry_run", "asked_by", "done", "total", "added", "known",
            "refused", "rows", *WORK,
        ]  # fmt: skip
        read_only_fields = fields


class RefusedShape(serializers.Serializer[Any]):
    """What could not be brought in, and why."""

    line = serializers.IntegerField(help_text="Counts lines of the file, or items of it, from 1.")
    title = serializers.CharField()
    why = serializers.CharField()


class ColumnShape(serializers.Serializer[Any]):
    """A column of a table, or a label; ``means`` is empty where nothing is known of it."""

    name = serializers.CharField()
    means = serializers.CharField()
