"""Which label of Label Studio or doccano is what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims import tasks
from claims.formats.doccano import SLUG as DOCCANO
from claims.formats.labels import LABELLED, MOST_TEXTS
from claims.models import Import
from claims.pipeline.bring_in import (
    FORMATS_IN,
    Broken,
    label_meanings_for,
    labels_of,
    ratings_offered,
    say_labels,
)
from claims.views.access import powers
from claims.views.imports import import_for
from claims.views.requests import Request
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from claims.formats.labels import Label

UNITS = ("", "code-points", "utf-16")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_labels(request: Request, pk: UUID) -> HttpResponse:
    """Which label is a claim, a source, a cue or a rating; remembered for the next file of the same tool."""
    row = import_for(request, pk)
    if row.format not in LABELLED:
        return redirect("claims:import-detail", pk)
    try:
        labels = labels_of(row=row)
    except (Broken, FileNotFoundError) as error:
        messages.error(request, str(error))
        return redirect("claims:import-detail", pk)
    if request.method != "POST":
        means = label_meanings_for(project=row.project, fmt=row.format, labels=labels)
        return _page(request, row, labels, means)
    means, wrong = _said(request, row, labels)
    if wrong:
        return _page(request, row, labels, means, wrong)
    person, unit = request.POST.get("person", "").strip()[:150], request.POST.get("unit", "")
    if say_labels(row=row, meanings=means, by=request.user, person=person, unit=unit if unit in UNITS else ""):
        tasks.start(Import, [row.pk])
    return redirect("claims:import-detail", pk)


def _said(request: Request, row: Import, labels: list[Label]) -> tuple[dict[str, str], str]:
    """What the form says of each label, and what is wrong with that."""
    ratings = {one.slug for one in ratings_offered(project=row.project, fmt=row.format)}
    offered = ratings | set(_roles())
    given = {one.name: request.POST.get(f"label-{place}", "") for place, one in enumerate(labels)}
    means = {name: one if one in offered else "" for name, one in given.items()}
    if labels and not (ratings | {"content"}) & set(means.values()):
        return means, _("Say which label marks claims, or which one is a rating.")
    return means, ""


def _page(
    request: Request, row: Import, labels: list[Label], means: dict[str, str], wrong: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "imports",
        "row": row,
        "wrong": wrong,
        "tool": FORMATS_IN[row.format],
        "roles": _roles(),
        "ratings": ratings_offered(project=row.project, fmt=row.format),
        "labels": [
            {"place": place, "label": one, "means": means.get(one.name, "")} for place, one in enumerate(labels)
        ],
        "most": MOST_TEXTS,
        "is_doccano": row.format == DOCCANO,
        "person": request.POST.get("person", row.options.get("person", "")),
        "unit": request.POST.get("unit", row.options.get("unit", "")),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/import_labels.html", context, status=422 if wrong else 200)


def _roles() -> dict[str, str]:
    """What a label can be beside a rating, in words."""
    return {
        "content": _("A claim"),
        "source": _("Its source: who says it"),
        "cue": _("Its cue: “said”, “according to”"),
        "ignore": _("Nothing: leave it out"),
        "": _("Nothing: keep it beside the article"),
    }
