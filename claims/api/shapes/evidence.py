"""Documents, and their passages set against claims."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.shapes.fields import Username, WebAddress
from claims.formats.web_annotation import placed
from claims.models import Directness, Document, Evidence, Stance


class DocumentShape(serializers.ModelSerializer[Document]):
    """A text that evidence is quoted from, without the text."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    added_by = Username()

    class Meta:
        model = Document
        fields = [
            "id", "project", "kind", "title", "url", "publisher", "published_at", "retrieved_at", "sha256",
            "rating_as_given", "page_starts", "same_story_as", "added_by",
        ]  # fmt: skip
        read_only_fields = fields


class DocumentWithText(DocumentShape):
    """A text that evidence is quoted from."""

    class Meta(DocumentShape.Meta):
        fields = [*DocumentShape.Meta.fields, "text"]
        read_only_fields = fields


class NewDocument(serializers.Serializer[Any]):
    """A document for the desk's library; the same text again answers with the document there is."""

    project = serializers.SlugField(help_text="Slug of the project.")
    title = serializers.CharField(max_length=300)
    text = serializers.CharField(trim_whitespace=False)
    url = WebAddress(required=False)
    publisher = serializers.CharField(required=False, max_length=200)
    published_at = serializers.DateField(required=False)


class SameStory(serializers.Serializer[Any]):
    """The document that this one is a copy of."""

    document = serializers.UUIDField(allow_null=True)


class OriginShape(serializers.ModelSerializer[Document]):
    """Where a passage was quoted from, in short."""

    class Meta:
        model = Document
        fields = ["id", "kind", "title", "url", "publisher", "published_at", "rating_as_given"]
        read_only_fields = fields


class EvidenceShape(serializers.ModelSerializer[Evidence]):
    """A passage set against a claim; offsets count code points of the document's text, null where not known."""

    document = OriginShape(read_only=True)
    stance_by = Username()
    added_by = Username()
    set_aside_at = serializers.DateTimeField(source="dismissed_at", read_only=True, allow_null=True)

    class Meta:
        model = Evidence
        fields = [
            "id", "claim", "document", "lookup", "quote", "start", "end", "locator", "rank", "stance", "directness",
            "stance_by", "suggested_stance", "suggested_why", "added_by", "created_at", "set_aside_at",
        ]  # fmt: skip
        read_only_fields = fields


class EvidenceWithPlace(EvidenceShape):
    """A passage with its place in the document as W3C Web Annotation selectors."""

    selector = serializers.SerializerMethodField()

    class Meta(EvidenceShape.Meta):
        fields = [*EvidenceShape.Meta.fields, "selector"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_selector(self, row: Any) -> list[dict[str, Any]]:
        """TextQuoteSelector, and TextPositionSelector where the place is known."""
        return placed(row.quote, row.prefix or "", row.suffix or "", start=row.start)


class NewEvidence(serializers.Serializer[Any]):
    """A passage to set against a claim; the quotation must stand in the document, word for word."""

    document = serializers.UUIDField()
    quote = serializers.CharField(help_text="Word for word; spaces and line ends may differ.")
    prefix = serializers.CharField(
        required=False, allow_blank=True, help_text="The words before, to tell places apart."
    )
    suffix = serializers.CharField(required=False, allow_blank=True, help_text="The words after.")
    start = serializers.IntegerField(
        required=False, min_value=0, help_text="Code points; of several places this one."
    )
    stance = serializers.ChoiceField(choices=Stance.choices, required=False, allow_blank=True)
    directness = serializers.ChoiceField(choices=Directness.choices, required=False, allow_blank=True)


class WeighedEvidence(serializers.Serializer[Any]):
    """What a person says about a passage; fields left out stay as they are."""

    stance = serializers.ChoiceField(choices=Stance.choices, required=False, allow_blank=True)
    directness = serializers.ChoiceField(choices=Directness.choices, required=False, allow_blank=True)
    locator = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="For people; empty is computed from the pages."
    )
    set_aside = serializers.BooleanField(
        required=False, help_text="true takes it off the claim's list, false puts it back."
    )
