"""Finding what an address names for the person who asks: strangers see nothing, members see their role's part."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from claims.models import (
    Act,
    Article,
    Asked,
    Claim,
    Document,
    Evidence,
    Example,
    Guideline,
    Hold,
    Intake,
    Lookup,
    Membership,
    Project,
    Question,
    Rating,
    Revision,
    Role,
    Scale,
    Seat,
    Source,
    allows,
    require,
)
from claims.models.rounds import shown_evidence, shown_lookups
from claims.views.requests import Request
from claims.views.shell import desk_of

Owned = TypeVar("Owned", Intake, Document, Example, Guideline, Membership, Source)

if TYPE_CHECKING:
    from uuid import UUID


def article_for(request: Request, pk: UUID, act: Act) -> Article:
    """The article, or 404 for a stranger and 403 for a member whose role is not enough."""
    articles = Article.objects.seen_by(request.user).select_related("project__scale")
    article = get_object_or_404(articles, pk=pk)
    _require(request, act, article.project)
    return article


def text_for(request: Request, pk: UUID, act: Act) -> Revision:
    """The newest text of the article, with its split, in one query; errors as for articles.

    ``revision.article.is_held`` says whether a legal hold is on it.
    """
    rows = Revision.objects.filter(article=pk, article__in=Article.objects.seen_by(request.user))
    held = Hold.objects.on(project=OuterRef("article__project"), article=OuterRef("article"))
    revision = (
        rows.annotate(held=Exists(held))
        .select_related("article__project__scale", "split")
        .order_by("-number")
        .first()
    )
    if revision is None:
        raise Http404
    vars(revision.article)["is_held"] = vars(revision)["held"]
    _require(request, act, revision.article.project)
    return revision


def claim_for(request: Request, pk: UUID, act: Act) -> Claim:
    """The claim with its revision, article and project; errors as for articles."""
    claims = Claim.objects.seen_by(request.user).select_related("revision__article__project__scale")
    claim = get_object_or_404(claims.defer("revision__text"), pk=pk)
    _require(request, act, claim.revision.article.project)
    return claim


def lookup_for(request: Request, pk: UUID, act: Act) -> Lookup:
    """The look-up with its claim; errors as for articles."""
    rows: QuerySet[Lookup] = Lookup.objects.filter(claim__in=Claim.objects.seen_by(request.user))
    lookup = get_object_or_404(shown_lookups(rows, request.user), pk=pk)
    lookup.claim = claim_for(request, lookup.claim_id, act)
    return lookup


def evidence_for(request: Request, pk: UUID, act: Act) -> Evidence:
    """The evidence with its document and claim; errors as for articles."""
    rows = shown_evidence(Evidence.objects.filter(claim__in=Claim.objects.seen_by(request.user)), request.user)
    evidence = get_object_or_404(rows.select_related("document").defer("document__text"), pk=pk)
    evidence.claim = claim_for(request, evidence.claim_id, act)
    return evidence


def intake_for(request: Request, pk: UUID, act: Act) -> Intake:
    """The intake with its project; errors as for articles."""
    rows: QuerySet[Intake] = Intake.objects.select_related("project", "article")
    return _of_project(request, rows, pk, act)


def document_for(request: Request, pk: UUID, act: Act) -> Document:
    """The document with its project; errors as for articles."""
    return _of_project(request, Document.objects.filter(deleted_at=None).select_related("project"), pk, act)


def source_for(request: Request, pk: UUID, act: Act) -> Source:
    """The source with its project; errors as for articles."""
    return _of_project(request, Source.objects.select_related("project").defer("search"), pk, act)


def member_for(request: Request, pk: UUID, act: Act) -> Membership:
    """The membership with its project and person; errors as for articles."""
    rows: QuerySet[Membership] = Membership.objects.select_related("project", "user")
    return _of_project(request, rows, pk, act)


def guideline_for(request: Request, pk: UUID, act: Act) -> Guideline:
    """The version with its project and who wrote it; errors as for articles."""
    return _of_project(request, Guideline.objects.select_related("project", "by"), pk, act)


def example_for(request: Request, pk: UUID, act: Act) -> Example:
    """The example with its project; 404 where blind review keeps it from the person, too."""
    rows = Example.objects.visible_to(request.user).select_related("project__scale")
    return _of_project(request, rows, pk, act)


def scale_for(request: Request, pk: UUID, act: Act) -> tuple[Scale, Project]:
    """The scale and the project it is for: its own, or the one at hand for a preset; errors as for articles."""
    own = Q(project=None) | Q(project__in=Project.objects.seen_by(request.user))
    scale = get_object_or_404(Scale.objects.filter(own).select_related("project__scale", "copy_of"), pk=pk)
    if scale.project is None:
        return scale, project_at_hand(request, act)
    _require(request, act, scale.project)
    return scale, scale.project


def rating_for(request: Request, pk: UUID, act: Act) -> tuple[Rating, Project]:
    """The rating and the project that its scale is for; errors as for scales."""
    rating = get_object_or_404(Rating.objects.select_related("version__scale"), pk=pk)
    _scale, project = scale_for(request, rating.version.scale_id, act)
    return rating, project


def question_for(request: Request, pk: UUID, act: Act) -> Question:
    """The question to the editor with its claim; 404 where blind review keeps it from the person, too."""
    rows = Question.objects.filter(to=Asked.EDITOR, claim__in=Claim.objects.seen_by(request.user))
    question = get_object_or_404(rows.select_related("by", "answered_by"), pk=pk)
    question.claim = claim_for(request, question.claim_id, act)
    return get_object_or_404(rows.none()) if not rows.visible_to(request.user).filter(pk=pk) else question


def seat_for(request: Request, pk: UUID, act: Act) -> Seat:
    """The seat with its claim; errors as for articles."""
    seat = get_object_or_404(Seat.objects.filter(claim__in=Claim.objects.seen_by(request.user)), pk=pk)
    seat.claim = claim_for(request, seat.claim_id, act)
    return seat


def project_at_hand(request: Request, act: Act) -> Project:
    """The chosen project; 404 for a person without one, 403 where the role is not enough."""
    project = desk_of(request).project
    if project is None:
        return get_object_or_404(Project.objects.none())
    _require(request, act, project)
    return project


def _of_project(request: Request, rows: QuerySet[Owned], pk: UUID, act: Act) -> Owned:
    row: Owned = get_object_or_404(rows.filter(project__in=Project.objects.seen_by(request.user)), pk=pk)
    _require(request, act, row.project)
    return row


def _require(request: Request, act: Act, project: Project) -> Role:
    """The role; the page around it shows the project that the address belongs to."""
    role = desk_of(request).roles.get(project)
    desk_of(request).project = project
    return role if role and allows(role, act) else require(request.user, act, project)


def powers(role: Role | None) -> dict[str, bool]:
    """What the templates may offer."""
    return {f"may_{act.value}": allows(role, act) for act in Act}
