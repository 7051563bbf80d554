"""Putting an article in: pasted at once; a file or an address by way of what was read from it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims import tasks
from claims.forms import ArticleForm, ExtractionForm
from claims.models import Act, Article, Intake, Project
from claims.pipeline import ingest, read, steer
from claims.views.access import intake_for, powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def article_new(request: Request) -> HttpResponse:
    """The form with its three ways."""
    project = project_at_hand(request, Act.INGEST)
    if request.method != "POST":
        return _form(request, ArticleForm())
    form = ArticleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form)
    if form.chosen == "text":
        return _paste(request, project, form)
    upload = form.cleaned_data["upload"] if form.chosen == "file" else None
    url = form.cleaned_data["url"] if form.chosen == "url" else ""
    intake = read.open_intake(project=project, by=request.user, url=url, upload=upload)
    tasks.start_intake(intake.pk)
    messages.success(request, _("Handed in. It is read in the background."), extra_tags="draft:article-new")
    return redirect("claims:intake-detail", intake.pk)


def _paste(request: Request, project: Project, form: ArticleForm) -> HttpResponse:
    data = form.cleaned_data
    known = ("title", "text", "publisher", "byline", "published_at", "again", "tags")
    given = {key: data[key] for key in known} | {"written_by": request.user if data["mine"] else None}
    try:
        article = ingest.create_article(project=project, by=request.user, **given)
    except ingest.Refused as error:
        form.add_error("text", str(error))
        return _form(request, form)
    except ingest.AlreadyHere as known_text:
        return _form(request, form, known_text.article)
    return _started(request, article, "article-new")


def _started(request: Request, article: Article, draft: str) -> HttpResponse:
    """Split it and show it; the message's tag tells the browser that the server has what it kept for us."""
    tasks.start_split(article.latest().split.pk)
    messages.success(
        request, _("Put in. Its claims appear as soon as the text is split."), extra_tags=f"draft:{draft}"
    )
    return redirect(article)


def _form(request: Request, form: ArticleForm, already_here: Article | None = None) -> HttpResponse:
    context = {
        "nav": "articles",
        "form": form,
        "already_here": already_here,
        "max_bytes": settings.ARTICLE_MAX_BYTES,
        **powers(desk_of(request).role),
    }
    wrong = form.is_bound and (bool(form.errors) or already_here)
    return render(request, "claims/article_new.html", context, status=422 if wrong else 200)


@require_safe
@login_required
@vary_on_headers("HX-Request")
def intake_detail(request: Request, pk: UUID) -> HttpResponse:
    """How far the reading is, then what was read, to be looked over."""
    return _intake(request, intake_for(request, pk, Act.INGEST))


@require_POST
@login_required
def intake_freeze(request: Request, pk: UUID) -> HttpResponse:
    """Make an article of what was read, as corrected."""
    intake = intake_for(request, pk, Act.INGEST)
    form = ExtractionForm(request.POST)
    if not form.is_valid():
        return _intake(request, intake, form)
    try:
        given = form.cleaned_data
        given["written_by"] = request.user if given.pop("mine") else None
        article = ingest.accept_intake(intake=intake, by=request.user, **given)
    except ingest.Refused as error:
        form.add_error("text", str(error))
        return _intake(request, intake, form)
    except ingest.AlreadyHere as known_text:
        return _intake(request, intake, form, known_text.article)
    return _started(request, article, f"intake:{intake.pk}")


@require_POST
@login_required
def intake_retry(request: Request, pk: UUID) -> HttpResponse:
    """Read again after a failure or a cancellation."""
    for waiting in steer.ask_again(work=[intake_for(request, pk, Act.INGEST)], by=request.user):
        tasks.start_intake(waiting)
    return redirect("claims:intake-detail", pk)


@require_POST
@login_required
def intake_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Cancel a reading that has not ended."""
    steer.cancel(work=[intake_for(request, pk, Act.INGEST)], by=request.user)
    return redirect("claims:intake-detail", pk)


def _intake(
    request: Request, intake: Intake, form: ExtractionForm | None = None, known: Article | None = None
) -> HttpResponse:
    fields = ("title", "text", "publisher", "byline", "published_at")
    initial = {name: getattr(intake, name) for name in fields}
    context = {
        "nav": "articles",
        "intake": intake,
        "form": form or ExtractionForm(initial=initial),
        "already_here": known,
        **powers(desk_of(request).role),
    }
    whole = not request.htmx
    template = "claims/intake_detail.html" if whole else "claims/_intake_state.html"
    return render(request, template, context, status=422 if form else 200)
