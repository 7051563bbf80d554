"""The page to sign in on. Where the demo is entered, it names the demo logins that still open the door."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.http import HttpResponse
from django.utils.translation import gettext as _

from claims.management.demo import LOGINS, Login
from claims.models import User
from factcheck import guard


class SignInForm(LoginForm):
    """User name or mail address, and password. The name arrives as ``username``, as browsers know it."""

    locked = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if data := kwargs.get("data"):
            kwargs["data"] = data = data.copy()
            data["login"] = data.get("login") or data.get("username", "")
        super().__init__(*args, **kwargs)
        self.fields["login"].max_length = 254

    def clean(self) -> Any:
        """ValidationError says to wait, or that name and password do not fit together."""
        name = str(self.cleaned_data.get("login", ""))
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            self.locked = guard.is_locked(self.request, name)
            said = _("Name and password do not fit together. Capitals count in the password.")
            raise forms.ValidationError(
                guard.refusal(self.request, name) if self.locked else said, code="refused"
            ) from None
        return cleaned


class SignIn(LoginView):
    """With ``demo_logins``: always empty in production, where nothing is even asked for."""

    form_class = SignInForm
    template_name = "registration/login.html"

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """The form again; 429 where one has to wait."""
        return self.render_to_response(self.get_context_data(form=form), status=429 if form.locked else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, what else opens the door, and the demo logins."""
        shown = demo_logins() if settings.DEMO and not settings.PRODUCTION else []
        found = {
            "demo_logins": shown,
            "mail_set_up": settings.MAIL_SET_UP,
            "sso": settings.OIDC_NAME,
            "nobody": not shown and not User.objects.exists(),
        }
        return super().get_context_data(**kwargs) | found


def demo_logins() -> list[Login]:
    """The demo logins whose account may sign in and still has the password of the demo."""
    accounts = User.objects.filter(username__in=[each.username for each in LOGINS], is_active=True)
    kept = dict(accounts.values_list("username", "password"))
    return [each for each in LOGINS if each.username in kept and _fits(each.password, kept[each.username])]


@lru_cache(maxsize=64)
def _fits(password: str, kept: str) -> bool:
    """Whether a password is the one kept; remembered, as trying is slow on purpose. A new hash is tried anew."""
    return check_password(password, kept)
