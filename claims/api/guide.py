"""Guidelines, examples and scales of a project over the API."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.urls import re_path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import example_for, project_for, reader
from claims.api.doors import Door
from claims.api.shapes.guide import (
    EditionRating,
    EditionShape,
    ExampleShape,
    GuidelineShape,
    NewEdition,
    NewExample,
    NewGuideline,
    ScaleShape,
    ScaleWithEditions,
)
from claims.models import Act, Example, Guideline, Project, Rating, Scale
from claims.pipeline import guide, scales


class Guidelines(Door):
    """How a desk judges, version by version."""

    queryset = Guideline.objects.all()
    serializer_class = GuidelineShape

    @extend_schema(responses=GuidelineShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """All versions, newest first; the first one is in force."""
        project = project_for(request, slug, Act.READ)
        return self.paged(Guideline.objects.filter(project=project).select_related("by"), GuidelineShape)

    @extend_schema(request=NewGuideline, responses={201: GuidelineShape})
    def create(self, request: Request, slug: str) -> Response:
        """Put a new version in force."""
        project = project_for(request, slug, Act.GUIDE)
        row = guide.change_guidelines(project=project, by=reader(request), **self.parsed(NewGuideline))
        return Response(GuidelineShape(row).data, status=201)


class Examples(Door):
    """Statements that show how a desk judges."""

    queryset = Example.objects.all()
    serializer_class = ExampleShape

    @extend_schema(responses=ExampleShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """Those that the person who asks may see, newest first, the retired ones too."""
        project = project_for(request, slug, Act.READ)
        rows = Example.objects.filter(project=project).visible_to(reader(request)).select_related("by")
        return self.paged(rows, ExampleShape)

    @extend_schema(request=NewExample, responses={201: ExampleShape})
    def create(self, request: Request, slug: str) -> Response:
        """Add an example."""
        project = project_for(request, slug, Act.GUIDE)
        row = guide.add_example(project=project, by=reader(request), **self.parsed(NewExample))
        return Response(ExampleShape(row).data, status=201)

    @extend_schema(responses=ExampleShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them, also a retired one."""
        return Response(ExampleShape(example_for(request, pk, Act.READ)).data)

    @extend_schema(request=NewExample, responses=ExampleShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Word it anew; what is left out stays."""
        row = example_for(request, pk, Act.GUIDE)
        told = {name: getattr(row, name) for name in ("statement", "why", "rating", "finding")}
        told |= {
            name: value
            for name, value in self.parsed(NewExample, partial=True).items()
            if name in self.request.data
        }
        return Response(ExampleShape(guide.change_example(example=row, by=reader(request), **told)).data)

    @extend_schema(request=None, responses=ExampleShape)
    def retire(self, request: Request, pk: str) -> Response:
        """Take it off the guidelines."""
        row = guide.retire_example(example=example_for(request, pk, Act.GUIDE), by=reader(request))
        return Response(ExampleShape(row).data)

    @extend_schema(request=None, responses=ExampleShape)
    def offer(self, request: Request, pk: str) -> Response:
        """Bring it back."""
        row = guide.offer_example(example=example_for(request, pk, Act.GUIDE), by=reader(request))
        return Response(ExampleShape(row).data)


class Scales(Door):
    """What a project may judge on: the presets and its own scales."""

    queryset = Scale.objects.all()
    serializer_class = ScaleShape

    def lock(self) -> None:
        """Editions and ratings are changed under the lock of their project."""
        Project.objects.select_for_update().filter(slug=self.kwargs["slug"]).values_list("pk").first()

    @extend_schema(responses=ScaleShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """The presets and the project's own."""
        return self.paged(_scales(project_for(request, slug, Act.READ)), ScaleShape)

    @extend_schema(responses=ScaleWithEditions)
    def retrieve(self, request: Request, slug: str, scale: str) -> Response:
        """One scale with all its editions and their ratings, the retired ones too."""
        row = _scale(project_for(request, slug, Act.READ), scale)
        return Response(ScaleWithEditions(row).data)

    @extend_schema(request=NewEdition, responses={201: EditionShape})
    def change(self, request: Request, slug: str, scale: str) -> Response:
        """Make these ratings the next edition; of a preset, that of a copy which the project then uses."""
        project = project_for(request, slug, Act.GUIDE)
        given = self.parsed(NewEdition)
        version = scales.change_scale(
            project=project, scale=_scale(project, scale), by=reader(request), rows=given.pop("ratings"), **given
        )
        return Response(EditionShape(version).data, status=201)

    @extend_schema(request=None, responses=ScaleShape)
    def choose(self, request: Request, slug: str, scale: str) -> Response:
        """Let the project judge on this scale; what was given stays as it is."""
        project = project_for(request, slug, Act.GUIDE)
        row = scales.choose_scale(project=project, scale=_scale(project, scale), by=reader(request)).scale
        return Response(ScaleShape(row).data)

    @extend_schema(request=None, responses=EditionRating)
    def retire(self, request: Request, slug: str, scale: str, rating: str) -> Response:
        """Take a rating off the offer; what was given with it stands."""
        project = project_for(request, slug, Act.GUIDE)
        row = scales.retire_rating(project=project, rating=_rating(project, scale, rating), by=reader(request))
        return Response(EditionRating(row).data)

    @extend_schema(request=None, responses=EditionRating)
    def offer(self, request: Request, slug: str, scale: str, rating: str) -> Response:
        """Bring a retired rating back."""
        project = project_for(request, slug, Act.GUIDE)
        row = scales.offer_rating(project=project, rating=_rating(project, scale, rating), by=reader(request))
        return Response(EditionRating(row).data)


def _scales(project: Project) -> QuerySet[Scale]:
    rows = Scale.objects.filter(Q(project=None) | Q(project=project)).select_related("project", "copy_of")
    return rows.prefetch_related("versions", Prefetch("versions__ratings", Rating.objects.order_by("position")))


def _scale(project: Project, slug: str) -> Scale:
    row: Scale = get_object_or_404(_scales(project), slug=slug)
    return row


def _rating(project: Project, scale: str, slug: str) -> Rating:
    """The rating in the scale's newest edition."""
    rows = Rating.objects.newest_of(_scale(project, scale)).select_related("version__scale")
    row: Rating = get_object_or_404(rows, slug=slug)
    return row


_PROJECT = r"^projects/(?P<slug>[-\w]+)"
_SCALE = rf"{_PROJECT}/scales/(?P<scale>[-\w]+)"
_RATING = rf"{_SCALE}/ratings/(?P<rating>[-\w]+)"
_EXAMPLE = rf"^examples/(?P<pk>{Door.lookup_value_regex})"
GUIDE = [
    re_path(
        rf"{_PROJECT}/guidelines/?$",
        Guidelines.as_view({"get": "list", "post": "create"}),
        name="guideline-list",
    ),
    re_path(rf"{_PROJECT}/examples/?$", Examples.as_view({"get": "list", "post": "create"}), name="example-list"),
    re_path(
        rf"{_EXAMPLE}/?$", Examples.as_view({"get": "retrieve", "patch": "partial_update"}), name="example-detail"
    ),
    re_path(rf"{_EXAMPLE}/retire/?$", Examples.as_view({"post": "retire"}), name="example-retire"),
    re_path(rf"{_EXAMPLE}/offer/?$", Examples.as_view({"post": "offer"}), name="example-offer"),
    re_path(rf"{_PROJECT}/scales/?$", Scales.as_view({"get": "list"}), name="scale-list"),
    re_path(rf"{_SCALE}/?$", Scales.as_view({"get": "retrieve"}), name="scale-detail"),
    re_path(rf"{_SCALE}/versions/?$", Scales.as_view({"post": "change"}), name="scale-change"),
    re_path(rf"{_SCALE}/choose/?$", Scales.as_view({"post": "choose"}), name="scale-choose"),
    re_path(rf"{_RATING}/retire/?$", Scales.as_view({"post": "retire"}), name="rating-retire"),
    re_path(rf"{_RATING}/offer/?$", Scales.as_view({"post": "offer"}), name="rating-offer"),
]
