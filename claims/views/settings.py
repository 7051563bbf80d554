"""A project's settings: how it reviews, and how it treats sources."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.models import Act, Project
from claims.pipeline import prepare
from claims.sourcing.policies import policies
from claims.views.access import powers, project_at_hand
from claims.views.project_form import ProjectForm
from claims.views.requests import Request
from claims.views.shell import desk_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def project_settings(request: Request) -> HttpResponse:
    """Show and change the settings of the project at hand."""
    project = project_at_hand(request, Act.MANAGE)
    form = ProjectForm(
        request.POST if request.method == "POST" else None, instance=Project.objects.get(pk=project.pk)
    )
    if request.method == "POST" and form.is_valid():
        try:
            prepare.change_project(project=project, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("claims:project-settings")
    context = {
        "nav": "settings",
        "form": form,
        "presets": policies().items(),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/project_settings.html", context, status=422 if form.errors else 200)
