"""Taking along: the article as a file, the choice of what, files that were written in the background."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims import tasks
from claims.formats.checked_copy import NotOneArticle
from claims.formats.registry import find, formats
from claims.interchange import ranged
from claims.interchange.chosen import LISTS, Chosen
from claims.models import Act, Article, ClaimState, Export, Project, Rating, Source, allows, require
from claims.pipeline import steer
from claims.pipeline.export import (
    Gone,
    UnknownFormat,
    check_history,
    check_key,
    claims_in,
    export,
    file_name,
    file_of,
    key_for,
    open_export,
)
from claims.views.access import article_for, powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of

EXPORTS_ON_PAGE = 20
OFFERED = 200
DAYS = ("since", "until")


@require_safe
@login_required
def article_export(request: Request, pk: UUID, fmt: str = "json") -> HttpResponseBase:
    """The article as a file, with the verdicts this person may see."""
    article = article_for(request, pk, Act.EXPORT)
    answer = _streamed(request, article.project, fmt, Chosen(articles=(article.pk,)), article)
    pieces: Any = answer.streaming_content
    try:
        whole = b"".join(pieces)  # small enough, so that what goes wrong is told instead
    except NotOneArticle as error:
        raise Http404(str(error)) from None
    return HttpResponse(whole, headers=dict(answer.items()))


@require_safe
@login_required
@vary_on_headers("HX-Request")
def export_list(request: Request) -> HttpResponse:
    """The form with a count of what it chooses, and what was asked for before."""
    project = project_at_hand(request, Act.EXPORT)
    if request.htmx and "count" in request.GET:
        return render(request, "claims/_export_count.html", _count(request, project, request.GET))
    return _page(request, project, request.GET)


@require_POST
@login_required
def export_start(request: Request) -> HttpResponseBase:
    """The file at once, or a job where it holds too much for that."""
    project = project_at_hand(request, Act.EXPORT)
    try:
        chosen, fmt = _chosen(request.POST), find(request.POST.get("format", "")).slug
    except (ValidationError, UnknownFormat):
        return _page(request, project, request.POST, status=422)
    if find(fmt).one_article and len(chosen.articles) != 1:
        words = _("This format is for one article: choose it under “Only a part of the project”.")
        return _page(request, project, request.POST, status=422, wrong=[words])
    with_history = bool(request.POST.get("with_history"))
    try:
        if with_history:
            check_history(project=project, viewer=request.user, fmt=fmt, chosen=chosen)
    except ValidationError as error:
        return _page(request, project, request.POST, status=422, wrong_history=error.messages)
    if claims_in(project=project, viewer=request.user, chosen=chosen) <= settings.EXPORT_DIRECT_CLAIMS:
        only = len(chosen.articles) == 1 and Article.objects.filter(project=project, pk=chosen.articles[0]).first()
        return _streamed(request, project, fmt, chosen, only or None, with_history=with_history)
    site = request.build_absolute_uri("/").rstrip("/")
    row = open_export(
        project=project, by=request.user, fmt=fmt, chosen=chosen, with_history=with_history, site=site
    )
    tasks.start(Export, [row.pk])
    return redirect("claims:export-detail", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def export_detail(request: Request, pk: UUID) -> HttpResponse:
    """How far it is, then the file with its checksum; a post cancels it or begins it again."""
    row = _export_for(request, pk)
    if request.method == "POST":
        if request.POST.get("act") == "cancel":
            steer.cancel(work=[row], by=request.user)
        else:
            tasks.start(Export, steer.ask_again(work=[row], by=request.user))
        return redirect("claims:export-detail", pk)
    context = {"nav": "exports", "export": row, **_told(request, row), **powers(desk_of(request).role)}
    template = "claims/_export_state.html" if request.htmx else "claims/export_detail.html"
    return render(request, template, context)


@require_safe
@never_cache
def export_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file: for whoever holds its link, else for the person who asked for it."""
    rows = Export.objects.select_related("project", "asked_by")
    key = request.GET.get("key", "")
    try:
        if key:
            row = get_object_or_404(rows, pk=pk)
            check_key(export=row, key=key)
        else:
            row = get_object_or_404(rows, pk=pk, asked_by=request.user.pk)
        file = file_of(export=row)
    except Gone as error:
        return HttpResponse(f"{error}\n", status=410, content_type="text/plain; charset=utf-8")
    name = file_name(project=row.project, fmt=row.format)
    kind = find(row.format).media_type
    return ranged.answer(request, file, size=row.size or 0, sha256=row.sha256, name=name, media_type=kind)


