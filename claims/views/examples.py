"""Examples in the guidelines: adding one, wording it anew, retiring it and bringing it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import Act, Example, Finding, Project, Rating
from claims.pipeline import guide
from claims.views.access import example_for, powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of

FIELDS = ("statement", "why", "rating", "finding")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def example_add(request: Request) -> HttpResponse:
    """A form for an example; the address may name its ``rating`` or ``finding``."""
    project = project_at_hand(request, Act.GUIDE)
    if request.method != "POST":
        return _form(request, project, {name: request.GET.get(name, "") for name in FIELDS})
    told: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        example = guide.add_example(project=project, by=request.user, **told)
    except guide.Refused as refused:
        return _form(request, project, told, 422, errors=refused.message_dict)
    messages.success(request, _("The example stands in the guidelines."))
    return redirect(_place(example))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def example_change(request: Request, pk: UUID) -> HttpResponse:
    """The example in a form; POST words it anew. How it was stays on record."""
    example = example_for(request, pk, Act.GUIDE)
    if request.method != "POST":
        return _form(request, example.project, {name: getattr(example, name) for name in FIELDS}, example=example)
    told = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        example = guide.change_example(example=example, by=request.user, **told)
    except guide.Refused as refused:
        return _form(request, example.project, told, 422, example=example, errors=refused.message_dict)
    messages.success(request, _("The example is changed."))
    return redirect(_place(example))


@require_POST
@login_required
def example_retire(request: Request, pk: UUID) -> HttpResponse:
    """Take an example off the guidelines, or bring it back (``restore``)."""
    example = example_for(request, pk, Act.GUIDE)
    restore = bool(request.POST.get("restore"))
    act = guide.offer_example if restore else guide.retire_example
    example = act(example=example, by=request.user)
    messages.success(
        request,
        _("The example stands in the guidelines again.") if restore else _("The example is retired, not deleted."),
    )
    return redirect(_place(example) if restore else reverse("claims:guideline-page"))


def _place(example: Example) -> str:
    """Where it stands in the guidelines."""
    return f"{reverse('claims:guideline-page')}#example-{example.pk}"


def _form(request: Request, project: Project, told: dict[str, str], status: int = 200, **more: Any) -> HttpResponse:
    ratings = Rating.objects.newest_of(project.scale).order_by("position").only("slug", "label", "retired_at")
    context = {
        "nav": "guidelines",
        "told": told,
        "ratings": [row for row in ratings if row.retired_at is None or row.slug == told["rating"]],
        "findings": list(Finding),
        "longest": guide.LONGEST_EXAMPLE,
        **powers(desk_of(request).role),
        **more,
    }
    return render(request, "claims/example_form.html", context, status=status)
