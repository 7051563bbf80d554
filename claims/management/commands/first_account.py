"""manage.py first_account: the link that makes the first account of an installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.management.first import link
from claims.models import User


class Command(BaseCommand):
    """For installations that are not started with ``manage.py up``, which prints the link by itself."""

    help = (
        "Print the link that makes the first account. Without an account, and without the demo, nobody can sign in."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it; CommandError where somebody has an account already."""
        if User.objects.exists():
            raise CommandError("There are accounts already. Owners invite people on the page of members.")
        self.stdout.write(link())
