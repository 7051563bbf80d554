"""What the library holds beside documents: collections, feeds, fact-checks of others, archived copies."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username, WebAddress
from claims.api.shapes.work import WORK
from claims.models import Capture, Collection, CollectionKind, FactCheck, Subscription
from claims.pipeline.collect import FROM_ADDRESS


class Slug(serializers.SlugRelatedField[Any]):
    """The project by its slug."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", read_only=True, **kwargs)


class RefusalShape(serializers.Serializer[Any]):
    """An item that could not be taken."""

    number = serializers.IntegerField(help_text="Counts items, or lines of a file, from 1.")
    name = serializers.CharField(help_text="The item's own name, where it has one.")
    why = serializers.CharField()


class CollectionShape(serializers.ModelSerializer[Collection]):
    """A reading of many items and how far it is; ``refused`` names the first hundred that could not be taken."""

    project = Slug()
    created_by = Username()
    refused = RefusalShape(many=True, read_only=True)

    class Meta:
        model = Collection
        fields = [
            "id", "project", "kind", "url", "filename", "total", "done", "added", "known", "refused_count",
            "refused", "created_by", *WORK,
        ]  # fmt: skip
        read_only_fields = fields


class NewCollection(serializers.Serializer[Any]):
    """A file (multipart) or an address to be read. Lines of JSON have text, title, url, publisher, published_at."""

    project = serializers.SlugField(help_text="Slug of the project.")
    kind = serializers.ChoiceField(choices=CollectionKind.choices)
    url = WebAddress(required=False)
    file = serializers.FileField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two, and a feed or a page by its address."""
        if bool(attrs.get("url")) == bool(attrs.get("file")):
            raise serializers.ValidationError("Give a file or a url, one of the two.")
        if attrs["kind"] in FROM_ADDRESS and not attrs.get("url"):
            raise serializers.ValidationError({"url": "This kind is read from an address."})
        return attrs


class SubscriptionShape(serializers.ModelSerializer[Subscription]):
    """A feed that is read again and again."""

    project = Slug()
    created_by = Username()

    class Meta:
        model = Subscription
        fields = ["id", "project", "kind", "url", "every", "active", "read_at", "created_by"]
        read_only_fields = fields


class NewSubscription(serializers.Serializer[Any]):
    """A feed to read every so many minutes; again for the same feed changes how often."""

    project = serializers.SlugField(help_text="Slug of the project.")
    kind = serializers.ChoiceField(choices=CollectionKind.choices, help_text="One of the two feeds.")
    url = WebAddress()
    every = serializers.IntegerField(min_value=5, default=60, help_text="Minutes.")


class ChangedSubscription(serializers.Serializer[Any]):
    """Pause a feed or take it up again."""

    active = serializers.BooleanField()


class FactCheckShape(serializers.ModelSerializer[FactCheck]):
    """A fact-check that others published, as they gave it; never one of our own verdicts."""

    project = Slug()
    added_by = Username()

    class Meta:
        model = FactCheck
        fields = [
            "id", "project", "claim_reviewed", "title", "url", "publisher", "rating_as_given", "rating_value",
            "best_rating", "worst_rating", "reviewed_at", "claimant", "claimed_at", "language", "retrieved_at",
            "added_by", "deleted_at",
        ]  # fmt: skip
        read_only_fields = fields


class ChangedFactCheck(serializers.Serializer[Any]):
    """Into the trash, or back."""

    trashed = serializers.BooleanField()


class CaptureShape(serializers.ModelSerializer[Capture]):
    """A copy of a page as it was; the hashes are those of the WARC file and of the body in it."""

    asked_by = Username()

    class Meta:
        model = Capture
        fields = [
            "id", "document", "url", "final_url", "captured_at", "http_status", "content_type", "size", "sha256",
            "body_sha256", "asked_by", *WORK,
        ]  # fmt: skip
        read_only_fields = fields
