"""What somebody looks after by themselves: password, second factors, passkeys, single sign-on."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from factcheck import second_factor


class OwnAccount(IndexView):
    """One page for all of it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is set up, and what is demanded."""
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "nav": "account",
            "sso": settings.OIDC_NAME,
            "connected": SocialAccount.objects.filter(user=user.pk).first(),
            "is_demanded": second_factor.demanded_of(user),
            "is_missing": second_factor.lacks(user),
        }


@method_decorator(reauthentication_required(), name="dispatch")
class Disconnect(LoginRequiredMixin, View):
    """End single sign-on for oneself; only who has a password can, as nothing else would open the door."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the account."""
        user: Any = request.user
        if user.has_usable_password():
            SocialAccount.objects.filter(user=user.pk).delete()
            messages.success(request, _("Your account is no longer connected."))
        else:
            messages.error(request, _("Set a password first: nothing else would let you in."))
        return redirect("mfa_index")
