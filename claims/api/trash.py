"""The trash over the API: DELETE puts a thing there, ``restore`` takes it out; for good is done on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import re_path
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.models import (
    Act,
    Article,
    Document,
    DocumentKind,
    FactCheck,
    Project,
    Source,
    Subscription,
    require,
)
from claims.pipeline import collect, fact_checks, library, trash

CONFIRM = OpenApiParameter("confirm", str, description="The name of the source, where claims rest on it.")
GONE = {204: OpenApiResponse(description="It is in the trash, and can be restored.")}


class Thrown(serializers.Serializer[Any]):
    """One thing in the trash."""

    kind = serializers.CharField()
    id = serializers.UUIDField()
    name = serializers.CharField()
    deleted_at = serializers.DateTimeField()


class InTrash:
    """For the door to one kind of thing: DELETE and ``restore``, for whoever may ``trash_act``."""

    trash_act = Act.TRASH
    trash_rows: Callable[[], Any]
    throw: Callable[..., Any]
    take_out: Callable[..., Any]

    @extend_schema(request=None, responses=GONE)
    def destroy(self, request: Request, pk: str) -> Response:
        """Into the trash; what is there already stays there."""
        type(self).throw(self._thrown(request, pk), reader(request), request.query_params.get("confirm", ""))
        return Response(status=204)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Out of the trash, with all that belongs to it; what is not there stays as it is."""
        begun = type(self).take_out(self._thrown(request, pk), reader(request))
        for kind, ids in (begun if isinstance(begun, dict) else {}).items():
            tasks.start(kind, ids)
        answer: Response = self.retrieve(request, pk)  # type: ignore[attr-defined]
        return answer

    def _thrown(self, request: Request, pk: str) -> Any:
        """The row, in the trash or out of it; 404 for a stranger, 403 where the role is not enough."""
        mine = type(self).trash_rows().filter(project__in=Project.objects.seen_by(reader(request)))
        row = get_object_or_404(mine.select_related("project"), pk=UUID(pk))
        require(reader(request), self.trash_act, row.project)
        return row


class ArticlesInTrash(InTrash):
    """Articles."""

    trash_rows = staticmethod(Article.objects.all)
    throw = staticmethod(lambda row, by, _confirm: trash.trash_article(article=row, by=by))
    take_out = staticmethod(lambda row, by: trash.restore_article(article=row, by=by))


class DocumentsInTrash(InTrash):
    """Documents of the desk's own library."""

    trash_act = Act.WEIGH
    trash_rows = staticmethod(lambda: Document.objects.filter(kind=DocumentKind.LIBRARY))
    throw = staticmethod(lambda row, by, _confirm: library.trash_document(document=row, by=by))
    take_out = staticmethod(lambda row, by: library.restore_document(document=row, by=by))


class SourcesInTrash(InTrash):
    """Sources; ``confirm`` must be the name of one that claims rest on."""

    trash_rows = staticmethod(lambda: Source.objects.defer("search"))
    throw = staticmethod(lambda row, by, confirm: trash.trash_source(source=row, by=by, confirm=confirm))
    take_out = staticmethod(lambda row, by: trash.restore_source(source=row, by=by))

    @extend_schema(request=None, responses=GONE, parameters=[CONFIRM])
    def destroy(self, request: Request, pk: str) -> Response:
        """Into the trash; where claims rest on the source, ``confirm`` must be its name."""
        return super().destroy(request, pk)


class FactChecksInTrash(InTrash):
    """Fact-checks that others published."""

    trash_act = Act.WEIGH
    trash_rows = staticmethod(lambda: FactCheck.objects.defer("search", "embedding", "raw"))
    throw = staticmethod(lambda row, by, _confirm: fact_checks.trash_fact_check(fact_check=row, by=by))
    take_out = staticmethod(lambda row, by: fact_checks.restore_fact_check(fact_check=row, by=by))


class SubscriptionsInTrash(InTrash):
    """Feeds."""

    trash_act = Act.INGEST
    trash_rows = staticmethod(Subscription.objects.all)
    throw = staticmethod(lambda row, by, _confirm: collect.unsubscribe(subscription=row, by=by))
    take_out = staticmethod(lambda row, by: collect.resubscribe(subscription=row, by=by))


class Trash(Door):
    """What lies in the trash of a project."""

    queryset = Project.objects.none()
    serializer_class = Thrown
    pagination_class = None

    @extend_schema(responses=Thrown(many=True), filters=False)
    def list(self, request: Request, slug: str) -> Response:
        """The last hundred of each kind, what went in last first."""
        project = project_for(request, slug, Act.READ)
        found = [one for kind, (rows, name) in _LISTED.items() for one in _listed(project, kind, rows(), name)]
        return Response(Thrown(sorted(found, key=lambda one: one["deleted_at"], reverse=True), many=True).data)


def _listed(project: Project, kind: str, rows: Any, name: str) -> list[dict[str, Any]]:
    there = rows.filter(project=project).exclude(deleted_at=None).order_by("-deleted_at")
    return [
        {"kind": kind, "id": row["pk"], "name": row[name], "deleted_at": row["deleted_at"]}
        for row in there.values("pk", name, "deleted_at")[:100]
    ]


_LISTED: dict[str, tuple[Callable[[], Any], str]] = {
    "article": (Article.objects.all, "title"),
    "document": (DocumentsInTrash.trash_rows, "title"),
    "fact_check": (FactCheck.objects.all, "claim_reviewed"),
    "source": (Source.objects.all, "name"),
    "subscription": (Subscription.objects.all, "url"),
}

TRASH = [re_path(r"^projects/(?P<slug>[-\w]+)/trash/?$", Trash.as_view({"get": "list"}), name="project-trash")]
