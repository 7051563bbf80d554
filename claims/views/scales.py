"""Scales: those a project may judge on, one with its ratings and editions, choosing and retiring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.models import Act, Claim, Project, Rating, Scale, Verdict, allows
from claims.pipeline import scales
from claims.views.access import powers, project_at_hand, rating_for, scale_for
from claims.views.requests import Request
from claims.views.scale_versions import editions
from claims.views.shell import desk_of


def scales_of(project: Project) -> QuerySet[Scale]:
    """The presets and the project's own, each with ``newest`` (a version number) and ``offered`` (how many)."""
    rows = Scale.objects.filter(Q(project=None) | Q(project=project)).select_related("copy_of")
    on_offer = Count("versions__ratings", filter=Q(versions__ratings__retired_at=None))
    return rows.annotate(newest=Max("versions__number"), ever=on_offer).filter(newest__isnull=False)


@require_safe
@login_required
def scale_list(request: Request) -> HttpResponse:
    """The scale in use with its ratings, then the project's other ones and the presets."""
    project = project_at_hand(request, Act.READ)
    rows = list(scales_of(project))
    context = {
        "nav": "scales",
        "own": [row for row in rows if row.project_id and row.pk != project.scale_id],
        "presets": [row for row in rows if not row.project_id and row.pk != project.scale_id],
        **_ratings(project.scale),
        "scale": next(row for row in rows if row.pk == project.scale_id),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/scale_list.html", context)


@require_safe
@login_required
def scale_page(request: Request, pk: UUID) -> HttpResponse:
    """One scale: its ratings with their rules, what is retired, and its editions."""
    scale, project = scale_for(request, pk, Act.READ)
    return _page(request, scale, project)


def _page(request: Request, scale: Scale, project: Project, status: int = 200, **more: Any) -> HttpResponse:
    role = desk_of(request).role
    context = {
        "nav": "scales",
        "scale": scale,
        "in_use": project.scale_id == scale.pk,
        "own_copy": project.scale if project.scale.copy_of_id == scale.pk else None,
        "editions": editions(scale, project, counted=allows(role, Act.GUIDE)),
        **_ratings(scale),
        **powers(role),
        **more,
    }
    return render(request, "claims/scale_page.html", context, status=status)


def _ratings(scale: Scale) -> dict[str, Any]:
    rows = list(Rating.objects.newest_of(scale).select_related("version__scale").order_by("position"))
    offered = [row for row in rows if row.retired_at is None]
    values = [row.value for row in offered if row.value is not None]
    return {
        "ratings": offered,
        "retired": [row for row in rows if row.retired_at is not None],
        "scale_low": min(values, default=None),
        "scale_high": max(values, default=None),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def scale_choose(request: Request, pk: UUID) -> HttpResponse:
    """Say what happens when the project judges on this scale; POST does it."""
    scale, project = scale_for(request, pk, Act.GUIDE)
    changed = False
    if request.method == "POST":
        try:
            scales.choose_scale(project=project, scale=scale, by=request.user, basis=_seen(request))
        except scales.Changed:
            changed = True
            project = Project.objects.select_related("scale").get(pk=project.pk)
        except scales.Refused as refused:
            return _page(request, scale, project, status=422, refused=refused.messages)
        else:
            messages.success(request, _("New verdicts are given on “%(name)s”.") % {"name": scale.name})
            return redirect("claims:scale-page", scale.pk)
    context = {
        "nav": "scales", "scale": scale, "current": project.scale, "changed": changed,
        "akin": (scale.copy_of_id or scale.pk) == (project.scale.copy_of_id or project.scale_id),
        **_waiting(project), **_ratings(scale), **powers(desk_of(request).role),
    }  # fmt: skip
    return render(request, "claims/scale_choose.html", context, status=409 if changed else 200)


def _seen(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("seen", ""))
    except ValueError:
        return None


def _waiting(project: Project) -> dict[str, int]:
    """How many claims that are not settled have verdicts, and how many verdicts that are in all."""
    claims = Claim.objects.kept().in_work().filter(revision__article__project=project)
    rows = Verdict.objects.current().filter(claim__in=claims.filter(revision__article__deleted_at=None))
    return rows.aggregate(waiting=Count("claim", distinct=True), given=Count("pk"))


@require_POST
@login_required
def rating_retire(request: Request, pk: UUID) -> HttpResponse:
    """Take a rating off the offer, or bring it back (``restore``); undo is the other of the two."""
    rating, project = rating_for(request, pk, Act.GUIDE)
    act = scales.offer_rating if request.POST.get("restore") else scales.retire_rating
    try:
        row = act(project=project, rating=rating, by=request.user)
    except ValidationError as error:
        return _page(request, rating.version.scale, project, status=422, refused=error.messages)
    words = _("“%(label)s” is on offer again.") if row.retired_at is None else _("“%(label)s” is retired.")
    messages.success(request, words % {"label": row.label})
    return redirect("claims:scale-page", row.version.scale_id)
