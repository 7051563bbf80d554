"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account; what they may do hangs on their memberships, project by project."""

    display_name = models.CharField(_("display name"), max_length=120, blank=True)
    single_keys = models.BooleanField(
        _("single keys"), default=True, help_text=_("Keys without a modifier do something on the workbench.")
    )

    @property
    def label(self) -> str:
        """The name shown beside a person's acts."""
        return self.display_name or self.get_full_name() or self.username
