"""How a desk judges: its guidelines with its ratings and examples, their versions, and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from claims.formats.changes import changes
from claims.formats.guidelines import shown
from claims.models import Act, Example, Finding, Guideline, Project, Rating, allows
from claims.pipeline import guide
from claims.views.access import guideline_for, powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.models import User

VERSIONS_SHOWN = 50


@require_safe
@login_required
def guideline_page(request: Request) -> HttpResponse:
    """The text in force, each rating and finding with its definition and examples, and the versions."""
    project = _asked_for(request)
    role = desk_of(request).role
    newest = Guideline.objects.in_force(project)
    context = {
        "nav": "guidelines",
        "text": shown(project.guidelines),
        "newest": newest,
        "versions": _versions(project),
        **_judged_by(project, request.user, retired_too=allows(role, Act.GUIDE)),
        **powers(role),
    }
    return render(request, "claims/guideline_page.html", context)


def _asked_for(request: Request) -> Project:
    """The project that the address names (``?project=``), as the form of a verdict does; else the one at hand."""
    named = [one for one in desk_of(request).projects if one.slug == request.GET.get("project")]
    if named:
        desk_of(request).project = named[0]
    return project_at_hand(request, Act.READ)


def _versions(project: Project) -> list[Guideline]:
    """The latest ones, without their texts."""
    rows = Guideline.objects.filter(project=project).select_related("by").defer("text").order_by("-number")
    return list(rows[:VERSIONS_SHOWN])


def _judged_by(project: Project, user: User, *, retired_too: bool) -> dict[str, Any]:
    """The ratings on offer and the findings with their examples, and those of what is no longer on offer."""
    visible = Example.objects.filter(project=project).visible_to(user).select_related("by")
    rows = list(visible.order_by("created_at", "id"))
    standing = [row for row in rows if row.retired_at is None]
    ratings: list[Any] = list(Rating.objects.newest_of(project.scale).on_offer().order_by("position"))
    for rating in ratings:
        rating.examples = [row for row in standing if row.rating == rating.slug]
    offered = {rating.slug for rating in ratings}
    values = [rating.value for rating in ratings if rating.value is not None]
    return {
        "ratings": ratings,
        "scale_low": min(values, default=None),
        "scale_high": max(values, default=None),
        "findings": [(one, _of_finding(standing, one)) for one in Finding],
        "others": [row for row in standing if row.rating and row.rating not in offered],
        "retired": [row for row in rows if row.retired_at] if retired_too else [],
    }


def _of_finding(rows: Iterable[Example], finding: Finding) -> list[Example]:
    """Those of the finding alone: what shows a rating as well stands under the rating."""
    return [row for row in rows if row.finding == finding and not row.rating]


@require_safe
@login_required
def guideline_version(request: Request, pk: UUID) -> HttpResponse:
    """One version: what it changed, and its whole text."""
    version = guideline_for(request, pk, Act.READ)
    around = Guideline.objects.filter(project=version.project_id).order_by("number")
    before = around.filter(number__lt=version.number).last()
    context = {
        "nav": "guidelines",
        "version": version,
        "before": before,
        "after": around.filter(number__gt=version.number).defer("text").first(),
        "changes": changes(before.text if before else "", version.text),
        "text": shown(version.text, highest=3),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/guideline_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def guideline_change(request: Request) -> HttpResponse:
    """The text in a form; POST makes it the next version, "look" shows it first."""
    project = project_at_hand(request, Act.GUIDE)
    newest = Guideline.objects.in_force(project)
    if request.method != "POST":
        return _form(request, newest, project.guidelines)
    text, note, basis = (request.POST.get(name, "") for name in ("text", "note", "basis"))
    if request.POST.get("do") == "look":
        return _form(request, newest, text, note=note, basis=basis, look=shown(text, highest=3, anchors=False))
    try:
        version = guide.change_guidelines(
            project=project, by=request.user, text=text, note=note,
            basis=int(basis) if basis.isascii() and basis.isdigit() else 0,
        )  # fmt: skip
    except guide.Changed as changed:
        current = changed.current
        conflict = changes(current.text if current else "", text)
        return _form(request, current, text, 409, note=note, conflict=conflict)
    except guide.Refused as refused:
        return _form(request, newest, text, 422, note=note, basis=basis, errors=refused.message_dict)
    messages.success(request, _("Version %(number)d of the guidelines is in force.") % {"number": version.number})
    return redirect("claims:guideline-page")


def _form(request: Request, newest: Guideline | None, text: str, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "nav": "guidelines",
        "text": text,
        "newest": newest,
        "longest": guide.LONGEST,
        **powers(desk_of(request).role),
        **more,
    }
    context["basis"] = more.get("basis") or (newest.number if newest else 0)
    return render(request, "claims/guideline_change.html", context, status=status)
