"""Beginning: the first account of an installation, made by whoever can read its log."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from claims.models import Event, User

LOCK = 0x66697273
"""Of two who hold the link, one is first."""


def key() -> str:
    """The end of the link. It follows from SECRET_KEY, so that every machine tells the same."""
    return salted_hmac("claims.pipeline.begin", "the first account", algorithm="sha256").hexdigest()[:40]


def is_open(*, given: str) -> bool:
    """Whether this is the key, and nobody was here before."""
    return constant_time_compare(given, key()) and not User.objects.exists()


@transaction.atomic
def make_first(*, given: str, username: str, password: str, email: str = "") -> User:
    """The first account, which may do everything. Raises ValidationError where somebody was quicker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if not is_open(given=given):
        raise ValidationError(_("Somebody made the first account a moment ago."))
    user = User.objects.create_superuser(username=username.strip(), email=email.strip(), password=password)
    Event.objects.record("account.first", user, project_id=None, by=user)
    return user
