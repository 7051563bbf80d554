"""Articles over the API: take in, read, export."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import article_for, project_for, reader
from claims.api.choosing import ARTICLES, wanted_articles
from claims.api.doors import Door
from claims.api.pages import ByNumber
from claims.api.shapes.articles import ArticleShape, ArticleWithText, NewArticle, newest
from claims.api.shapes.claims import ClaimShape, WholeArticle
from claims.api.shapes.grades import SourcingShape
from claims.api.shapes.telling import listed, shaped
from claims.api.shapes.work import IntakeShape
from claims.api.ties import WITH_ATTRIBUTIONS, graded
from claims.api.trash import ArticlesInTrash
from claims.api.whole import claims_of
from claims.formats.registry import find
from claims.interchange.chosen import Chosen
from claims.models import Act, Article, Claim, Project, Revision
from claims.pipeline import ingest, read
from claims.pipeline.export import export, file_name
from claims.sourcing.missing import missing_for
from claims.sourcing.profile import sourcing_of

PROJECT = OpenApiParameter("project", str, description="Only those of the project with this slug.")
FORMAT = OpenApiParameter("format", str, description="json, unless told otherwise.")


class Articles(ArticlesInTrash, Door):
    """Articles of the projects of the person who asks."""

    queryset = Article.objects.all()
    serializer_class = ArticleShape
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(parameters=[PROJECT, *ARTICLES])
    def list(self, request: Request) -> Response:
        """Newest first, without their texts."""
        revisions = Revision.objects.without_text().select_related("split")
        rows = Article.objects.seen_by(reader(request)).select_related("project", "created_by")
        if slug := request.query_params.get("project"):
            rows = rows.filter(project__slug=slug)
        rows = wanted_articles(request, rows)
        return self.paged(rows.prefetch_related(Prefetch("revisions", revisions)), ArticleShape)

    @extend_schema(responses=ArticleWithText)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One article with its newest text."""
        return Response(shaped(ArticleWithText, article_for(request, pk, Act.READ)))

    @extend_schema(
        request={"application/json": NewArticle, "multipart/form-data": NewArticle},
        responses={
            201: ArticleShape,
            202: OpenApiResponse(IntakeShape, description="The text is read in the background: see the intake."),
        },
    )
    def create(self, request: Request) -> Response:
        """Take an article in. A text that is here already is a conflict that names the article."""
        given = self.parsed(NewArticle)
        project = project_for(request, given.pop("project"), Act.INGEST)
        if "text" in given:
            return self._create(project, given)
        return self._read(project, given)

    def _create(self, project: Project, given: dict[str, Any]) -> Response:
        given.pop("accept_unseen")
        given["written_by"] = reader(self.request) if given.pop("written_by_me", False) else None
        article = ingest.create_article(project=project, by=reader(self.request), extractor="api", **given)
        tasks.start_split(article.latest().split.pk)
        location = self.address("article-detail", article.pk)
        return Response(ArticleShape(article).data, status=201, headers={"Location": location})

    def _read(self, project: Project, given: dict[str, Any]) -> Response:
        intake = read.open_intake(
            project=project,
            by=reader(self.request),
            url=given.get("url", ""),
            upload=given.get("file"),
            accept_unseen=given["accept_unseen"],
        )
        tasks.start_intake(intake.pk)
        location = self.address("intake-detail", intake.pk)
        return Response(IntakeShape(intake).data, status=202, headers={"Location": location})

    @extend_schema(responses=ClaimShape(many=True))
    @action(detail=True, pagination_class=ByNumber, filter_backends=[])
    def claims(self, request: Request, pk: str) -> Response:
        """The claims of the newest text, in the order of the article."""
        revision = article_for(request, pk, Act.READ).latest()
        rows = Claim.objects.kept().filter(revision=revision).defer("search")
        page = self.paginate_queryset(rows.prefetch_related("spans", WITH_ATTRIBUTIONS)) or []
        for claim in page:
            claim.revision = revision
        return self.get_paginated_response(listed(ClaimShape, graded(page)))

    @extend_schema(responses=WholeArticle)
    @action(detail=True)
    def whole(self, request: Request, pk: str) -> Response:
        """One article with its newest text and the claims in it, in the order of the article, at one go."""
        article = article_for(request, pk, Act.READ)
        told = shaped(ArticleWithText, article)
        revision = newest(article)
        return Response({**told, "claims": listed(ClaimShape, claims_of(revision) if revision else [])})

    @extend_schema(responses=SourcingShape)
    @action(detail=True)
    def sourcing(self, request: Request, pk: str) -> Response:
        """The sourcing profile of the newest text, and what the project's policy still wants to know."""
        article = article_for(request, pk, Act.READ)
        found = sourcing_of(article)
        told = {
            "article": article.pk,
            "revision": found.revision.pk,
            "policy": article.project.sourcing_policy,
            "profile": found.profile,
            "missing": missing_for(article, found.grades),
        }
        return Response(SourcingShape(told).data)

    @extend_schema(
        parameters=[FORMAT],
        responses={
            (200, "application/json"): OpenApiResponse(
                OpenApiTypes.OBJECT, description="As described by /schema/export-2.json."
            ),
            304: OpenApiResponse(description="The copy you have (If-None-Match) is the same."),
        },
    )
    @action(detail=True)
    def export(self, request: Request, pk: str) -> HttpResponseBase:
        """The article's file, with the verdicts that the person who asks may see."""
        fmt = request.query_params.get("format", "json")
        chosen_format = find(fmt)
        article = article_for(request, pk, Act.EXPORT)
        pieces = export(
            project=article.project,
            fmt=fmt,
            viewer=reader(request),
            chosen=Chosen(articles=(article.pk,)),
            site=request.build_absolute_uri("/").rstrip("/"),
        )
        data = b"".join(pieces)
        etag = f'"{hashlib.sha256(data).hexdigest()}"'
        response = HttpResponse(data, content_type=chosen_format.media_type)
        name = file_name(project=article.project, fmt=fmt, article=article)
        response["ETag"] = etag
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request._request, etag=etag, response=response) or response
