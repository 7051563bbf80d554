"""Figures of progress over the API."""

from __future__ import annotations

from django.urls import re_path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for
from claims.api.doors import Hall
from claims.api.shapes.progress import ProgressShape
from claims.figures.progress import asked, progress
from claims.models import Act


class ProgressDoor(Hall):
    """How a project gets on; for editors and owners."""

    @extend_schema(
        operation_id="project_progress",
        parameters=[
            OpenApiParameter("from", str, description="A day, such as 2026-11-23; twelve weeks back, unless told."),
            OpenApiParameter("to", str, description="The last day; today, unless told otherwise."),
        ],
        responses=ProgressShape,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Verdicts and settled claims by week, what is left, and how long verdicts take."""
        project = project_for(request, slug, Act.MEASURE)
        since, until, wrong = asked(request.query_params.dict(), timezone.localdate())
        if wrong:
            raise ValidationError({name: [message] for name, message in wrong.items()})
        return Response(ProgressShape(progress(project, since, until)).data)


PROGRESS = [
    re_path(r"^projects/(?P<slug>[-a-zA-Z0-9_]+)/progress/?$", ProgressDoor.as_view(), name="project-progress")
]
