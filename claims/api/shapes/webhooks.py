"""Webhooks and the messages to them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.shapes.fields import Username
from claims.api.shapes.work import WORK
from claims.models import Delivery, HookEvent, Webhook
from claims.pipeline import webhooks


class WebhookShape(serializers.ModelSerializer[Webhook]):
    """An address that is told of what happens in a project."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    created_by = Username()
    events = serializers.ListField(child=serializers.ChoiceField(choices=HookEvent.choices), read_only=True)

    class Meta:
        model = Webhook
        fields = ["id", "project", "url", "events", "created_by", "created_at", "paused_at", "paused_because"]
        read_only_fields = fields


class WebhookWithSecret(WebhookShape):
    """The same with the secret by which its messages are signed, as Standard Webhooks has it."""

    secret = serializers.SerializerMethodField()

    class Meta(WebhookShape.Meta):
        fields = [*WebhookShape.Meta.fields, "secret"]
        read_only_fields = fields

    def get_secret(self, row: Webhook) -> str:
        """``whsec_…``."""
        return webhooks.secret_of(webhook=row)


class NewWebhook(serializers.Serializer[Any]):
    """Which address is to be told of what."""

    url = serializers.CharField(max_length=2000)
    events = serializers.ListField(child=serializers.ChoiceField(choices=HookEvent.choices), max_length=20)


class ChangedWebhook(serializers.Serializer[Any]):
    """What is to be different; ``paused`` pauses and resumes."""

    url = serializers.CharField(max_length=2000, required=False)
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=HookEvent.choices), max_length=20, required=False
    )
    paused = serializers.BooleanField(required=False)


class DeliveryShape(serializers.ModelSerializer[Delivery]):
    """One message to a webhook; its id is the ``webhook-id`` of every attempt."""

    class Meta:
        model = Delivery
        fields = ["id", "webhook", "kind", "event", "payload", "status", "response", "took_ms", *WORK]
        read_only_fields = fields


class Since(serializers.Serializer[Any]):
    """From when on; left out: whatever is kept."""

    since = serializers.DateTimeField(required=False)


class Resent(serializers.Serializer[Any]):
    """How many messages are sent again."""

    messages = serializers.IntegerField()
