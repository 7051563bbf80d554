"""The first account: a link out of the installation's own log makes it, once."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from claims.models import User
from claims.pipeline import begin, invite, prepare

FIELDS = ("username", "email", "project")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
def first_account(request: HttpRequest, key: str) -> HttpResponse:
    """The form, and what it makes: an account that may do everything, and a first project. 404 ever after."""
    if not begin.is_open(given=key):
        raise Http404
    if request.method != "POST":
        return render(request, "claims/first_account.html", {"typed": {}})
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        user = _made(key, request.POST.get("password", ""), **typed)
    except ValidationError as error:
        wrong = error.message_dict if hasattr(error, "error_dict") else {"all": error.messages}
        return render(request, "claims/first_account.html", {"typed": typed, "wrong": wrong}, status=422)
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("claims:desk"))
    return answer


@transaction.atomic
def _made(key: str, password: str, *, username: str, email: str, project: str) -> User:
    """Account and project together, or neither. Raises ValidationError by field."""
    if not project:
        raise ValidationError({"project": [_("Give the project a name.")]})
    invite.check_new(user=User(username=username, email=email), password=password)
    user = begin.make_first(given=key, username=username, password=password, email=email)
    prepare.install_scales()
    prepare.create_project(slug=slugify(project)[:50] or "first", name=project[:120], by=user)
    return user
