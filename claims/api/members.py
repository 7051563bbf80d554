"""Members of a project over the API."""

from __future__ import annotations

from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.shapes.members import ChangedMember, MemberForOwners, MemberShape, NewMember
from claims.models import Act, Membership, Project, allows, role_of
from claims.pipeline import members


class Members(Door):
    """Who belongs to a project, in which role."""

    queryset = Membership.objects.all()
    serializer_class = MemberShape
    lookup_url_kwarg = "pk"

    @extend_schema(responses=MemberForOwners(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """Every member; user names, skills and dates are for owners."""
        project = project_for(request, slug, Act.READ)
        rows = Membership.objects.filter(project=project).select_related("user")
        return self.paged(rows, self._shape(project))

    @extend_schema(responses=MemberForOwners)
    def retrieve(self, request: Request, slug: str, pk: str) -> Response:
        """One member; user name, skills and dates are for owners."""
        project = project_for(request, slug, Act.READ)
        return Response(self._shape(project)(self._member(project, pk)).data)

    @extend_schema(request=NewMember, responses={201: MemberForOwners})
    def create(self, request: Request, slug: str) -> Response:
        """Let an existing account in."""
        project = project_for(request, slug, Act.MANAGE)
        row = members.add_member(project=project, by=reader(request), **self.parsed(NewMember))
        return Response(MemberForOwners(row).data, status=201)

    @extend_schema(request=ChangedMember, responses=MemberForOwners)
    def partial_update(self, request: Request, slug: str, pk: str) -> Response:
        """Give a member another role or other skills; the last owner stays one."""
        row = self._member(project_for(request, slug, Act.MANAGE), pk)
        row = members.change_member(membership=row, by=reader(request), **self.parsed(ChangedMember))
        return Response(MemberForOwners(row).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, slug: str, pk: str) -> Response:
        """Take a person out of the project; what they did stays."""
        row = self._member(project_for(request, slug, Act.MANAGE), pk)
        members.remove_member(membership=row, by=reader(request))
        return Response(status=204)

    def _shape(self, project: Project) -> type[MemberShape]:
        owner = allows(role_of(reader(self.request), project), Act.MANAGE)
        return MemberForOwners if owner else MemberShape

    def _member(self, project: Project, pk: str) -> Membership:
        row: Membership = get_object_or_404(Membership.objects.select_related("user"), project=project, pk=pk)
        return row


SLUG = r"(?P<slug>[-\w]+)"
MEMBERS = [
    re_path(
        rf"^projects/{SLUG}/members/?$",
        Members.as_view({"get": "list", "post": "create"}),
        name="member-list",
    ),
    re_path(
        rf"^projects/{SLUG}/members/(?P<pk>{Members.lookup_value_regex})/?$",
        Members.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="member-detail",
    ),
]
