"""What allauth asks us: who may have an account, how secrets are kept, whom single sign-on lets in."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from claims.models import User
from factcheck import guard

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """Nobody signs up by themselves: people are invited, or come by single sign-on where that is allowed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: wrong passwords are counted in the database, by name and address."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where somebody signs in from, as it is kept with the session."""
        return guard.whole_address(request)


class SecondFactors(DefaultMFAAdapter):
    """Secrets of code apps are sealed with a key that follows from ``SECRET_KEY``."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right, or was used already. Take the newest one."),
        "cannot_delete_authenticator": _(
            "A second factor is demanded here: set up another before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """The text, sealed."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text; after a change of ``SECRET_KEY`` a random one, which no code fits."""
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def _get_site_name(self) -> str:
        return str(_("Claim workbench"))


def _sealer() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    found = [hashlib.sha256(b"second factors\0" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in found])


class SingleSignOn(DefaultSocialAccountAdapter):
    """Lets in whom it knows; ties a known address to its account; others only where ``OIDC_SIGNUP`` is on."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the identity to the account whose address both sides have verified; refuse those switched off."""
        if not sociallogin.is_existing and (user := _of_verified_address(sociallogin)):
            sociallogin.connect(request, user)
        if sociallogin.is_existing and not sociallogin.user.is_active:
            raise ImmediateHttpResponse(render(request, "account/account_inactive.html", status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether somebody unknown gets an account: never one beside an account that has the address already."""
        addresses = [each.email for each in sociallogin.email_addresses]
        taken = any(User.objects.filter(email__iexact=each).exists() for each in addresses)
        return bool(settings.OIDC_SIGNUP) and not taken

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Without a form: the provider told us who it is."""
        return True


def _of_verified_address(sociallogin: SocialLogin) -> User | None:
    """The one account with an address that is verified here, and that the provider says it has verified."""
    told = [each.email.lower() for each in sociallogin.email_addresses if each.verified is True]
    rows = EmailAddress.objects.filter(email__in=told, verified=True, user__is_active=True).select_related("user")
    users = {row.user_id: row.user for row in rows}
    return next(iter(users.values())) if len(users) == 1 else None
