"""Inviting: a link for one person, by mail or to hand over, and what it does when it is opened."""

from __future__ import annotations

import secrets
from datetime import timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Event, Invitation, Membership, Project, Role, User
from claims.models.invitation import digest

CHOICES = (1, 7, 30)
"""Days that an invitation may be good for."""


class Refused(ValidationError):
    """It cannot be done like that; the message says why, by field."""


@transaction.atomic
def invite(*, project: Project, by: User, role: str, email: str = "", days: int = 7) -> tuple[Invitation, str]:
    """A new invitation and its secret, which nobody can read again. Raises Refused by field."""
    wrong: dict[str, str] = {}
    if role not in Role.values:
        wrong["role"] = _("Choose a role.")
    if days not in CHOICES:
        wrong["days"] = _("Choose how long it is good for.")
    if email and not _is_address(email):
        wrong["email"] = _("That is no mail address.")
    if wrong:
        raise Refused(wrong)
    secret = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=days)
    row = Invitation.objects.create(
        project=project, by=by, role=role, email=email, sha256=digest(secret), expires_at=ends
    )
    Event.objects.record("invitation.made", row, project_id=project.pk, by=by, role=role)
    return row, secret


def send(*, invitation: Invitation, url: str) -> bool:
    """Send the link; False where no mail goes out, so that it has to be handed over."""
    if not (settings.MAIL_SET_UP and invitation.email):
        return False
    words = render_to_string("mail/invitation.txt", {"invitation": invitation, "url": url})
    subject = _("An invitation to %(name)s") % {"name": " ".join(invitation.project.name.split())}
    try:
        send_mail(subject, words, None, [invitation.email])
    except (SMTPException, OSError):
        return False
    invitation.mailed_at = timezone.now()
    invitation.save(update_fields=["mailed_at"])
    return True


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """From now on it lets nobody in; once is enough."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        Event.objects.record("invitation.revoked", invitation, project_id=invitation.project_id, by=by)


def found(*, secret: str) -> Invitation | None:
    """The open invitation with this secret."""
    rows = Invitation.objects.open().filter(sha256=digest(secret), by__is_active=True)
    return rows.select_related("project", "by").first()


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Membership:
    """Let somebody in who has an account. Raises Refused for a member, and where another was quicker."""
    row = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if row is None:
        raise Refused(_("This invitation was used or revoked a moment ago."))
    if Membership.objects.filter(project=row.project_id, user=user).exists():
        raise Refused(_("You are a member of this project already."))
    row.accepted_at, row.accepted_by = timezone.now(), user
    row.save(update_fields=["accepted_at", "accepted_by"])
    member = Membership.objects.create(project_id=row.project_id, user=user, role=row.role)
    Event.objects.record("invitation.accepted", row, project_id=row.project_id, by=user, role=row.role)
    return member


@transaction.atomic
def accept_as_new(
    *, invitation: Invitation, username: str, password: str, email: str = "", display_name: str = ""
) -> User:
    """Make an account and let it in. Raises Refused by field."""
    user = User(username=username.strip(), email=email.strip(), display_name=display_name.strip()[:120])
    check_new(user=user, password=password)
    user.set_password(password)
    user.save()
    accept(invitation=invitation, user=user)
    if invitation.mailed_at and user.email.casefold() == invitation.email.casefold():
        EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)
    return user


def check_new(*, user: User, password: str) -> None:
    """Whether an account may be made like this. Raises Refused by field."""
    wrong: dict[str, list[str]] = {}
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        wrong |= error.message_dict
    if user.username and User.objects.filter(username__iexact=user.username).exists():
        wrong["username"] = [_("Somebody has this name already.")]
    if user.email and User.objects.filter(email__iexact=user.email).exists():
        wrong["email"] = [_("There is an account with this address already: sign in with it.")]
    try:
        validate_password(password, user)
    except ValidationError as error:
        wrong["password"] = error.messages
    if wrong:
        raise Refused(wrong)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
