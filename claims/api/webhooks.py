"""Webhooks over the API, for owners."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.pages import Latest
from claims.api.shapes.webhooks import (
    ChangedWebhook,
    DeliveryShape,
    NewWebhook,
    Resent,
    Since,
    WebhookShape,
    WebhookWithSecret,
)
from claims.models import Act, Delivery, Project, Webhook, require
from claims.pipeline import webhooks


class Webhooks(Door):
    """Addresses that are told of what happens in a project, by signed messages."""

    queryset = Webhook.objects.all()
    serializer_class = WebhookShape

    @extend_schema(responses=WebhookShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """The project's webhooks."""
        project = project_for(request, slug, Act.MANAGE)
        rows = Webhook.objects.filter(project=project, removed_at=None).select_related("project", "created_by")
        return self.paged(rows, WebhookShape)

    @extend_schema(request=NewWebhook, responses={201: WebhookWithSecret})
    def create(self, request: Request, slug: str) -> Response:
        """Tell an address of these events from now on. One inside a private network is refused."""
        project = project_for(request, slug, Act.MANAGE)
        row = webhooks.make_webhook(project=project, by=reader(request), **self.parsed(NewWebhook))
        location = self.address("webhook-detail", row.pk)
        return Response(WebhookWithSecret(row).data, status=201, headers={"Location": location})

    @extend_schema(responses=WebhookWithSecret)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One with its secret."""
        return Response(WebhookWithSecret(_webhook(request, pk)).data)

    @extend_schema(request=ChangedWebhook, responses=WebhookShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Another address, other events; pause or resume it."""
        row, by = _webhook(request, pk), reader(request)
        given = self.parsed(ChangedWebhook)
        paused = given.pop("paused", None)
        if given:
            webhooks.change_webhook(webhook=row, by=by, **given)
        if paused is not None:
            (webhooks.pause if paused else webhooks.resume)(webhook=row, by=by)
        return Response(WebhookShape(_webhook(request, pk)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Tell it nothing more."""
        webhooks.remove(webhook=_webhook(request, pk), by=reader(request))
        return Response(status=204)

    @extend_schema(request=None, responses=WebhookWithSecret)
    def secret(self, request: Request, pk: str) -> Response:
        """Make a new secret; for 24 hours the one before signs as well."""
        row = webhooks.change_secret(webhook=_webhook(request, pk), by=reader(request))
        return Response(WebhookWithSecret(row).data)

    @extend_schema(request=None, responses={201: DeliveryShape})
    def test(self, request: Request, pk: str) -> Response:
        """Send a message of the type ``webhook.test``."""
        row = webhooks.send_test(webhook=_webhook(request, pk), by=reader(request))
        tasks.start(Delivery, [row.pk])
        row.refresh_from_db()
        return Response(DeliveryShape(row).data, status=201)

    @extend_schema(request=Since, responses=Resent)
    def resend(self, request: Request, pk: str) -> Response:
        """Send whatever failed once more, the oldest first."""
        row = _webhook(request, pk)
        ids = webhooks.resend_failed(webhook=row, by=reader(request), **self.parsed(Since))
        return Response({"messages": len(ids)})


class Deliveries(Door):
    """The messages to a webhook."""

    queryset = Delivery.objects.all()
    serializer_class = DeliveryShape
    pagination_class = Latest

    @extend_schema(responses=DeliveryShape(many=True))
    def list(self, request: Request, pk: str) -> Response:
        """The log: what was sent in the last 30 days, newest first."""
        return self.paged(Delivery.objects.filter(webhook=_webhook(request, pk)), DeliveryShape)

    @extend_schema(responses=DeliveryShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One message, and what became of it."""
        return Response(DeliveryShape(_delivery(request, pk)).data)

    @extend_schema(request=None, responses=DeliveryShape)
    def resend(self, request: Request, pk: str) -> Response:
        """Send it again, with the same id."""
        row = webhooks.resend(delivery=_delivery(request, pk), by=reader(request))
        tasks.start(Delivery, [row.pk])
        return Response(DeliveryShape(row).data)


def _delivery(request: Request, pk: str) -> Delivery:
    visible: Any = Project.objects.seen_by(reader(request))
    rows = Delivery.objects.filter(webhook__project__in=visible, webhook__removed_at=None)
    row: Delivery = get_object_or_404(rows.select_related("webhook__project"), pk=pk)
    require(reader(request), Act.MANAGE, row.webhook.project)
    return row


def _webhook(request: Request, pk: str) -> Webhook:
    rows = Webhook.objects.filter(project__in=Project.objects.seen_by(reader(request)), removed_at=None)
    row: Webhook = get_object_or_404(rows.select_related("project", "created_by"), pk=pk)
    require(reader(request), Act.MANAGE, row.project)
    return row


PK = f"(?P<pk>{Webhooks.lookup_value_regex})"
WEBHOOKS = [
    re_path(
        r"^projects/(?P<slug>[\w-]+)/webhooks/?$",
        Webhooks.as_view({"get": "list", "post": "create"}),
        name="webhook-list",
    ),
    re_path(
        rf"^webhooks/{PK}/?$",
        Webhooks.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="webhook-detail",
    ),
    re_path(rf"^webhooks/{PK}/secret/?$", Webhooks.as_view({"post": "secret"}), name="webhook-secret"),
    re_path(rf"^webhooks/{PK}/test/?$", Webhooks.as_view({"post": "test"}), name="webhook-test"),
    re_path(rf"^webhooks/{PK}/resend/?$", Webhooks.as_view({"post": "resend"}), name="webhook-resend"),
    re_path(rf"^webhooks/{PK}/deliveries/?$", Deliveries.as_view({"get": "list"}), name="webhook-deliveries"),
    re_path(rf"^deliveries/{PK}/?$", Deliveries.as_view({"get": "retrieve"}), name="delivery-detail"),
    re_path(rf"^deliveries/{PK}/resend/?$", Deliveries.as_view({"post": "resend"}), name="delivery-resend"),
]
