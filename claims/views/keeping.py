"""What the project keeps and for how long, and what it holds; both are the owners'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import Act, Article, Hold, Project, Retention
from claims.models.keeping import DAYS
from claims.pipeline import hold, keep
from claims.views.access import powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from uuid import UUID

HOLDS_SHOWN = 50


class DaysForm(forms.ModelForm):  # type: ignore[type-arg]
    """Days by kind; an empty field keeps for ever."""

    class Meta:
        model = Retention
        fields = DAYS


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keeping_page(request: Request) -> HttpResponse:
    """Days by kind, and the holds in force and lifted."""
    project = project_at_hand(request, Act.MANAGE)
    rule = Retention.objects.filter(project=project).first() or Retention(project=project)
    form = DaysForm(request.POST if request.method == "POST" else None, instance=rule)
    if form.is_bound and form.is_valid():
        try:
            keep.set_days(project=project, by=request.user, days=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("claims:keeping-page")
    return _page(request, project, form)


@require_POST
@login_required
def hold_place(request: Request) -> HttpResponse:
    """Hold the project, or the article that is named, in the trash or not."""
    project = project_at_hand(request, Act.MANAGE)
    wanted = request.POST.get("article", "")
    article = _article(project, wanted) if wanted else None
    try:
        hold.place(project=project, by=request.user, reason=request.POST.get("reason", ""), article=article)
    except hold.Refused as error:
        form = DaysForm(instance=Retention.objects.filter(project=project).first() or Retention(project=project))
        return _page(
            request, project, form, wrong=error.messages, held=article, typed=request.POST.get("reason", "")
        )
    messages.success(request, _("The hold is in force: nothing under it goes for good."))
    return redirect("claims:keeping-page")


@require_POST
@login_required
def hold_lift(request: Request, pk: UUID) -> HttpResponse:
    """Lift a hold of the project at hand."""
    project = project_at_hand(request, Act.MANAGE)
    hold.lift(hold=get_object_or_404(Hold, project=project, pk=pk), by=request.user)
    messages.success(request, _("The hold is lifted."))
    return redirect("claims:keeping-page")


def _article(project: Project, wanted: str) -> Article:
    try:
        return get_object_or_404(Article, project=project, pk=wanted)
    except ValidationError:
        return get_object_or_404(Article.objects.none())


def _page(request: Request, project: Project, form: DaysForm, **more: Any) -> HttpResponse:
    named = request.GET.get("article", "")
    holds = Hold.objects.filter(project=project).select_related("article", "by", "lifted_by")
    context = {
        "nav": "keeping",
        "form": form,
        "held": _article(project, named) if named else None,
        "holds": holds[:HOLDS_SHOWN],
        "wrong": [],
        **powers(desk_of(request).role),
        **more,
    }
    wrong = form.errors or context["wrong"]
    return render(request, "claims/keeping_page.html", context, status=422 if wrong else 200)
