"""What stands around every page: the project at hand, the person's role, and whether workers are alive."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from claims.models import Membership, Notice, Project, Role
from claims.pipeline import heartbeat
from claims.views.keys import Keys
from claims.views.requests import Request

THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 3600


class Desk:
    """The projects a person belongs to and the one at hand; one query, when first asked."""

    def __init__(self, request: HttpRequest) -> None:
        self._user = request.user
        self._chosen = request.session.get("project")
        self._unread = 0

    @cached_property
    def roles(self) -> dict[Project, Role]:
        """Role by project; a superuser is an owner everywhere."""
        if not self._user.is_authenticated:
            return {}
        mine = Membership.objects.filter(user=self._user, project__deleted_at=None)
        if self._user.is_superuser:
            member = Exists(mine.filter(project=OuterRef("pk")))
            kept = Project.objects.kept().select_related("scale")
            rows: Any = kept.annotate(unread=self._count("pk"), is_member=member)
            self._unread = sum(row.unread for row in rows if row.is_member)
            return dict.fromkeys(rows, Role.OWNER)
        mine = (
            mine.select_related("project__scale").annotate(unread=self._count("project")).order_by("project__name")
        )
        self._unread = sum(row.unread for row in mine)
        return {row.project: Role(row.role) for row in mine}

    def _count(self, project: str) -> Coalesce:
        """The person's unread notices in a project: read with it, so that the count costs no query of its own."""
        found = Notice.objects.filter(to=self._user.pk, project=OuterRef(project)).unread().order_by()
        counted = found.values("project").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    @property
    def projects(self) -> list[Project]:
        """The person's projects by name."""
        return list(self.roles)

    @cached_property
    def project(self) -> Project | None:
        """The chosen project, or the first; None for somebody without one."""
        chosen = [project for project in self.projects if project.slug == self._chosen]
        return next(iter(chosen or self.projects), None)

    @property
    def unread(self) -> int:
        """Notices that the person has not read, in all their projects."""
        return self._unread if self.roles else 0

    @property
    def role(self) -> Role | None:
        """The person's role in the project at hand."""
        return self.roles.get(self.project) if self.project else None


def desk_of(request: HttpRequest) -> Desk:
    """The request's desk, made once."""
    if not hasattr(request, "_desk"):
        request._desk = Desk(request)  # type: ignore[attr-defined]
    return request._desk  # type: ignore[attr-defined, no-any-return]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html; costs nothing on answers that do not use it."""
    theme = request.COOKIES.get("theme", "")
    context: dict[str, Any] = {"theme": theme if theme in THEMES else ""}
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        desk = desk_of(request)
        context |= {
            "projects": lambda: desk.projects,
            "project": lambda: desk.project,
            "role": lambda: desk.role,
            "unread": lambda: desk.unread,
            "worker_alive": lambda: not heartbeat.unserved(),
            "worker_seen_at": worker_seen_at,
            "keys": Keys(request.user),
        }
    return context


def worker_seen_at() -> datetime | None:
    """When any worker last gave a sign of life, as far as Redis remembers."""
    seconds = heartbeat.last_seen()
    return None if seconds is None else timezone.now() - timedelta(seconds=seconds)


@require_safe
@login_required
def worker_banner(request: HttpRequest) -> HttpResponse:
    """The banner that says when no worker is alive."""
    return render(request, "_worker_banner.html")


@require_POST
@login_required
def project_switch(request: Request) -> HttpResponse:
    """Choose the project at hand."""
    project = get_object_or_404(Project.objects.seen_by(request.user), slug=request.POST.get("project", ""))
    request.session["project"] = project.slug
    return redirect("claims:desk")


@require_POST
def theme_set(request: HttpRequest) -> HttpResponseBase:
    """Force light or dark, or follow the system again; kept in a cookie."""
    back = request.POST.get("next") or request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(back if back and safe else reverse("claims:desk"))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
