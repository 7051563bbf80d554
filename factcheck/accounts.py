"""How people sign in: passwords, second factors, passkeys, single sign-on, and the guard against guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from factcheck.environment import flag, number, text

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.sessions.SeenMiddleware",
    "factcheck.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
DEMANDED_OF = ("nobody", "staff", "everybody")
PROVIDER = "sso"
"""What single sign-on is called in addresses: the identity provider is told /sign-in/oidc/sso/login/callback/."""

UNKEPT = ["username", "login", "email", "code", "credential", "ip_address", "next", "csrfmiddlewaretoken"]
"""What of a failed try the guard must not keep."""


def settings() -> dict[str, Any]:
    """The settings of Django, allauth and axes, for factcheck/settings.py to take over."""
    return {
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "PASSWORD_HASHERS": [
            "factcheck.hashing.Argon2",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # read, and hashed anew at the next sign-in
        ],
        **_signing_in(),
        **_second_factors(),
        **_single_sign_on(),
        **_guard(),
    }


def _signing_in() -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "factcheck.adapters.Accounts",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email", "password1*"],  # only by invitation: the adapter is closed
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": False,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_PRESERVE_USERNAME_CASING": True,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 600,
        "ACCOUNT_FORMS": {"login": "factcheck.sign_in.SignInForm"},
        "ACCOUNT_RATE_LIMITS": {
            "login": "120/m/ip",  # a newsroom shares an address; guessing is what axes holds up
            "login_failed": "10/5m/key",  # codes of second factors; passwords are left to axes
            "reset_password": "20/h/ip,3/h/key",
        },
        "USERSESSIONS_TRACK_ACTIVITY": False,
        "USERSESSIONS_ADAPTER": "allauth.usersessions.adapter.DefaultUserSessionsAdapter",
    }


def _second_factors() -> dict[str, Any]:
    demanded = text("REQUIRE_SECOND_FACTOR", "nobody").lower()
    if demanded not in DEMANDED_OF:
        raise ImproperlyConfigured(
            f"REQUIRE_SECOND_FACTOR must be one of {', '.join(DEMANDED_OF)}, not {demanded!r}."
        )
    return {
        "REQUIRE_SECOND_FACTOR": demanded,
        "MFA_ADAPTER": "factcheck.adapters.SecondFactors",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_TOTP_TOLERANCE": 1,  # thirty seconds of a clock that goes wrong
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not flag("HTTPS", default=flag("PRODUCTION", default=False)),
        "MFA_FORMS": {
            "authenticate": "factcheck.codes.CodeForm",
            "reauthenticate": "factcheck.codes.CodeAgainForm",
        },
    }


def _single_sign_on() -> dict[str, Any]:
    issuer, client = text("OIDC_ISSUER").rstrip("/"), text("OIDC_CLIENT_ID")
    if bool(issuer) != bool(client):
        raise ImproperlyConfigured("Set OIDC_ISSUER and OIDC_CLIENT_ID together, or neither.")
    name = text("OIDC_NAME", "single sign-on")
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client,
        "secret": text("OIDC_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {
        "OIDC_NAME": name if issuer else "",
        "OIDC_SIGNUP": flag("OIDC_SIGNUP", default=False),
        "SOCIALACCOUNT_ADAPTER": "factcheck.adapters.SingleSignOn",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app] if issuer else []}},
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,  # the adapter decides, and asks for more
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        "SOCIALACCOUNT_STORE_TOKENS": False,
    }


def _guard() -> dict[str, Any]:
    """Kept in PostgreSQL, so that it holds while Redis is away."""
    return {
        "AXES_FAILURE_LIMIT": number("SIGN_IN_FAILURES", 8),
        "AXES_COOLOFF_TIME": timedelta(minutes=number("SIGN_IN_LOCK_MINUTES", 15)),
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_CLIENT_IP_CALLABLE": "factcheck.guard.address",
        "AXES_USERNAME_CALLABLE": "factcheck.guard.name",
        "AXES_CLIENT_STR_CALLABLE": "factcheck.guard.unnamed",
        "AXES_LOCKOUT_CALLABLE": "factcheck.guard.as_answered",
        "AXES_SENSITIVE_PARAMETERS": UNKEPT,
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
    }
