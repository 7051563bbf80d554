"""The desk: the next claim for me, the articles in work, what failed, what waits on whom."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from claims.models import Act, Article, Claim, Project, Role, User, allows
from claims.views.access import powers
from claims.views.jobs import recent_failures
from claims.views.requests import Request
from claims.views.shell import desk_of

ARTICLES_ON_DESK = 12
ARTICLES_ON_PAGE = 30


@require_safe
@login_required
def desk(request: Request) -> HttpResponse:
    """The first page after signing in."""
    project, role = desk_of(request).project, desk_of(request).role
    if project is None:
        return render(request, "claims/desk_without_project.html", {"nav": "desk"})
    waiting = open_claims(project, request.user) if allows(role, Act.JUDGE) else Claim.objects.none()
    articles = in_project(project, request.user)[:ARTICLES_ON_DESK]
    context = {
        "nav": "desk",
        "next_claim": _next(waiting),
        "open_for_me": waiting.count(),
        "articles": articles,
        "failures": recent_failures(project),
        "waiting": _waiting(project, role),
        **powers(role),
    }
    return render(request, "claims/desk.html", context)


@require_safe
@login_required
def article_list(request: Request) -> HttpResponse:
    """Every article of the project, newest first."""
    project, role = desk_of(request).project, desk_of(request).role
    articles = in_project(project, request.user) if project else Article.objects.none()
    page = Paginator(articles, ARTICLES_ON_PAGE).get_page(request.GET.get("page"))
    context = {"nav": "articles", "articles": page.object_list, "page_obj": page, **powers(role)}
    return render(request, "claims/article_list.html", context)


def in_project(project: Project, viewer: User) -> QuerySet[Article]:
    """The project's articles with their progress, newest first."""
    return Article.objects.filter(project=project, deleted_at=None).with_progress(viewer).order_by("-id")


def open_claims(project: Project, viewer: User) -> QuerySet[Claim]:
    """What waits for the viewer's verdict, the most worth checking first."""
    claims = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    return claims.filter(state="open").unjudged_by(viewer).order_by("-worthiness", "id")


def _next(waiting: QuerySet[Claim]) -> dict[str, Any] | None:
    claim = waiting.select_related("revision__article").defer("revision__text").first()
    if claim is None:
        return None
    hop = claim.attributions.select_related("source").order_by("hop").first()
    return {
        "text": claim.text,
        "reasons": claim.reasons,
        "article_title": claim.revision.article.title,
        "url": f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}",
        "source_name": hop.source.name if hop and hop.source else "",
        "source_kind": hop.source.kind if hop and hop.source else "article",
    }


def _waiting(project: Project, role: Role | None) -> list[dict[str, str]]:
    """What waits on others: disputed claims on an editor."""
    claims = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    disputed = claims.filter(state="disputed").count()
    if not disputed:
        return []
    who = _("You, as an editor") if allows(role, Act.SETTLE) else _("An editor")
    what = ngettext("%(n)d disputed claim", "%(n)d disputed claims", disputed) % {"n": disputed}
    return [{"who": who, "what": what}]
