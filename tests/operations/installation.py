"""Installations to back up and restore into, and what goes on in them meanwhile: run as a program, it is that."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from factcheck.embedded.postgres import DATABASE, Postgres
from tests import servers
from tests.operations.running import ROOT, environment

Done = subprocess.CompletedProcess[str]
HOOKS: dict[str, Callable[..., None]] = {}


class Installation:
    """A migrated, empty installation under ``var``; ``outside`` has its PostgreSQL addressed by DATABASE_URL."""

    def __init__(self, var: Path, *, outside: bool) -> None:
        self.var, self.outside = var, outside
        (var / "run").mkdir(parents=True)
        servers.begin_migrated(var)
        self.server = Postgres(var, durable=False)
        self.server.start()
        self.url = self.server.url(servers.DATABASE)
        if not outside:
            with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {DATABASE}")
                connection.execute(f"ALTER DATABASE {servers.DATABASE} RENAME TO {DATABASE}")
            self.url = self.server.url()

    @property
    def environment(self) -> dict[str, str]:
        """For programs that work on it."""
        more = {"DATABASE_URL": self.url} if self.outside else {}
        return environment(self.var, DEMO="0", PYTHONPATH=str(ROOT), **more)

    def manage(self, *words: str | Path, **more: str) -> Done:
        """A command of manage.py, to its end; ``more`` for its environment."""
        return self._run("manage.py", *words, **more)

    def act(self, hook: str, *words: str | Path) -> Done:
        """One of ``HOOKS`` in a process of its own, to its end."""
        done = self._run("-m", "tests.operations.installation", hook, *words)
        assert done.returncode == 0, done.stderr
        return done

    def begin(self, hook: str, *words: str | Path) -> subprocess.Popen[str]:
        """One of ``HOOKS`` that goes on until it is killed."""
        command = [sys.executable, "-m", "tests.operations.installation", hook, *map(str, words)]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database says."""
        with self.connect() as connection:
            return connection.execute(query).fetchall()

    def connect(self) -> psycopg.Connection:
        """A connection; the last command may have stopped the server behind it."""
        if self.server.process() is None:
            self.server.start()
        return psycopg.connect(self.url)

    def _run(self, *words: str | Path, **more: str) -> Done:
        command = [sys.executable, "-W", "error", *map(str, words)]
        variables = {**self.environment, **more}
        return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def fill() -> None:
    """A project with a little of everything that a restore may get wrong."""
    from tests import factories  # noqa: PLC0415 - after Django's set-up

    owner = factories.make_user("owner")
    project = factories.make_project(owner, slug="desk")
    _article(project, owner)
    factories.make_capture(factories.make_document(project, url="https://example.org/prices"))


def fill_more() -> None:
    """Another project, which a restore has to take away."""
    from tests import factories  # noqa: PLC0415

    factories.make_project(factories.make_user("other"), slug="other")


def go_on() -> None:
    """Write articles, claims and verdicts until killed."""
    from claims.models import Project, User  # noqa: PLC0415

    project, owner = Project.objects.get(slug="desk"), User.objects.get(username="owner")
    while True:
        _article(project, owner)


def _article(project, by):
    from tests import factories  # noqa: PLC0415

    text = f"Number {time.time_ns()}. Prices rose by 4 percent in May, said the office; tab\there, \\N there, é🍵."
    claim = factories.make_claim(factories.make_article(project, by=by, text=text).latest())
    factories.make_verdict(claim, by)
    factories.make_verdict(claim, by, "false")


def back_up(file: str, exported: str) -> None:
    """A backup while others write, and beside it the export of the very same moment."""
    from claims.models import Verdict  # noqa: PLC0415
    from claims.pipeline import backup  # noqa: PLC0415

    def begun(snapshot: str) -> None:
        before = Verdict.objects.count()  # in the backup's own transaction: as of the snapshot
        beside = threading.Thread(target=_export, args=(snapshot, Path(exported), before))
        beside.start()
        beside.join()

    backup.write(file=Path(file), begun=begun)


def _export(snapshot: str, to: Path, before: int) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from claims.models import Project, Verdict  # noqa: PLC0415
    from claims.pipeline.export import export  # noqa: PLC0415

    while Verdict.objects.count() < before + 4:
        time.sleep(0.05)  # others write on before anything is read
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        site = f"http://localhost:{settings.PORT}"
        desk = Project.objects.get(slug="desk")
        to.write_bytes(b"".join(export(project=desk, fmt="jsonl", viewer=None, with_history=True, site=site)))
    connection.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    import django

    django.setup()
    HOOKS |= {"fill": fill, "fill-more": fill_more, "go-on": go_on, "back-up": back_up}
    HOOKS[sys.argv[1]](*sys.argv[2:])
