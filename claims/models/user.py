"""People who sign in."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.TextChoices):
    """How often unread notices go out by mail."""

    NEVER = "never", _("Never")
    HOURLY = "hourly", _("Every hour")
    DAILY = "daily", _("Once a day")


class User(AbstractUser):
    """A person with an account; what they may do hangs on their memberships, project by project."""

    display_name = models.CharField(_("display name"), max_length=120, blank=True)
    single_keys = models.BooleanField(
        _("single keys"), default=True, help_text=_("Keys without a modifier do something on the workbench.")
    )

    digest = models.CharField(
        _("notices by mail"),
        max_length=6,
        choices=Digest,
        default=Digest.DAILY,
        help_text=_("What you have not read."),
    )

    only_project: Any = None
    """The id of the one project that the token at hand opens; None where none limits the person."""
    scopes: frozenset[str] | None = None
    """What the token at hand may be used for; None where the person is there in person."""

    @property
    def label(self) -> str:
        """The name shown beside a person's acts."""
        return self.display_name or self.get_full_name() or self.username
