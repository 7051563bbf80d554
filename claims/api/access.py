"""Finding what an address names for the person who asks: strangers get 404, members 403 with the role it takes."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request

from claims.models import (
    Act,
    Article,
    Attribution,
    Claim,
    Document,
    Evidence,
    Example,
    Intake,
    Lookup,
    Namesake,
    Project,
    Source,
    User,
    require,
)
from claims.models.rounds import shown_evidence, shown_lookups

Row = TypeVar("Row", bound=Model)


def reader(request: Request) -> User:
    """The person who asks; every door of the API is closed to others before this is called."""
    assert isinstance(request.user, User)  # noqa: S101 - narrows the type; IsAuthenticated has said so
    return request.user


def project_for(request: Request, slug: str, act: Act) -> Project:
    """The project of that slug."""
    return _allowed(request, act, get_object_or_404(Project.objects.seen_by(reader(request)), slug=slug))


def article_for(request: Request, pk: str, act: Act) -> Article:
    """The article with its project."""
    article = _find(Article.objects.seen_by(reader(request)).select_related("project__scale", "created_by"), pk)
    _allowed(request, act, article.project)
    return article


def claim_for(request: Request, pk: str, act: Act) -> Claim:
    """The claim with its revision's text, its article and project."""
    claims = Claim.objects.seen_by(reader(request)).select_related("revision__article__project__scale")
    claim = _find(claims.defer("search"), pk)
    _allowed(request, act, claim.revision.article.project)
    return claim


def lookup_for(request: Request, pk: str, act: Act) -> Lookup:
    """The look-up with its claim's project."""
    lookup: Lookup = _find(
        _of_claims(shown_lookups(Lookup.objects.all(), reader(request)), request).select_related("asked_by"), pk
    )
    _allowed(request, act, lookup.claim.revision.article.project)
    return lookup


def evidence_for(request: Request, pk: str, act: Act) -> Evidence:
    """The evidence with its document, without the document's text."""
    rows = _of_claims(shown_evidence(Evidence.objects.all(), reader(request)), request)
    evidence = _find(rows.select_related("document", "stance_by", "added_by").defer("document__text"), pk)
    _allowed(request, act, evidence.claim.revision.article.project)
    return evidence


def source_for(request: Request, pk: str, act: Act) -> Source:
    """The source with its project, and what it was merged into."""
    rows = Source.objects.select_related("merged_into", "article", "kind_set_by").defer("search")
    source: Source = _of_project(rows, request, pk, act)
    return source


def attribution_for(request: Request, pk: str, act: Act) -> Attribution:
    """The attribution with its source, its readings and its places in the text."""
    rows = Attribution.objects.filter(claim__in=Claim.objects.seen_by(reader(request)))
    rows = rows.select_related("claim__revision__article__project", "source", "set_by").defer("claim__search")
    attribution = _find(rows.prefetch_related("readings__source", "spans"), pk)
    _allowed(request, act, attribution.claim.revision.article.project)
    return attribution


def namesake_for(request: Request, pk: str, act: Act) -> Namesake:
    """The entry with its source's project."""
    visible = Source.objects.seen_by(reader(request))
    namesake = _find(Namesake.objects.filter(source__in=visible).select_related("source__project"), pk)
    _allowed(request, act, namesake.source.project)
    return namesake


def example_for(request: Request, pk: str, act: Act) -> Example:
    """The example with its project; 404 where blind review keeps it from the person, too."""
    rows = Example.objects.visible_to(reader(request)).select_related("by")
    example: Example = _of_project(rows, request, pk, act)
    return example


def intake_for(request: Request, pk: str, act: Act) -> Intake:
    """The intake with its project."""
    intake: Intake = _of_project(Intake.objects.all(), request, pk, act)
    return intake


def document_for(request: Request, pk: str, act: Act) -> Document:
    """The document with its project."""
    rows = Document.objects.filter(deleted_at=None).select_related("added_by")
    document: Document = _of_project(rows, request, pk, act)
    return document


def _of_claims(rows: QuerySet[Row], request: Request) -> QuerySet[Row]:
    visible = Claim.objects.seen_by(reader(request))
    rows = rows.filter(claim__in=visible).select_related("claim__revision__article__project")
    return rows.defer("claim__search", "claim__revision__text")


def _of_project(rows: QuerySet[Any], request: Request, pk: str, act: Act) -> Any:
    row = _find(rows.filter(project__in=Project.objects.seen_by(reader(request))).select_related("project"), pk)
    _allowed(request, act, row.project)
    return row


def _find(rows: QuerySet[Row], pk: str) -> Row:
    row: Row = get_object_or_404(rows, pk=UUID(pk))
    return row


def _allowed(request: Request, act: Act, project: Project) -> Project:
    require(reader(request), act, project)
    return project
