"""Making an installation ready to serve: the database's shape, the demo, the static files."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from claims.management.supervisor import Say
from claims.models import Project, User
from claims.models.installed import missing_migrations


def prepare(say: Say) -> None:
    """Do what is missing and say what is done; nothing is said or done where nothing is missing."""
    if missing := missing_migrations():
        say(f"Preparing the database ({len(missing)} migrations) …")
        call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMO and not Project.objects.exists() and not User.objects.exists():
        say("Entering the demo project …")
        call_command("seed", verbosity=0, stdout=StringIO())
    collect(say)
    let_go()


def let_go() -> None:
    """Close every connection and end the threads of their pools: a process with threads must not fork."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()


def collect(say: Say) -> None:
    """Collect the static files under their hashed names, unless none has changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    say("Collecting the static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="ascii")


def _fingerprint() -> str:
    """A digest of the name, size and time of every static file."""
    known = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            known.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return known.hexdigest()
