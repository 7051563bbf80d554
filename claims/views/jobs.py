"""Jobs: what runs in the background, what failed and why, how long it took, and how the services are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from claims import tasks
from claims.models import Act, Project, Work, WorkState, allows, require
from claims.pipeline import steer
from claims.retrieval.jobs import KINDS, SHOWN, Jobs, Kind, Scope, count, kind_of
from claims.views.access import article_for, powers, project_at_hand
from claims.views.job_kinds import told_of
from claims.views.requests import Request
from claims.views.services import services_shown
from claims.views.shell import desk_of

JOBS_ON_PAGE = 50
FAILURES_ON_DESK = 5


@dataclass(slots=True)
class Job:
    """One row of the list."""

    what: str
    title: str
    url: str
    state: str
    attempts: int
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    cancel_url: str
    retry_url: str
    next_step: str
    next_url: str


@require_safe
@login_required
def job_list(request: Request) -> HttpResponse:
    """The background work of the project at hand, or of one of its articles, and the outside services."""
    scope = _scope(request, Act.READ, request.GET.get("article", ""))
    role = desk_of(request).role
    counts = count(scope)
    default = "unfinished" if counts["unfinished"] else "all"
    asked = request.GET.get("show", "")
    shown = asked if asked in SHOWN else default
    pages: Paginator[Any] = Paginator(Jobs.of(scope, shown, length=counts[shown]), JOBS_ON_PAGE)
    page = pages.get_page(request.GET.get("page"))
    labels = {"unfinished": _("Running and queued"), "failed": _("Failed"), "all": _("All")}
    may_steer = allows(role, Act.LOOK_UP)
    context = {
        "nav": "jobs",
        "jobs": [_job(row, may_act=may_steer) for row in page.object_list],
        "page_obj": page,
        "any_unfinished": bool(counts["unfinished"]),
        "failed_jobs": counts["failed"] if may_steer else 0,
        "unfinished_jobs": counts["unfinished"] if may_steer else 0,
        "filters": [
            {"url": _address(scope, show=state), "on": state == shown, "label": label, "count": counts[state]}
            for state, label in labels.items()
        ],
        "of_article": scope.article,
        **powers(role),
        **services_shown(role),
    }
    return render(request, "claims/job_list.html", context)


@require_POST
@login_required
def jobs_retry(request: Request) -> HttpResponse:
    """Begin again whatever failed in the project or for an article, as far as the person may."""
    scope = _scope(request, Act.LOOK_UP, request.POST.get("article", ""))
    queued = steer.ask_all_again(kinds=scope.in_reach, scope=scope, by=request.user)
    for model, ids in queued.items():
        tasks.start(model, ids)
    begun = sum(map(len, queued.values()))
    messages.success(request, ngettext("%(n)d job begins again.", "%(n)d jobs begin again.", begun) % {"n": begun})
    return redirect(reverse("claims:job-list") + _address(scope))


@require_POST
@login_required
def jobs_cancel(request: Request) -> HttpResponse:
    """Cancel whatever of the project or for an article has not ended, as far as the person may."""
    scope = _scope(request, Act.LOOK_UP, request.POST.get("article", ""))
    ended = steer.cancel_all(kinds=scope.in_reach, scope=scope, by=request.user)
    said = ngettext("%(n)d job was cancelled.", "%(n)d jobs were cancelled.", ended)
    messages.success(request, said % {"n": ended})
    return redirect(reverse("claims:job-list") + _address(scope))


@require_POST
@login_required
def job_retry(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Begin one job again after a failure or a cancellation."""
    row = _row(request, kind, pk)
    tasks.start(type(row), steer.ask_again(work=[row], by=request.user))
    told = told_of(row)
    return redirect(told.told(row)[1] if told.leads_on else "claims:job-list")


@require_POST
@login_required
def job_cancel(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Cancel one job that has not ended."""
    steer.cancel(work=[_row(request, kind, pk)], by=request.user)
    return redirect("claims:job-list")


def recent_failures(project: Project) -> list[Job]:
    """The newest failures, for the desk."""
    scope = Scope(project)
    failed = (kind.rows(scope, "failed").order_by("-finished_at") for kind in scope.kinds)
    rows = [row for each in failed for row in each[:FAILURES_ON_DESK]]
    newest = sorted(rows, key=lambda row: row.finished_at or row.queued_at, reverse=True)
    return [_job(row, may_act=False) for row in newest[:FAILURES_ON_DESK]]


def _scope(request: Request, act: Act, article: str) -> Scope:
    """The project at hand, or the one of the article named, as far as the person may."""
    if not article:
        project = project_at_hand(request, act)
        return Scope(project, role=desk_of(request).role)
    try:
        one = article_for(request, UUID(article), act)
    except ValueError as error:
        raise Http404 from error
    return Scope(one.project, one, desk_of(request).role)


def _address(scope: Scope, **more: str) -> str:
    """The end of the page's address that keeps to the scope."""
    asked = ({"article": str(scope.article.pk)} if scope.article else {}) | more
    return f"?{urlencode(asked)}" if asked else ""


def _row(request: Request, name: str, pk: UUID) -> Work:
    """The row, or 404 for a stranger and 403 for a member whose role is not enough."""
    if name not in KINDS:
        raise Http404
    kind = KINDS[name]
    project = get_object_or_404(Project.objects.seen_by(request.user), pk=_project_of(kind, pk))
    require(request.user, kind.act, project)
    row: Work = get_object_or_404(kind.rows(Scope(project), "all"), pk=pk)
    return row


def _project_of(kind: Kind, pk: UUID) -> Any:
    rows: Any = kind.model._default_manager
    return rows.filter(pk=pk).values_list(kind.model.project_path, flat=True).first()


def _job(row: Work, *, may_act: bool) -> Job:
    kind, told = kind_of(row), told_of(row)
    what, url = told.told(row)
    next_step, next_url = told.waits(row) if told.waits else ("", "")
    again = row.state in (WorkState.FAILED, WorkState.CANCELLED) and not next_url
    address = [kind.name, row.pk]
    return Job(
        what=what,
        title=kind.about(row),
        url=url,
        state=row.state,
        attempts=row.attempts,
        queued_at=row.queued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        error=row.error,
        cancel_url=reverse("claims:job-cancel", args=address) if may_act and row.is_unfinished else "",
        retry_url=reverse("claims:job-retry", args=address) if may_act and again else "",
        next_step=next_step,
        next_url=next_url,
    )
