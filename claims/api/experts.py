"""Asking experts over the API."""

from __future__ import annotations

from typing import Any

from django.urls import re_path, reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.shapes.experts import ExpertLinkShape, MadeLinkShape, NewDeadline, NewExpertLink
from claims.models import Act, Claim, ExpertLink, Project, require
from claims.pipeline import expert


class ExpertLinks(Door):
    """Links by which somebody outside answers about chosen claims."""

    queryset = ExpertLink.objects.all()
    serializer_class = ExpertLinkShape

    @extend_schema(responses=ExpertLinkShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """The project's links with their questions and answers, newest first."""
        project = project_for(request, slug, Act.ASK_OUTSIDE)
        rows = ExpertLink.objects.filter(project=project).select_related("by").prefetch_related("questions")
        return self.paged(rows, ExpertLinkShape)

    @extend_schema(request=NewExpertLink, responses={201: MadeLinkShape})
    def create(self, request: Request, slug: str) -> Response:
        """Make a link; its address is in this answer and nowhere else."""
        project = project_for(request, slug, Act.ASK_OUTSIDE)
        given = self.parsed(NewExpertLink)
        given["questions"] = _claims(project, given["questions"])
        link, token = expert.make_link(project=project, by=reader(request), **given)
        link.address = request.build_absolute_uri(reverse("claims:expert-page", args=[token]))  # type: ignore[attr-defined]
        return Response(MadeLinkShape(link).data, status=201)

    @extend_schema(responses=ExpertLinkShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One link with its questions and answers; never its address."""
        return Response(ExpertLinkShape(_link(request, pk)).data)

    @extend_schema(request=None, responses=ExpertLinkShape)
    def revoke(self, request: Request, pk: str) -> Response:
        """Close it for good."""
        return Response(ExpertLinkShape(expert.revoke(link=_link(request, pk), by=reader(request))).data)

    @extend_schema(request=NewDeadline, responses=ExpertLinkShape)
    def extend(self, request: Request, pk: str) -> Response:
        """Move its deadline."""
        given = self.parsed(NewDeadline)
        return Response(ExpertLinkShape(expert.extend(link=_link(request, pk), by=reader(request), **given)).data)


def _link(request: Request, pk: str) -> ExpertLink:
    rows = ExpertLink.objects.filter(project__in=Project.objects.seen_by(reader(request)))
    link = get_object_or_404(rows.select_related("project", "by"), pk=pk)
    require(reader(request), Act.ASK_OUTSIDE, link.project)
    return link


def _claims(project: Project, asked: list[dict[str, Any]]) -> dict[Claim, str]:
    """The claims with what is asked about each; ValidationError names those that are not there."""
    rows = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    rows = rows.select_related("revision__article").defer("revision__text", "search")
    found = {row.pk: row for row in rows.filter(pk__in=[one["claim"] for one in asked])}
    if missing := [str(one["claim"]) for one in asked if one["claim"] not in found]:
        raise ValidationError({"questions": f"These are no claims of this project: {', '.join(missing)}."})
    return {found[one["claim"]]: one["text"] for one in asked}


PK = f"(?P<pk>{ExpertLinks.lookup_value_regex})"
EXPERTS = [
    re_path(
        r"^projects/(?P<slug>[\w-]+)/expert-links/?$",
        ExpertLinks.as_view({"get": "list", "post": "create"}),
        name="expert-link-list",
    ),
    re_path(rf"^expert-links/{PK}/?$", ExpertLinks.as_view({"get": "retrieve"}), name="expert-link-detail"),
    re_path(rf"^expert-links/{PK}/revoke/?$", ExpertLinks.as_view({"post": "revoke"}), name="expert-link-revoke"),
    re_path(rf"^expert-links/{PK}/extend/?$", ExpertLinks.as_view({"post": "extend"}), name="expert-link-extend"),
]
