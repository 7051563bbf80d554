"""Into the trash: an article, a source, the project as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import Act
from claims.pipeline import trash
from claims.views.access import powers, project_at_hand, source_for
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.trash import thing_for

if TYPE_CHECKING:
    from uuid import UUID


@require_POST
@login_required
def article_trash(request: Request, pk: UUID) -> HttpResponse:
    """Put an article into the trash; the page that follows offers the way back."""
    article = thing_for(request, "article", pk)
    trash.trash_article(article=article, by=request.user)
    return redirect(f"{reverse('claims:trash-page')}?just={pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def source_trash(request: Request, pk: UUID) -> HttpResponse:
    """Put a source into the trash; where claims rest on it, its name is asked for."""
    source = source_for(request, pk, Act.TRASH)
    wrong, status = "", 200
    if request.method == "POST":
        try:
            trash.trash_source(source=source, by=request.user, confirm=request.POST.get("confirm", ""))
        except trash.Refused as error:
            wrong, status = " ".join(error.messages), 422
        else:
            return redirect(f"{reverse('claims:trash-page')}?just={pk}")
    context = {
        "nav": "sources",
        "title": _("Put “%(name)s” into the trash") % {"name": source.name},
        "about": _("It is listed and offered no more. Claims that rest on it still name it."),
        "typed": source.name,
        "wrong": wrong,
        "back": reverse("claims:source-detail", args=[pk]),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/trash_confirm.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def project_trash(request: Request) -> HttpResponse:
    """Put the project at hand into the trash; its slug is asked for."""
    project = project_at_hand(request, Act.MANAGE)
    wrong, status = "", 200
    if request.method == "POST":
        try:
            trash.trash_project(project=project, by=request.user, confirm=request.POST.get("confirm", ""))
        except trash.Refused as error:
            wrong, status = " ".join(error.messages), 422
        else:
            request.session.pop("project", None)
            messages.success(request, _("The project is in the trash. Its owners can restore it here."))
            return redirect("claims:trash-page")
    context = {
        "nav": "settings",
        "title": _("Put the project “%(name)s” into the trash") % {"name": project.name},
        "about": _(
            "For everybody it is as if it were not there: articles, claims, verdicts, public pages. Work that runs "
            "for it is cancelled. Its owners find it in the trash and can restore it."
        ),
        "typed": project.slug,
        "wrong": wrong,
        "back": reverse("claims:project-settings"),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/trash_confirm.html", context, status=status)
