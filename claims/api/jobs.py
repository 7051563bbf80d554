"""Background work of a project over the API: what runs, what failed and why, and the outside services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import article_for, project_for, reader
from claims.api.doors import Door
from claims.api.pages import Latest
from claims.api.problems import Busy, Conflict
from claims.api.shapes.work import WORK
from claims.models import Act, Project, WorkState, role_of
from claims.pipeline import look_up, steer
from claims.retrieval.jobs import NAMES, SHOWN, Jobs, Kind, Scope, kind_of


class JobShape(serializers.Serializer[Any]):
    """Background work; ``about`` says in words what it is about, ``article`` is null where it is for none."""

    kind = serializers.ChoiceField(choices=NAMES)
    id = serializers.UUIDField()
    about = serializers.CharField()
    article = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(choices=WorkState.choices)
    attempts = serializers.IntegerField()
    queued_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Of a row of any kind."""
        kind = kind_of(instance)
        told = {"kind": kind.name, "id": instance.pk, "about": kind.about(instance)}
        work = {name: getattr(instance, name) for name in WORK}
        return super().to_representation({**told, "article": kind.article_of(instance), **work})


class Steered(serializers.Serializer[Any]):
    """Which jobs: those for one article, those of one kind, both, or with neither all of the project."""

    article = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=NAMES, required=False)


class SteeredShape(serializers.Serializer[Any]):
    """How many jobs it was."""

    jobs = serializers.IntegerField()


class ServiceShape(serializers.Serializer[Any]):
    """An outside service. ``breaker`` and what follows are null or empty where it is off or nothing is known."""

    slug = serializers.CharField()
    name = serializers.CharField()
    on = serializers.BooleanField()
    why_off = serializers.CharField(help_text="Which setting switches it on; empty where it is on.")
    quota = serializers.CharField(source="quota.words")
    breaker = serializers.SerializerMethodField(help_text="closed, half-open (tried next), open (left alone).")
    reason = serializers.CharField(source="state.reason", default="")
    since = serializers.DateTimeField(source="state.since", default=None, allow_null=True)
    until = serializers.DateTimeField(source="state.until", default=None, allow_null=True)
    paused_until = serializers.DateTimeField(source="state.paused_until", default=None, allow_null=True)
    succeeded_at = serializers.DateTimeField(source="state.succeeded_at", default=None, allow_null=True)
    failed_at = serializers.DateTimeField(source="state.failed_at", default=None, allow_null=True)
    failure = serializers.CharField(source="state.failure", default="")

    @extend_schema_field(serializers.ChoiceField(choices=["closed", "half-open", "open"], allow_null=True))
    def get_breaker(self, service: Any) -> str | None:
        """Null where nothing is known."""
        return service.state.breaker if service.state else None


_SHOW = OpenApiParameter("show", str, enum=SHOWN, description="`all` unless told otherwise.")
_ARTICLE = OpenApiParameter("article", {"type": "string", "format": "uuid"}, description="Only those for it.")
_KIND = OpenApiParameter("kind", str, enum=NAMES, description="Only those of this kind.")


