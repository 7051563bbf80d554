"""Make and revoke the tokens with which programs act in a person's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Event, Project, Scope, Token, User

DAYS = 90
MOST_DAYS = 366
CHOICES = (30, 90, 365)


@transaction.atomic
def make_token(
    *, user: User, name: str, scopes: Iterable[str], days: int = DAYS, project: Project | None = None
) -> tuple[Token, str]:
    """A new token and its secret, which nobody can read again. Raises ValidationError by field."""
    wanted = list(dict.fromkeys(scopes))
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = _("Say what the token is for.")
    if not wanted or set(wanted) - set(Scope.values):
        wrong["scopes"] = _("Choose what the token may be used for.")
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = _("A token is good for 1 to %(most)s days.") % {"most": MOST_DAYS}
    if wrong:
        raise ValidationError(wrong)
    ends = timezone.now() + timedelta(days=days)
    row, secret = Token.objects.make(user=user, name=name.strip(), scopes=wanted, expires_at=ends, project=project)
    told = {"name": row.name, "scopes": wanted}
    Event.objects.record("token.made", row, project_id=row.project_id, by=user, **told)
    return row, secret


@transaction.atomic
def revoke_token(*, token: Token, by: User) -> None:
    """From now on it opens nothing; once is enough."""
    revoked = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    if revoked:
        Event.objects.record("token.revoked", token, project_id=token.project_id, by=by, name=token.name)
