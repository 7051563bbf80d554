"""What of a list is wanted: articles and claims by state, day, source, rating, or whose turn it is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as RefusedFields
from django.db.models import DateField, Exists, OuterRef
from django.db.models.functions import Cast, Coalesce
from django.urls import re_path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.shapes.claims import ClaimShape
from claims.api.ties import WITH_ATTRIBUTIONS, graded
from claims.interchange.chosen import Chosen
from claims.interchange.selection import Selection
from claims.models import Act, Claim, ClaimState, Revision, Seat

WORDS = 200
SINCE = OpenApiParameter("since", OpenApiTypes.DATE, description="Published, else taken in, then or later.")
UNTIL = OpenApiParameter("until", OpenApiTypes.DATE, description="Published, else taken in, until then.")
ARTICLES = [
    OpenApiParameter("q", str, description="These words stand in the title."),
    OpenApiParameter("state", str, enum=ClaimState.values, description="With a claim that stands so."),
    SINCE,
    UNTIL,
]
CLAIMS = [
    OpenApiParameter("q", str, description="These words stand in the claim."),
    OpenApiParameter("state", str, enum=ClaimState.values, many=True, description="One or several."),
    OpenApiParameter("source", OpenApiTypes.UUID, many=True, description="That rest on one of these sources."),
    OpenApiParameter("rating", str, many=True, description="Whose ruling in force has one of these ratings."),
    OpenApiParameter("article", OpenApiTypes.UUID, many=True, description="Of one of these articles."),
    OpenApiParameter("assigned", str, enum=["me"], description="me: those that are one's own to judge now."),
    SINCE,
    UNTIL,
]
_NAMES = {"state": "states", "source": "sources", "rating": "ratings", "article": "articles"}


def wanted_articles(request: Request, rows: Any) -> Any:
    """Of these articles those that the request asks for; raises ValidationError by parameter."""
    chosen = _chosen(request, ("state", "since", "until"))
    if chosen.since or chosen.until:
        rows = rows.annotate(day=Coalesce("published_at", Cast("created_at", DateField())))
    if chosen.since:
        rows = rows.filter(day__gte=chosen.since)
    if chosen.until:
        rows = rows.filter(day__lte=chosen.until)
    if chosen.states:
        claims = Claim.objects.kept().filter(revision__article=OuterRef("pk"), state__in=chosen.states)
        rows = rows.filter(Exists(claims))
    return _with_words(request, rows, "title")


class ProjectClaims(Door):
    """The claims of a project."""

    queryset = Claim.objects.all()
    serializer_class = ClaimShape

    @extend_schema(parameters=CLAIMS, responses=ClaimShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """Those of the newest texts that are asked for, newest first."""
        project = project_for(request, slug, Act.READ)
        chosen = _chosen(request, (*_NAMES, "since", "until"))
        newer = Revision.objects.filter(
            article=OuterRef("revision__article"), number__gt=OuterRef("revision__number")
        )
        by = reader(request)
        rows: Any = Claim.objects.seen_by(by).filter(~Exists(newer))
        rows = rows.filter(pk__in=Selection(project, chosen, by).claims().values("pk"))
        if _assigned(request):
            rows = rows.filter(pk__in=Seat.objects.held(timezone.now()).filter(holder=by).values("claim"))
        rows = _with_words(request, rows, "text").select_related("revision").defer("search")
        page = self.paginate_queryset(rows.prefetch_related("spans", WITH_ATTRIBUTIONS)) or []
        return self.get_paginated_response(ClaimShape(graded(page), many=True).data)


def _chosen(request: Request, names: tuple[str, ...]) -> Chosen:
    """What the query says; raises ValidationError that names the parameter as it stands in the query."""
    given = request.query_params
    values: dict[str, Any] = {_NAMES[one]: given.getlist(one) for one in names if one in _NAMES}
    values |= {one: given.get(one, "") for one in names if one not in _NAMES}
    try:
        return Chosen.from_values(values)
    except RefusedFields as error:
        short = {long: name for name, long in _NAMES.items()}
        told = {short.get(name, name): words for name, words in error.message_dict.items()}
        raise ValidationError(told) from error


def _assigned(request: Request) -> bool:
    given = request.query_params.get("assigned", "")
    if given not in ("", "me"):
        raise ValidationError({"assigned": [_("One of: %(known)s.") % {"known": "me"}]})
    return given == "me"


def _with_words(request: Request, rows: Any, column: str) -> Any:
    for word in request.query_params.get("q", "")[:WORDS].split():
        rows = rows.filter(**{f"{column}__icontains": word})
    return rows


CHOOSING = [
    re_path(r"^projects/(?P<slug>[-\w]+)/claims/?$", ProjectClaims.as_view({"get": "list"}), name="project-claims"),
]
