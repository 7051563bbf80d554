"""The list of articles: all of them, those with something left to do, those that are done; found by title."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from claims.models import Article, Claim, ClaimState, Project, User
from claims.models.claim import ClaimQuerySet
from claims.views.access import powers
from claims.views.requests import Request
from claims.views.shell import desk_of

ON_PAGE = 30
LONGEST_SEARCH = 200

Sift = Callable[[QuerySet[Article], User], QuerySet[Article]]


@require_safe
@login_required
def article_list(request: Request) -> HttpResponse:
    """Every article of the project, newest first, as far as the filter and the words let through."""
    project, role = desk_of(request).project, desk_of(request).role
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "all"
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    articles = in_project(project, request.user) if project else Article.objects.none()
    articles = SHOWN[show][1](articles.filter(title__icontains=words) if words else articles, request.user)
    page = Paginator(articles, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "articles",
        "articles": page.object_list,
        "page_obj": page,
        "q": words,
        "show": show,
        "filters": [(key, label) for key, (label, _sift) in SHOWN.items()],
        "narrowed": bool(words) or show != "all",
        **powers(role),
    }
    return render(request, "claims/article_list.html", context)


def in_project(project: Project, viewer: User) -> QuerySet[Article]:
    """The project's articles with their progress, newest first."""
    return Article.objects.filter(project=project, deleted_at=None).with_progress(viewer).order_by("-id")


def _claims() -> ClaimQuerySet:
    return Claim.objects.kept().filter(revision__article=OuterRef("pk"))


def _all(articles: QuerySet[Article], _viewer: User) -> QuerySet[Article]:
    return articles


def _for_me(articles: QuerySet[Article], viewer: User) -> QuerySet[Article]:
    return articles.filter(Exists(_claims().filter(state=ClaimState.OPEN).unjudged_by(viewer)))


def _in_work(articles: QuerySet[Article], _viewer: User) -> QuerySet[Article]:
    return articles.filter(Exists(_claims().in_work()))


def _disputed(articles: QuerySet[Article], _viewer: User) -> QuerySet[Article]:
    return articles.filter(Exists(_claims().filter(state=ClaimState.DISPUTED)))


def _done(articles: QuerySet[Article], _viewer: User) -> QuerySet[Article]:
    return articles.filter(Exists(_claims())).exclude(Exists(_claims().in_work()))


SHOWN: dict[str, tuple[object, Sift]] = {
    "all": (_("All"), _all),
    "me": (_("For me"), _for_me),
    "work": (_("In work"), _in_work),
    "disputed": (_("Disputed"), _disputed),
    "done": (_("Settled"), _done),
}
"""What the list may be narrowed to: the words on the page, and what it lets through."""
