"""What a project keeps and for how long, and what it holds, over the API; both are the owners'."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.shapes.fields import Username
from claims.models import Act, Article, Hold, Project, Retention, require
from claims.models.keeping import DAYS
from claims.pipeline import hold, keep


class KeepingShape(serializers.ModelSerializer[Retention]):
    """After how many days what is no longer needed goes for good; null keeps for ever."""

    class Meta:
        model = Retention
        fields = DAYS
        extra_kwargs = {name: {"min_value": 1, "max_value": keep.MOST_DAYS} for name in DAYS}


class HoldShape(serializers.ModelSerializer[Hold]):
    """A legal hold on a project, or on one article of it. In force until ``lifted_at``."""

    project = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    by = Username()
    lifted_by = Username()

    class Meta:
        model = Hold
        fields = ["id", "project", "article", "reason", "by", "placed_at", "lifted_by", "lifted_at"]
        read_only_fields = fields


class NewHold(serializers.Serializer[Any]):
    """Why, and on which article, in the trash or not; without one the whole project is held."""

    reason = serializers.CharField(max_length=hold.LONGEST)
    article = serializers.UUIDField(required=False, allow_null=True)


class Keeping(Door):
    """The days of a project."""

    queryset = Retention.objects.all()
    serializer_class = KeepingShape

    def retrieve(self, request: Request, slug: str) -> Response:
        """Days by kind; null is for ever."""
        project = project_for(request, slug, Act.MANAGE)
        return Response(KeepingShape(Retention.objects.filter(project=project).first() or Retention()).data)

    @extend_schema(request=KeepingShape, responses=KeepingShape)
    def partial_update(self, request: Request, slug: str) -> Response:
        """Set some; what is left out stays. What differs goes on record with what it was."""
        project = project_for(request, slug, Act.MANAGE)
        keep.set_days(project=project, by=reader(request), days=self.parsed(KeepingShape, partial=True))
        return self.retrieve(request, slug)

    def lock(self) -> None:
        """The project of the address: the row is made when days are first set."""
        Project.objects.select_for_update().filter(slug=self.kwargs["slug"]).values_list("pk").first()


class Holds(Door):
    """Legal holds: nothing under one goes for good while it is in force."""

    queryset = Hold.objects.all()
    serializer_class = HoldShape

    def list(self, request: Request, slug: str) -> Response:
        """Newest first, those that were lifted too."""
        rows = Hold.objects.filter(project=project_for(request, slug, Act.MANAGE))
        return self.paged(rows.select_related("project", "by", "lifted_by"), HoldShape)

    @extend_schema(request=NewHold, responses={201: HoldShape})
    def create(self, request: Request, slug: str) -> Response:
        """Place one; where one is in force on the same, that one stays as it is and is the answer."""
        project = project_for(request, slug, Act.MANAGE)
        given = self.parsed(NewHold)
        article = None
        if wanted := given.get("article"):
            article = Article.objects.filter(project=project, pk=wanted).first()
            if article is None:
                raise ValidationError({"article": [_("There is no such article in this project.")]})
        row = hold.place(project=project, by=reader(request), reason=given["reason"], article=article)
        location = self.address("hold-detail", row.pk)
        return Response(HoldShape(row).data, status=201, headers={"Location": location})

    def retrieve(self, request: Request, pk: str) -> Response:
        """One hold."""
        return Response(HoldShape(self._hold(pk)).data)

    @extend_schema(request=None)
    def lift(self, request: Request, pk: str) -> Response:
        """Lift it; it stays on record. Twice is once."""
        hold.lift(hold=self._hold(pk), by=reader(request))
        return self.retrieve(request, pk)

    def _hold(self, pk: str) -> Hold:
        rows = Hold.objects.filter(project__in=Project.objects.seen_by(reader(self.request)))
        row: Hold = get_object_or_404(rows.select_related("project", "by", "lifted_by"), pk=pk)
        require(reader(self.request), Act.MANAGE, row.project)
        return row


_PROJECT = r"^projects/(?P<slug>[-\w]+)"
_HOLD = rf"^holds/(?P<pk>{Door.lookup_value_regex})"
KEEPING = [
    re_path(
        rf"{_PROJECT}/keeping/?$",
        Keeping.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="keeping",
    ),
    re_path(rf"{_PROJECT}/holds/?$", Holds.as_view({"get": "list", "post": "create"}), name="hold-list"),
    re_path(rf"{_HOLD}/?$", Holds.as_view({"get": "retrieve"}), name="hold-detail"),
    re_path(rf"{_HOLD}/lift/?$", Holds.as_view({"post": "lift"}), name="hold-lift"),
]
