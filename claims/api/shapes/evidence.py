"""Documents, and their passages set against claims."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username, WebAddress
from claims.models import Directness, Document, Evidence, Stance


class DocumentShape(serializers.ModelSerializer[Document]):
    """A text that evidence is quoted from, without the text."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    added_by = Username()

    class Meta:
        model = Document
        fields = [
            "id", "project", "kind", "title", "url", "publisher", "published_at", "retrieved_at", "sha256",
            "rating_as_given", "added_by",
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
    set_aside_at = serializers.DateTimeField(source="dismissed_at", read_only=True)

    class Meta:
        model = Evidence
        fields = [
            "id", "claim", "document", "lookup", "quote", "start", "end", "rank", "stance", "directness",
            "stance_by", "added_by", "created_at", "set_aside_at",
        ]  # fmt: skip
        read_only_fields = fields


class NewEvidence(serializers.Serializer[Any]):
    """A passage to set against a claim; the quotation must stand in the document, word for word."""

    document = serializers.UUIDField()
    quote = serializers.CharField()
    stance = serializers.ChoiceField(choices=Stance.choices, required=False, allow_blank=True)


class WeighedEvidence(serializers.Serializer[Any]):
    """What a person says about a passage; fields left out stay as they are."""

    stance = serializers.ChoiceField(choices=Stance.choices, required=False, allow_blank=True)
    directness = serializers.ChoiceField(choices=Directness.choices, required=False, allow_blank=True)
    set_aside = serializers.BooleanField(
        required=False, help_text="true takes it off the claim's list, false puts it back."
    )
