"""A project's settings: how it reviews, and how it treats sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from claims.models import Act, Project
from claims.pipeline import prepare
from claims.sourcing.policies import policies
from claims.views.access import powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a project."""

    sourcing_policy = forms.ChoiceField(required=False)

    class Meta:
        model = Project
        fields = [name for name in prepare.SETTINGS if name != "guidelines"]  # which have a page of their own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        presets = [(slug, policy.name) for slug, policy in policies().items()]
        self.fields["sourcing_policy"] = forms.ChoiceField(
            label=gettext_lazy("Sourcing policy"),
            choices=[("", _("None")), *presets],
            required=False,
            help_text=gettext_lazy("Which grades are printed, and what is to be asked first."),
        )
        self.fields["reviewers_per_claim"] = forms.IntegerField(
            label=gettext_lazy("Reviewers per claim"),
            min_value=1,
            help_text=gettext_lazy("A claim is settled once so many have judged it and agree."),
        )


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
