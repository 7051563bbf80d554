"""Name and password over the API: for accounts that have nothing better, and held up like the sign-in page."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext as _
from drf_spectacular.authentication import BasicScheme
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled

from factcheck import guard, second_factor


class Basic(BasicAuthentication):
    """A password alone is not enough where the account has a second factor: then a token is."""

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> tuple[Any, None]:
        """The person. Throttled says how long to wait, AuthenticationFailed what is wrong."""
        if guard.is_locked(request, userid):
            raise Throttled(guard.minutes_left(request, userid) * 60, guard.refusal(request, userid))
        user, _nothing = super().authenticate_credentials(userid, password, request)
        if second_factor.demanded_of(user) or is_mfa_enabled(user, ["totp", "webauthn"]):
            raise AuthenticationFailed(
                _("This account has a second factor, so its password alone opens nothing here. Use a token.")
            )
        return user, None


class Described(BasicScheme):  # type: ignore[no-untyped-call]
    """How the API's description shows it."""

    target_class = "factcheck.basic.Basic"
