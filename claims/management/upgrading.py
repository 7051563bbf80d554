"""Whether an installation may be moved to this version now, and how to get back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from claims.management.checkup import Finding
from claims.models.installed import missing_migrations, why_closed
from claims.pipeline.backup import Unfit, last_backup
from claims.pipeline.backup.catalogue import has_table
from claims.pipeline.backup.restoring import refuse_foreign

FRESH = timedelta(hours=24)


def before_upgrade() -> Iterator[Finding]:
    """What has to be so before migrations are applied, in the order in which it should be put right."""
    if reason := why_closed():
        yield Finding("The database", f"does not let us in. It says: {reason}")
        return
    missing = missing_migrations()
    yield Finding(f"{len(missing)} migrations to apply: {', '.join(missing) or 'nothing to do'}")
    try:
        refuse_foreign()
        yield Finding("The database is not newer than this version")
    except Unfit as error:
        yield Finding("The database", str(error))
    yield from _room()
    if missing:
        yield _backup()


def _room() -> Iterator[Finding]:
    """A migration may write a table anew beside the old one, which takes its size again."""
    if "database" not in settings.EMBEDDED:
        yield Finding(
            "The room on the database server is for you to look at: the largest table's size must be free"
        )
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relkind = 'r'")
        largest = int(cursor.fetchone()[0])
    free = shutil.disk_usage(Path(settings.VAR)).free
    words = f"{free / 1e9:.1f} GB free, {largest / 1e9:.1f} GB in the largest table"
    yield Finding(words, "" if free > 2 * largest else "is too little: a migration may need that size twice")


def _backup() -> Finding:
    found = last_backup() if has_table("claims_event") else None
    if found is None:
        return Finding("There is no backup", "make one with the version that runs now: manage.py backup FILE")
    hours = found.age.total_seconds() / 3600
    words = f"The last backup ({found.file}) is {hours:.0f} hours old"
    return Finding(words, "" if found.age <= FRESH else "make a new one: manage.py backup FILE")