class ProjectJobs(Door):
    """Background work of a project."""

    queryset = Project.objects.none()
    serializer_class = JobShape
    pagination_class = Latest

    @extend_schema(parameters=[_SHOW, _ARTICLE, _KIND], responses=JobShape(many=True), filters=False)
    def list(self, request: Request, slug: str) -> Response:
        """What was queued last first. Messages to other systems and imports are told to owners alone."""
        given = request.query_params
        show, kind, article = given.get("show", "all"), given.get("kind", ""), given.get("article", "")
        _known("show", show, SHOWN)
        _known("kind", kind, ("", *NAMES))
        scope = self._scope(slug, Act.READ, _uuid(article))
        rows = [one.rows(scope, show) for one in _chosen(scope.kinds, kind)]
        return self.paged(Jobs(rows), JobShape)

    @extend_schema(request=Steered, responses=SteeredShape)
    def retry(self, request: Request, slug: str) -> Response:
        """Begin again whatever failed, as far as one's role may: 2,000 jobs of a kind at once."""
        scope, kinds = self._steered(slug)
        queued = steer.ask_all_again(kinds=kinds, scope=scope, by=reader(request))
        for model, ids in queued.items():
            tasks.start(model, ids)
        return Response({"jobs": sum(map(len, queued.values()))})

    @extend_schema(request=Steered, responses=SteeredShape)
    def cancel(self, request: Request, slug: str) -> Response:
        """Cancel whatever has not ended, as far as one's role may: 2,000 jobs of a kind at once."""
        scope, kinds = self._steered(slug)
        return Response({"jobs": steer.cancel_all(kinds=kinds, scope=scope, by=reader(request))})

    def _steered(self, slug: str) -> tuple[Scope, list[Kind]]:  # type: ignore[valid-type]  # not the method above
        project_for(self.request, slug, Act.LOOK_UP)
        given = self.parsed(Steered)
        article = given.get("article")
        scope = self._scope(slug, Act.LOOK_UP, str(article) if article else "")
        return scope, _chosen(scope.in_reach, given.get("kind", ""))

    def _scope(self, slug: str, act: Act, article: str) -> Scope:
        """The project, or the article of it; raises NotFound for the article of another."""
        project = project_for(self.request, slug, act)
        one = article_for(self.request, article, act) if article else None
        if one and one.project_id != project.pk:
            raise NotFound
        return Scope(project, one, role_of(reader(self.request), project))


class Services(Door):
    """The outside services, which all projects share."""

    queryset = Project.objects.none()
    serializer_class = ServiceShape
    pagination_class = None

    @extend_schema(responses=ServiceShape(many=True), filters=False)
    def list(self, request: Request, slug: str) -> Response:
        """All there are, on and off, and how those that are on are."""
        project_for(request, slug, Act.READ)
        return Response(ServiceShape(look_up.services()[0], many=True).data)

    @extend_schema(request=None, responses=ServiceShape)
    def again(self, request: Request, slug: str, service: str) -> Response:
        """Have a service asked again that is left alone because it failed; 409 where it is not switched on."""
        project = project_for(request, slug, Act.SETTLE)
        self._named(service)
        if not steer.try_service(provider=service, project=project, by=reader(request)):
            raise Busy(_("Redis does not answer, so nothing was changed."))
        return Response(ServiceShape(self._named(service)).data)

    def _named(self, slug: str) -> Any:
        """The service; raises NotFound, and Conflict where it is off."""
        there = [one for one in look_up.services()[0] if one.slug == slug]
        if not there:
            raise NotFound
        if on := [one for one in there if one.on]:
            return on[0]
        raise Conflict(_("This service is not switched on."))


def _chosen(kinds: list[Kind], name: str) -> list[Kind]:
    return [kind for kind in kinds if name in ("", kind.name)]


def _known(name: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise ValidationError({name: [_("One of: %(known)s.") % {"known": ", ".join(filter(None, known))}]})


def _uuid(given: str) -> str:
    try:
        return str(UUID(given)) if given else ""
    except ValueError as error:
        raise ValidationError({"article": [_("Must be a valid UUID.")]}) from error


_PROJECT = r"^projects/(?P<slug>[-\w]+)"
JOBS = [
    re_path(rf"{_PROJECT}/jobs/?$", ProjectJobs.as_view({"get": "list"}), name="job-list"),
    re_path(rf"{_PROJECT}/jobs/retry/?$", ProjectJobs.as_view({"post": "retry"}), name="jobs-retry"),
    re_path(rf"{_PROJECT}/jobs/cancel/?$", ProjectJobs.as_view({"post": "cancel"}), name="jobs-cancel"),
    re_path(rf"{_PROJECT}/services/?$", Services.as_view({"get": "list"}), name="service-list"),
    re_path(
        rf"{_PROJECT}/services/(?P<service>[-\w]+)/try/?$", Services.as_view({"post": "again"}), name="service-try"
    ),
]
