"""The trash: what lies in it, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import tasks
from claims.models import Act, Project, Retention, Role, User, Work
from claims.pipeline import collect, fact_checks, library, trash
from claims.views.access import _require, powers
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.trash_shown import KINDS, SHOWN, thrown

if TYPE_CHECKING:
    from uuid import UUID


@require_safe
@login_required
def trash_page(request: Request) -> HttpResponse:
    """What is in the trash of the project at hand, and the person's own projects that are in it."""
    desk = desk_of(request)
    rule = Retention.objects.filter(project=desk.project).first() if desk.project else None
    rows = thrown(desk.project, desk.role, rule.trash_days if rule else None) if desk.project else []
    just = request.GET.get("just", "")
    context = {
        "nav": "trash",
        "rows": rows,
        "just": next((one for one in rows if str(one.row.pk) == just), None),
        "days": rule.trash_days if rule else None,
        "most": SHOWN,
        "gone_projects": gone_projects(request.user),
        **powers(desk.role),
    }
    return render(request, "claims/trash_page.html", context)


def gone_projects(user: User) -> QuerySet[Project]:
    """Projects in the trash that the person may take out: those they own; all for a superuser."""
    rows = Project.objects.exclude(deleted_at=None).order_by("-deleted_at")
    mine = Q(memberships__user=user, memberships__role=Role.OWNER)
    return rows if user.is_superuser else rows.filter(mine)


@require_POST
@login_required
def trash_restore(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Take one thing out of the trash; 404 for what is not there, 403 where the role is not enough."""
    if kind == "project":
        return _restore_project(request, pk)
    row = thing_for(request, kind, pk)
    begin(_RESTORE[kind](row, request.user))
    messages.success(request, _("It is back, with all that belongs to it."))
    return redirect(_PLACES[kind], *([pk] if kind != "subscription" else []))


def thing_for(request: Request, kind: str, pk: UUID, act: Act | None = None) -> Any:
    """A thing of one of the person's projects, in the trash or out of it: a double click finds it, too."""
    if kind not in KINDS:
        raise Http404
    there = KINDS[kind].rows(desk_of(request).projects).select_related("project")
    found = get_object_or_404(there, pk=pk)
    _require(request, act or KINDS[kind].act, found.project)
    return found


def begin(begun: dict[type[Work], list[Any]] | None) -> None:
    """Hand work that goes on to workers."""
    for kind, ids in (begun or {}).items():
        tasks.start(kind, ids)


def _restore_project(request: Request, pk: UUID) -> HttpResponse:
    project = get_object_or_404(gone_projects(request.user), pk=pk)
    try:
        begin(trash.restore_project(project=project, by=request.user))
    except trash.Refused as error:
        messages.error(request, " ".join(error.messages))
        return redirect("claims:trash-page")
    request.session["project"] = project.slug
    messages.success(request, _("The project is back, with all that belongs to it."))
    return redirect("claims:desk")


def _document(row: Any, by: User) -> None:
    library.restore_document(document=row, by=by)


def _fact_check(row: Any, by: User) -> None:
    fact_checks.restore_fact_check(fact_check=row, by=by)


def _source(row: Any, by: User) -> None:
    trash.restore_source(source=row, by=by)


def _subscription(row: Any, by: User) -> None:
    collect.resubscribe(subscription=row, by=by)


_RESTORE: dict[str, Any] = {
    "article": lambda row, by: trash.restore_article(article=row, by=by),
    "document": _document,
    "fact_check": _fact_check,
    "source": _source,
    "subscription": _subscription,
}
_PLACES = {
    "article": "claims:article-detail",
    "document": "claims:document-detail",
    "fact_check": "claims:fact-check-detail",
    "source": "claims:source-detail",
    "subscription": "claims:collection-list",
}