def _export_for(request: Request, pk: UUID) -> Export:
    rows = Export.objects.filter(project__in=Project.objects.seen_by(request.user), asked_by=request.user)
    row: Export = get_object_or_404(rows.select_related("project", "asked_by"), pk=pk)
    desk_of(request).project = row.project
    require(request.user, Act.EXPORT, row.project)
    return row


def _told(request: Request, row: Export) -> dict[str, Any]:
    """The format by its name and, where there is a file, the address that opens it without a session."""
    link = ""
    if row.file:
        link = f"{request.build_absolute_uri(request.path)}file/?key={key_for(export=row)}"
    known = formats().get(row.format)
    return {"format": known, "link": link}


def _streamed(
    request: Request,
    project: Project,
    fmt: str,
    chosen: Chosen,
    article: Article | None,
    *,
    with_history: bool = False,
) -> StreamingHttpResponse:
    """The file as it is read. What goes wrong on the way breaks the connection off, so that no part looks whole."""
    try:
        found = find(fmt)
    except UnknownFormat as error:
        raise Http404(str(error)) from None
    site = request.build_absolute_uri("/").rstrip("/")
    pieces = export(
        project=project, fmt=fmt, viewer=request.user, chosen=chosen, with_history=with_history, site=site
    )
    name = file_name(project=project, fmt=fmt, article=article)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(pieces, content_type=found.media_type, headers=headers)


def _chosen(given: Any) -> Chosen:
    """What the form says; raises ValidationError by field."""
    values = {name: [one for one in given.getlist(name) if one] for name in LISTS}
    return Chosen.from_values({**values, **{name: given.get(name, "") for name in DAYS}})


def _count(request: Request, project: Project, given: Any) -> dict[str, Any]:
    """How many claims the choice holds, or what is wrong with it."""
    try:
        number = claims_in(project=project, viewer=request.user, chosen=_chosen(given))
    except ValidationError as error:
        return {"wrong": [one for each in error.message_dict.values() for one in each]}
    return {"number": number, "at_once": number <= settings.EXPORT_DIRECT_CLAIMS}


def _page(request: Request, project: Project, given: Any, status: int = 200, **told: Any) -> HttpResponse:
    rows = Export.objects.filter(project=project, asked_by=request.user).defer("counts")
    page = Paginator(rows.order_by("-queued_at", "-id"), EXPORTS_ON_PAGE).get_page(given.get("page"))
    picked = {name: set(given.getlist(name)) for name in LISTS}
    known = formats()
    for row in page.object_list:
        row.format_label = known[row.format].label if row.format in known else row.format
    context = {
        "nav": "exports",
        "formats": known.values(),
        "format": given.get("format") or "json",
        "picked": picked,
        "with_history": bool(given.get("with_history")),
        "may_have_history": allows(desk_of(request).role, Act.SETTLE),
        "since": given.get("since", ""),
        "until": given.get("until", ""),
        "states": ClaimState.choices,
        **_offered(project, picked["articles"]),
        "exports": page.object_list,
        "page_obj": page,
        "any_unfinished": any(row.is_unfinished for row in page.object_list),
        **_count(request, project, given),
        **told,
        **powers(desk_of(request).role),
    }
    return render(request, "claims/export_list.html", context, status=status)


def _offered(project: Project, picked: set[str]) -> dict[str, Any]:
    """What can be chosen among; of many articles and sources the newest and the first by name."""
    articles = Article.objects.filter(project=project, deleted_at=None)
    newest = list(articles.order_by("-created_at").values_list("pk", "title")[:OFFERED])
    there = {str(pk) for pk, _title in newest}
    missing = [one for one in picked - there if _is_id(one)]
    named = list(articles.filter(pk__in=missing).values_list("pk", "title")) if missing else []
    sources = Source.objects.filter(project=project).order_by("name").values_list("pk", "name")[:OFFERED]
    ratings = Rating.objects.newest_of(project.scale).values_list("slug", "label")
    return {"articles": [*named, *newest], "sources": list(sources), "ratings": list(ratings)}


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
