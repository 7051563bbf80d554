"""A forgotten password: a link by mail, where this installation sends mail."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordResetFromKeyView, PasswordResetView
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


class Forgotten(PasswordResetView):
    """Asks for the address. Whether there is an account with it is told to nobody."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 where no mail is sent."""
        if not settings.MAIL_SET_UP:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ForgottenKey(PasswordResetFromKeyView):
    """Takes the new password. A second factor is asked for at the next sign-in all the same."""
