"""Projects over the API."""

from __future__ import annotations

import re

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import reader
from claims.api.doors import Door
from claims.api.shapes.projects import ProjectSettings, ProjectShape, ProjectWithRatings
from claims.models import Act, Project, require
from claims.pipeline import prepare


class Projects(Door):
    """The projects of the person who asks."""

    queryset = Project.objects.all()
    serializer_class = ProjectShape
    lookup_value_regex = r"[-\w]+"

    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.paged(Project.objects.seen_by(reader(request)).select_related("scale"), ProjectShape)

    @extend_schema(responses=ProjectWithRatings)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One project, by its slug or its id, with the ratings that a new verdict may use."""
        rows = Project.objects.seen_by(reader(request)).select_related("scale")
        return Response(ProjectWithRatings(get_object_or_404(rows, _named(pk))).data)

    @extend_schema(request=ProjectSettings, responses=ProjectWithRatings)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the project's settings; what differs goes on record with what it was."""
        project = get_object_or_404(Project.objects.seen_by(reader(request)), _named(pk))
        require(reader(request), Act.MANAGE, project)
        prepare.change_project(project=project, by=reader(request), **self.parsed(ProjectSettings, partial=True))
        return self.retrieve(request, pk)

    def lock(self) -> None:
        """The project of the address."""
        Project.objects.select_for_update().filter(_named(self.kwargs["pk"])).values_list("pk").first()


def _named(pk: str) -> Q:
    """Whether a project is called so."""
    is_id = re.fullmatch(Door.lookup_value_regex, pk)
    return Q(pk=pk) if is_id else Q(slug=pk)
