"""For good: what is in the trash, by its project's owner, who types its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.models import Act
from claims.pipeline import purge
from claims.views.access import powers
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.trash import gone_projects, thing_for
from claims.views.trash_shown import KINDS

if TYPE_CHECKING:
    from uuid import UUID


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def trash_purge(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Delete one thing in the trash for good; the page names what goes and asks for its name."""
    if kind == "project":
        return _project(request, pk)
    row = thing_for(request, kind, pk, Act.MANAGE)
    name = KINDS[kind].named(row)
    wrong = ""
    if request.method == "POST":
        wrong = _typed(request, name) or _purged(request, kind, row)
        if not wrong:
            messages.success(request, _("It is deleted for good. That it was, and by whom, is on record."))
            return redirect("claims:trash-page")
    about = _(
        "All that belongs to it goes, too: texts, claims, verdicts, histories, files. Only a backup has it then."
    )
    title = _("Delete “%(name)s” for good") % {"name": name[:120]}
    return _confirm(request, title, about, name, wrong)


def _typed(request: Request, name: str) -> str:
    same = " ".join(request.POST.get("confirm", "").split()) == " ".join(name.split())
    return "" if same else _("That is not its name. Nothing was deleted.")


def _purged(request: Request, kind: str, row: Any) -> str:
    try:
        if kind == "article":
            purge.purge_article(article=row, by=request.user)
        else:
            purge.purge_thing(thing=row, by=request.user)
    except purge.Refused as error:
        return " ".join(error.messages)
    return ""


def _project(request: Request, pk: UUID) -> HttpResponse:
    project = get_object_or_404(gone_projects(request.user), pk=pk)
    wrong = ""
    if request.method == "POST":
        try:
            purge.ask_purge(project=project, by=request.user, confirm=request.POST.get("confirm", ""))
        except purge.Refused as error:
            wrong = " ".join(error.messages)
        else:
            messages.success(request, _("It is being deleted for good, piece by piece."))
            return redirect("claims:trash-page")
    about = _("Every article, claim, verdict, document, source and file of it goes. Only a backup has it then.")
    title = _("Delete the project “%(name)s” for good") % {"name": project.name}
    return _confirm(request, title, about, project.slug, wrong)


def _confirm(request: Request, title: str, about: str, typed: str, wrong: str) -> HttpResponse:
    context = {
        "nav": "trash",
        "title": title,
        "about": about,
        "typed": typed,
        "wrong": wrong,
        "for_good": True,
        "back": reverse("claims:trash-page"),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/trash_confirm.html", context, status=422 if wrong else 200)
