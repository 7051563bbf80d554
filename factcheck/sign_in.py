"""The page to sign in on. Where the demo is entered, it names the demo logins that still open the door."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.views import LoginView

from claims.management.demo import LOGINS, Login
from claims.models import User


class SignIn(LoginView):
    """Django's own, with ``demo_logins``: always empty in production, where nothing is even asked for."""

    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the demo logins."""
        shown = demo_logins() if settings.DEMO and not settings.PRODUCTION else []
        return super().get_context_data(**kwargs) | {"demo_logins": shown}


def demo_logins() -> list[Login]:
    """The demo logins whose account may sign in and still has the password of the demo."""
    accounts = User.objects.filter(username__in=[each.username for each in LOGINS], is_active=True)
    kept = dict(accounts.values_list("username", "password"))
    return [each for each in LOGINS if each.username in kept and _fits(each.password, kept[each.username])]


@lru_cache(maxsize=64)
def _fits(password: str, kept: str) -> bool:
    """Whether a password is the one kept; remembered, as trying is slow on purpose. A new hash is tried anew."""
    return check_password(password, kept)
