"""Jobs: what runs in the background, what failed and why, how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from claims import tasks
from claims.models import Act, Intake, Lookup, Project, Split, Work, WorkState, allows
from claims.pipeline import look_up, steer
from claims.views.access import project_at_hand
from claims.views.panel import powers
from claims.views.requests import Request
from claims.views.shell import desk_of

JOBS_ON_PAGE = 50
FAILURES_ON_DESK = 5
CHANGED_AT_ONCE = 2000
STATES = ("unfinished", "failed", "all")


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


@require_safe
@login_required
def job_list(request: Request) -> HttpResponse:
    """Splits, readings and look-ups of the project at hand."""
    project = project_at_hand(request, Act.READ)
    counts = {state: sum(rows.count() for rows in _work(project, state)) for state in STATES}
    default = "unfinished" if counts["unfinished"] else "all"
    asked = request.GET.get("show", "")
    shown = asked if asked in STATES else default
    pages: Paginator[Any] = Paginator(_Merged(project, shown), JOBS_ON_PAGE)
    page = pages.get_page(request.GET.get("page"))
    labels = {"unfinished": _("Running and queued"), "failed": _("Failed"), "all": _("All")}
    context = {
        "nav": "jobs",
        "jobs": [_job(row, may_act=allows(desk_of(request).role, Act.LOOK_UP)) for row in page.object_list],
        "page_obj": page,
        "any_unfinished": bool(counts["unfinished"]),
        "failed_lookups": Lookup.objects.failed().filter(claim__revision__article__project=project).count(),
        "queued_lookups": Lookup.objects.unfinished().filter(claim__revision__article__project=project).count(),
        "filters": [
            {"url": f"?show={state}", "on": state == shown, "label": label, "count": counts[state]}
            for state, label in labels.items()
        ],
        **powers(desk_of(request).role),
    }
    return render(request, "claims/job_list.html", context)


@require_POST
@login_required
def lookups_retry(request: Request) -> HttpResponse:
    """Ask again for every failed look-up of the project."""
    project = project_at_hand(request, Act.LOOK_UP)
    failed = Lookup.objects.failed().filter(claim__revision__article__project=project)
    rows = failed.select_related("claim__revision__article").defer("claim__revision__text")[:CHANGED_AT_ONCE]
    ids = steer.ask_again(work=rows, by=request.user)
    tasks.start_lookups(ids)
    said = ngettext("%(n)d look-up is asked again.", "%(n)d look-ups are asked again.", len(ids))
    messages.success(request, said % {"n": len(ids)})
    return redirect("claims:job-list")


@require_POST
@login_required
def lookups_cancel(request: Request) -> HttpResponse:
    """Cancel every look-up of the project that has not ended."""
    project = project_at_hand(request, Act.LOOK_UP)
    waiting = Lookup.objects.unfinished().filter(claim__revision__article__project=project)
    rows = waiting.select_related("claim__revision__article").defer("claim__revision__text")[:CHANGED_AT_ONCE]
    n = steer.cancel(work=rows, by=request.user)
    messages.success(
        request, ngettext("%(n)d look-up was cancelled.", "%(n)d look-ups were cancelled.", n) % {"n": n}
    )
    return redirect("claims:job-list")


def recent_failures(project: Project) -> list[Job]:
    """The newest failures, for the desk."""
    rows = [row for kind in _work(project, "failed") for row in kind.order_by("-finished_at")[:FAILURES_ON_DESK]]
    newest = sorted(rows, key=lambda row: row.finished_at or row.queued_at, reverse=True)
    return [_job(row, may_act=False) for row in newest[:FAILURES_ON_DESK]]


def _work(project: Project, state: str) -> list[Any]:
    """The three kinds of work of a project, narrowed to a state."""
    kinds = [
        Split.objects.filter(revision__article__project=project)
        .select_related("revision__article")
        .defer("revision__text"),
        Intake.objects.filter(project=project).defer("text"),
        Lookup.objects.filter(claim__revision__article__project=project)
        .select_related("claim__revision__article")
        .defer("claim__revision__text"),
    ]
    if state == "all":
        return kinds
    return [rows.unfinished() if state == "unfinished" else rows.failed() for rows in kinds]


class _Merged(Sequence[Any]):
    """The kinds of work as one list, newest first, read a page at a time."""

    def __init__(self, project: Project, state: str) -> None:
        self._kinds = _work(project, state)

    def __len__(self) -> int:
        return sum(rows.count() for rows in self._kinds)

    def __getitem__(self, part: Any) -> Any:
        newest: Iterable[Work] = (
            row for rows in self._kinds for row in rows.order_by("-queued_at", "-id")[: part.stop]
        )
        return sorted(newest, key=lambda row: (row.queued_at, row.pk), reverse=True)[part]


def _job(row: Work, *, may_act: bool) -> Job:
    what, title, url, name = _described(row)
    acts = may_act and name
    key = row.revision.article_id if isinstance(row, Split) else row.pk
    again = row.state in (WorkState.FAILED, WorkState.CANCELLED)
    return Job(
        what=what,
        title=title,
        url=url,
        state=row.state,
        attempts=row.attempts,
        queued_at=row.queued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        error=row.error,
        cancel_url=reverse(f"claims:{name}-cancel", args=[key]) if acts and row.is_unfinished else "",
        retry_url=reverse(f"claims:{name}-retry", args=[key]) if acts and again else "",
    )


def _described(row: Any) -> tuple[str, str, str, str]:
    """What it is, of what, where to see it, and the name its addresses begin with."""
    if isinstance(row, Split):
        return _("Split"), row.revision.article.title, row.revision.article.get_absolute_url(), "split"
    if isinstance(row, Intake):
        return _("Reading"), str(row), reverse("claims:intake-detail", args=[row.pk]), "intake"
    name = look_up.provider_names().get(row.provider, row.provider)
    what = _("Look-up: %(provider)s") % {"provider": name}
    return what, row.claim.text[:120], row.claim.get_absolute_url(), "lookup"
