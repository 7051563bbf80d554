"""``manage.py migrate``: Django's own, quicker where the database is empty."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate

from claims.management.from_nothing import is_empty, one_class_at_a_time


class Command(migrate.Command):
    """Changes of a database that holds something go the usual way."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or change the tables."""
        with one_class_at_a_time() if is_empty(options["database"]) else nullcontext():
            super().handle(*args, **options)
