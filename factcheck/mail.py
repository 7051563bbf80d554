"""How mail goes out, from one variable; no message ever repeats it, for it holds a password."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Each with its usual port: in the clear, upgraded by STARTTLS, and within TLS from the start."""


def mail_server(url: str) -> dict[str, Any]:
    """Django's settings for ``smtp+tls://user:password@host:port``; ImproperlyConfigured where it is none.

    Without an address mails are kept in memory and go nowhere; nothing of ours sends any then.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/") or parts.query:
        raise _wrong()
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def site(url: str) -> str:
    """The address of the installation for links in mails, without a slash at its end; "" where it is not set."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ImproperlyConfigured(f"SITE_URL must be an address such as https://desk.example, not {url!r}.")
    return url.rstrip("/")


def _wrong() -> ImproperlyConfigured:
    kinds = ", ".join(f"{scheme}://" for scheme in SCHEMES)
    return ImproperlyConfigured(
        f"EMAIL_URL must be {kinds} with user:password@host:port. Write @ : / in a password as %40 %3A %2F."
    )
