"""Invitations to a project over the API."""

from __future__ import annotations

from typing import Any

from django.urls import re_path, reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.shapes.fields import Username
from claims.models import Act, Invitation, Role
from claims.pipeline import invite


class InvitationShape(serializers.ModelSerializer[Invitation]):
    """Good for one person and until ``expires_at``; its link is never told again."""

    email = serializers.CharField(read_only=True, help_text="Empty where it goes by its link alone.")
    by = Username()
    accepted_by = Username()

    class Meta:
        model = Invitation
        fields = [
            "id", "role", "email", "by", "created_at", "expires_at", "mailed_at", "revoked_at", "accepted_at",
            "accepted_by",
        ]  # fmt: skip
        read_only_fields = fields


class MadeInvitation(InvitationShape):
    """The same with its ``link``, this once; empty where it went out by mail and is for nobody else's eyes."""

    link = serializers.CharField(read_only=True)

    class Meta(InvitationShape.Meta):
        fields = [*InvitationShape.Meta.fields, "link"]
        read_only_fields = fields


class NewInvitation(serializers.Serializer[Any]):
    """Whom to let in, and for how many days it is good."""

    role = serializers.ChoiceField(choices=Role.choices)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    days = serializers.IntegerField(
        default=7, min_value=min(invite.CHOICES), max_value=max(invite.CHOICES), help_text="1, 7 or 30."
    )


class Invitations(Door):
    """Invitations of a project, for its owners."""

    queryset = Invitation.objects.all()
    serializer_class = InvitationShape

    def list(self, request: Request, slug: str) -> Response:
        """Newest first, also those that let nobody in any more."""
        rows = Invitation.objects.filter(project=project_for(request, slug, Act.MANAGE))
        return self.paged(rows.select_related("by", "accepted_by"), InvitationShape)

    @extend_schema(request=NewInvitation, responses={201: MadeInvitation})
    def create(self, request: Request, slug: str) -> Response:
        """Invite one person: by mail where mail goes out, else by the link in this answer."""
        project = project_for(request, slug, Act.MANAGE)
        row, secret = invite.invite(project=project, by=reader(request), **self.parsed(NewInvitation))
        url = request.build_absolute_uri(reverse("claims:invited", args=[secret]))
        link = "" if invite.send(invitation=row, url=url) else url
        row.refresh_from_db()
        row.link = link  # type: ignore[attr-defined]
        return Response(MadeInvitation(row).data, status=201)

    def retrieve(self, request: Request, slug: str, pk: str) -> Response:
        """One invitation."""
        return Response(InvitationShape(self._invitation(slug, pk)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, slug: str, pk: str) -> Response:
        """Take it back: it lets nobody in any more. Twice is once."""
        invite.revoke(invitation=self._invitation(slug, pk), by=reader(request))
        return Response(status=204)

    def _invitation(self, slug: str, pk: str) -> Invitation:
        project = project_for(self.request, slug, Act.MANAGE)
        rows = Invitation.objects.filter(project=project).select_related("by", "accepted_by")
        row: Invitation = get_object_or_404(rows, pk=pk)
        return row


SLUG = r"(?P<slug>[-\w]+)"
_ONE: dict[str, Any] = {"get": "retrieve", "delete": "destroy"}
INVITATIONS = [
    re_path(
        rf"^projects/{SLUG}/invitations/?$",
        Invitations.as_view({"get": "list", "post": "create"}),
        name="invitation-list",
    ),
    re_path(
        rf"^projects/{SLUG}/invitations/(?P<pk>{Door.lookup_value_regex})/?$",
        Invitations.as_view(_ONE),
        name="invitation-detail",
    ),
]
