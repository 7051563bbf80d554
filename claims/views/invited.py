"""What the link of an invitation opens: into the project with the account at hand, or with a new one."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from claims.models import Invitation, User
from claims.pipeline import invite

FIELDS = ("username", "email", "display_name")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """The page, and what its form does. 404 for a link that was used, revoked, ran out or never was."""
    invitation = invite.found(secret=secret)
    if invitation is None:
        raise Http404(_("This invitation was used already, was revoked, or ran out. Ask for another."))
    if request.method != "POST":
        return _page(request, invitation, typed={"email": invitation.email})
    try:
        if isinstance(request.user, User):
            invite.accept(invitation=invitation, user=request.user)
        else:
            return _with_new_account(request, invitation)
    except ValidationError as error:
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        wrong = error.message_dict if hasattr(error, "error_dict") else {"all": error.messages}
        return _page(request, invitation, typed=typed, wrong=wrong, status=422)
    return _into(request, invitation)


def _with_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in (*FIELDS, "password")}
    user = invite.accept_as_new(invitation=invitation, **given)
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("claims:desk"))
    request.session["project"] = invitation.project.slug
    return answer


def _into(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    request.session["project"] = invitation.project.slug
    messages.success(request, _("You are a member of %(name)s now.") % {"name": invitation.project.name})
    return redirect("claims:desk")


def _page(request: HttpRequest, invitation: Invitation, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "claims/invited.html", context | {"invitation": invitation}, status=status)
