"""Asking experts: the project's links, a new one, and the page that the expert sees, which stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.models import Act, Article, Claim, ExpertLink, Opinion, Project
from claims.pipeline import expert
from claims.views.access import powers, project_at_hand
from claims.views.requests import uuid_of
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from claims.views.requests import Request

ON_PAGE = 30
ARTICLES_OFFERED = 50


@require_safe
@login_required
def expert_list(request: Request) -> HttpResponse:
    """The project's links: who was asked, until when, how much they answered."""
    project = project_at_hand(request, Act.ASK_OUTSIDE)
    page = Paginator(links_of(project), ON_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"nav": "experts", "links": page.object_list, "page_obj": page}
    context |= {"now": timezone.now(), "days": expert.DAYS, **powers(desk_of(request).role)}
    return render(request, "claims/expert_list.html", context)


def links_of(project: Project) -> QuerySet[ExpertLink]:
    """With ``asked`` and ``answered``: of how many claims, newest link first."""
    answered = Count("questions", filter=Q(questions__answered_at__isnull=False))
    return (
        project.expert_links.select_related("by")
        .annotate(asked=Count("questions"), answered=answered)
        .order_by("-created_at", "-id")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def expert_new(request: Request) -> HttpResponse:
    """Choose claims of an article, and make a link; it is shown once, on the page that answers."""
    project = project_at_hand(request, Act.ASK_OUTSIDE)
    given = request.POST if request.method == "POST" else request.GET
    in_hand = uuid_of(given.get("claim", ""))
    claims = _claims(project, uuid_of(given.get("article", "")), in_hand)
    context: dict[str, Any] = {
        "nav": "experts",
        "claims": claims,
        "chosen": set(request.POST.getlist("claims")) or {str(in_hand)},
        "articles": Article.objects.filter(project=project, deleted_at=None)[:ARTICLES_OFFERED],
        "article": claims[0].revision.article if claims else None,
        "typed": given,
        "days": given.get("days") or expert.DAYS,
        "most_days": expert.MOST_DAYS,
        **powers(desk_of(request).role),
    }
    if request.method != "POST":
        return render(request, "claims/expert_new.html", context)
    for row in claims:
        row.asked = given.get(f"question-{row.pk}", "")  # type: ignore[attr-defined] # for the form, as typed
    chosen = [row for row in claims if str(row.pk) in context["chosen"]]
    try:
        link, token = expert.make_link(
            project=project,
            by=request.user,
            expert=given.get("expert", ""),
            message=given.get("message", ""),
            days=int(given["days"]) if given.get("days", "").isdecimal() else 0,
            questions={row: row.asked for row in chosen},  # type: ignore[attr-defined]
        )
    except ValidationError as error:
        return render(request, "claims/expert_new.html", context | {"errors": error.message_dict}, status=422)
    address = request.build_absolute_uri(reverse("claims:expert-page", args=[token]))
    return render(request, "claims/expert_made.html", context | {"link": link, "address": address})


def _claims(project: Project, article: UUID | None, claim: UUID | None) -> list[Claim]:
    """The claims that can be chosen: those of the article, or of the article of the claim in hand."""
    rows = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    if claim:
        rows = rows.filter(revision__claims=claim)
    elif article:
        rows = rows.filter(revision__article=article)
    else:
        return []
    rows = rows.select_related("revision__article").defer("revision__text", "search").order_by("-revision__number")
    found = list(rows)
    return sorted((row for row in found if row.revision_id == found[0].revision_id), key=lambda row: row.number)


@require_POST
@login_required
def expert_change(request: Request, pk: UUID) -> HttpResponse:
    """Revoke a link, or move its deadline (``days`` from now)."""
    project = project_at_hand(request, Act.ASK_OUTSIDE)
    link = get_object_or_404(ExpertLink.objects.filter(project=project).select_related("project"), pk=pk)
    try:
        if "revoke" in request.POST:
            expert.revoke(link=link, by=request.user)
            messages.success(request, _("The link is closed. What was answered stays."))
        else:
            days = request.POST.get("days", "")
            expert.extend(link=link, by=request.user, days=int(days) if days.isdecimal() else 0)
            messages.success(request, _("The deadline is moved."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("claims:expert-list")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def expert_page(request: HttpRequest, token: str) -> HttpResponse:
    """What the expert sees, with or without an account: the claims they are asked about, and nothing else."""
    link = expert.find_link(token=token)
    if link is None:
        return _unlisted(render(request, "claims/expert_gone.html", status=404))
    is_over = link.expires_at <= timezone.now()
    context: dict[str, Any] = {"link": link, "is_over": is_over, "opinions": list(Opinion)}
    status = 200
    if request.method == "POST":
        given = _given(request)
        try:
            context["taken"] = expert.answer(link=link, given=given)
        except ValidationError as error:
            wrong = error.message_dict if hasattr(error, "error_dict") else {}
            context |= {"wrong": wrong, "refused": [] if wrong else error.messages, "given": given}
            status = 422
    elif not is_over:
        expert.note_opened(link=link)
    context["questions"] = _asked(link, context)
    return _unlisted(render(request, "claims/expert_page.html", context, status=status))


def _unlisted(answer: HttpResponse) -> HttpResponse:
    """Not for search engines. The site's Referrer-Policy, same-origin, keeps the address from other sites; with
    no-referrer browsers would send the form without an origin, which is refused."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _asked(link: ExpertLink, context: dict[str, Any]) -> list[dict[str, Any]]:
    """Each question as it is shown: what was refused with its reason and as it was typed, else what is kept."""
    there = link.questions.filter(claim__deleted_at=None, claim__revision__article__deleted_at=None)
    rows = there.select_related("claim__revision__article").defer(
        "claim__search", "claim__text", "claim__revision__text"
    )
    typed, wrong = context.get("given", {}), context.get("wrong", {})
    return [
        {
            "row": row,
            "article": row.claim.revision.article,
            "said": typed.get(str(row.pk)) or expert.Said(row.opinion, row.answer, row.sources),
            "errors": wrong.get(str(row.pk), []),
        }
        for row in rows.order_by("claim__number")
    ]


def _given(request: HttpRequest) -> dict[str, expert.Said]:
    found = {name.partition("-")[2] for name in request.POST if name.startswith("answer-")}
    return {
        pk: expert.Said(*(request.POST.get(f"{name}-{pk}", "") for name in ("opinion", "answer", "sources")))
        for pk in found
    }
