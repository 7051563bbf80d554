"""Projects over the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import reader
from claims.api.doors import Door
from claims.api.shapes.projects import ProjectShape, ProjectWithRatings
from claims.models import Project


class Projects(Door):
    """The projects of the person who asks."""

    queryset = Project.objects.all()
    serializer_class = ProjectShape

    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.paged(Project.objects.seen_by(reader(request)).select_related("scale"), ProjectShape)

    @extend_schema(responses=ProjectWithRatings)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One project, with the ratings that a new verdict may use."""
        self.queryset = Project.objects.seen_by(reader(request)).select_related("scale")
        return Response(ProjectWithRatings(self.get_object()).data)
