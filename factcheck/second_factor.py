"""Where a second factor is demanded, nothing else opens before it is set up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from claims.models import User

OPEN = ("/account/", "/sign-in/", "/sign-out/", "/static/", "/theme/", "/healthz", "/readyz")


class SecondFactorMiddleware:
    """Sends people of whom it is demanded to set one up. Programs come with tokens and are not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page of second factors."""
        if settings.REQUIRE_SECOND_FACTOR == "nobody" or request.path.startswith(OPEN) or not lacks(request.user):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse(
                {
                    "type": "about:blank",
                    "title": _("A second factor is demanded here: set one up under Account first."),
                    "status": 403,
                },
                status=403,
                content_type="application/problem+json",
            )
        return redirect("mfa_index")


def lacks(user: object) -> bool:
    """Whether a second factor is demanded of a person who has none."""
    if not isinstance(user, User) or not demanded_of(user):
        return False
    return not is_mfa_enabled(user, ["totp", "webauthn"])


def demanded_of(user: User) -> bool:
    """Whether a second factor is demanded of a person."""
    wanted = settings.REQUIRE_SECOND_FACTOR
    return bool(wanted == "everybody" or (wanted == "staff" and user.is_staff))
