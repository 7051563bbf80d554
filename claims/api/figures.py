"""Figures of agreement over the API."""

from __future__ import annotations

from typing import Any

from django.urls import re_path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from claims.api.access import project_for, reader
from claims.api.doors import Hall
from claims.api.pages import ByOffset
from claims.api.shapes.figures import AgreementShape, BehindShape, SpansShape
from claims.figures import tables, words
from claims.figures.agreement import Agreement, Why, agreement
from claims.figures.behind import Show, part_of
from claims.figures.selection import Dimension, Selection, Which, asked
from claims.figures.shown import with_verdicts
from claims.figures.spans import on_spans
from claims.figures.verdicts import categories
from claims.models import Act, Claim

ARTICLE = OpenApiParameter("article", str, description="Only this one, by its id.")
SELECTION = [
    ARTICLE,
    OpenApiParameter("dimension", str, enum=list(Dimension), description="rating, unless told otherwise."),
    OpenApiParameter("which", str, enum=list(Which), description="A person's first or latest verdict on a claim."),
    OpenApiParameter("edition", int, description="Edition of the scale; the newest, unless told otherwise."),
    OpenApiParameter("from", str, description="A day, such as 2026-11-23."),
    OpenApiParameter("to", str, description="The last day."),
]
PART = [
    OpenApiParameter("show", str, enum=list(Show), description="Which of the claims."),
    OpenApiParameter("why", str, enum=list(Why), description="With show=excluded: left out for this reason."),
    OpenApiParameter("a", str, description="One person says this (a rating's slug, or a finding)."),
    OpenApiParameter("b", str, description="And another says this."),
    OpenApiParameter("one", int, description="Only verdicts of two people: the one who says a."),
    OpenApiParameter("other", int, description="And the one who says b."),
]


class Agreements(Hall, GenericViewSet[Claim]):
    """How far the reviewers of a project agree; for editors and owners."""

    queryset = Claim.objects.none()
    serializer_class = AgreementShape
    pagination_class = ByOffset
    filter_backends = ()

    @extend_schema(operation_id="project_agreement", parameters=SELECTION, responses=AgreementShape)
    def agreement(self, request: Request, slug: str) -> Response:
        """All figures with their intervals, what they rest on, and what is left out."""
        found = agreement(self._selection(request, slug), reader(request))
        return Response(AgreementShape(_told(found)).data)

    @extend_schema(
        operation_id="project_agreement_claims", parameters=[*SELECTION, *PART], responses=BehindShape(many=True)
    )
    def behind(self, request: Request, slug: str) -> Response:
        """The claims behind a figure, each with the verdicts in question."""
        selection = self._selection(request, slug)
        part = part_of(request.query_params.dict(), categories(selection))
        page = self.paginate_queryset(with_verdicts(selection, reader(request), part))
        return self.get_paginated_response(BehindShape(page, many=True).data)

    @extend_schema(operation_id="project_agreement_spans", parameters=[ARTICLE], responses=SpansShape)
    def spans(self, request: Request, slug: str) -> Response:
        """How far the splitter and people take the same sentences for claims."""
        selection = self._selection(request, slug)
        return Response(SpansShape(on_spans(selection.project, reader(request), selection.article)).data)

    def _selection(self, request: Request, slug: str) -> Selection:
        """What the parameters ask for; raises ValidationError for those that make no sense."""
        project = project_for(request, slug, Act.MEASURE)
        selection, wrong = asked(project, request.query_params.dict())
        if wrong:
            raise ValidationError({name: [message] for name, message in wrong.items()})
        return selection


def _told(found: Agreement) -> dict[str, Any]:
    """The figures with names, every pair and every article."""
    names = tables.people_of(found)
    figures = [
        {
            "key": one.key,
            "name": str(words.FIGURES[one.key].name),
            "ordinal": one.ordinal,
            "raters": one.raters,
            "measured": one.measured,
        }
        for one in found.figures
    ]
    pairs = []
    for pair in found.pairs:
        raw, kappa = pair.figures()
        people = [names[pair.one], names[pair.other]]
        pairs.append({"names": people, "one": pair.one, "other": pair.other, "raw": raw, "kappa": kappa})
    return {
        "selection": found.selection,
        "claims": found.claims,
        "agreeing": found.agreeing,
        "disagreeing": found.disagreeing,
        "figures": figures,
        "by_category": found.by_category,
        "categories": [one.key for one in found.categories],
        "matrix": found.matrix,
        "pairs": pairs,
        "articles": found.of_articles(list(found.articles)),
        "excluded": found.excluded,
    }


_AT = r"^projects/(?P<slug>[-a-zA-Z0-9_]+)/agreement"
FIGURES = [
    re_path(rf"{_AT}/?$", Agreements.as_view({"get": "agreement"}), name="project-agreement"),
    re_path(rf"{_AT}/claims/?$", Agreements.as_view({"get": "behind"}), name="project-agreement-claims"),
    re_path(rf"{_AT}/spans/?$", Agreements.as_view({"get": "spans"}), name="project-agreement-spans"),
]
