"""doctor: break a thing, and it names that thing and what to do."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import redis
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import connection

from claims import splitting
from claims.management import checkup, demo
from claims.models import User, installed
from claims.pipeline import heartbeat
from tests.operations.running import ROOT, environment


class Report(NamedTuple):
    """What doctor said."""

    fine: list[str]
    wrong: list[str]
    error: str


@pytest.fixture
def healthy(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    """An installation with nothing wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    settings.STATIC_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]  # Django's test runner adds one
    settings.SILENCED_SYSTEM_CHECKS = []
    (tmp_path / "staticfiles.json").write_text("{}", encoding="ascii")
    heartbeat.beat(names=[*heartbeat.expected(), "beat"], host="one@here")
    client = redis.Redis.from_url(settings.REDIS_URL)
    yield
    client.delete(heartbeat.KEY)
    client.close()


@pytest.fixture
def ask(healthy: None) -> Callable[[], Report]:
    """A function that runs doctor."""

    def run() -> Report:
        output, error = io.StringIO(), ""
        try:
            call_command("doctor", stdout=output, no_color=True)
        except CommandError as raised:
            error = str(raised)
        lines = output.getvalue().splitlines()
        assert all(line.startswith(("ok     ", "WRONG  ")) for line in lines)
        fine = [line[7:] for line in lines if line.startswith("ok")]
        return Report(fine, [line[7:] for line in lines if line.startswith("WRONG")], error)

    return run


def test_nothing_is_wrong(ask: Callable[[], Report]) -> None:
    report = ask()
    assert report.wrong == []
    assert report.error == ""
    for words in (
        "Python 3.",
        "PostgreSQL 1",
        "pg_trgm",
        "unaccent",
        "migrations",
        "Redis",
        "split",
        "lookup",
        "beat",
    ):
        assert any(words in line for line in report.fine), words


def only(report: Report) -> str:
    assert report.error == "1 thing is wrong."
    assert len(report.wrong) == 1, report.wrong
    return report.wrong[0]


def test_no_worker_for_a_queue(ask: Callable[[], Report], settings: Any) -> None:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.zrem(heartbeat.KEY, "split one@here")
    client.close()
    line = only(ask())
    assert line.startswith("No worker serves the queue split: start make run")
    assert "-Q split" in line


def test_no_clock(ask: Callable[[], Report], settings: Any) -> None:
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.zrem(heartbeat.KEY, "beat one@here")
    client.close()
    assert only(ask()).startswith("The clock (beat) does not run: start")


def test_a_migration_that_is_not_applied(ask: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "_complete", set())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert only(ask()) == "1 migrations are not applied: run manage.py migrate (make run does it too)"


def test_an_extension_that_is_not_there(ask: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "EXTENSIONS", ("pg_trgm", "dict_int", "no_such_extension"))
    wrong = ask().wrong
    assert wrong[0] == "The extension dict_int: is not installed: as a superuser, CREATE EXTENSION dict_int"
    assert wrong[1].startswith("The extension no_such_extension: is not on the database server: install")


def test_old_servers(ask: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "OLDEST_POSTGRES", 990000)
    monkeypatch.setattr(checkup, "OLDEST_REDIS", (99, 0))
    monkeypatch.setattr(checkup, "OLDEST_PYTHON", (4, 0))
    report = ask()
    assert report.error == "3 things are wrong."
    assert all("is too old" in line for line in report.wrong)


def test_no_redis(ask: Callable[[], Report], settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    line = only(ask())
    assert line.startswith("Redis: does not answer")
    assert line.endswith("start it, or correct REDIS_URL")


def test_no_database(ask: Callable[[], Report], settings: Any) -> None:
    settings.EMBEDDED = set()
    settings.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none"
    line = only(ask())
    assert line.startswith("The database: does not let us in: start it, or correct DATABASE_URL.")
    assert "127.0.0.1" in line


def test_no_room(ask: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LITTLE_SPACE", 1 << 60)
    assert "is too little: PostgreSQL stops when the disk is full" in only(ask())


def test_a_folder_that_cannot_be_written(ask: Callable[[], Report], settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    settings.VAR = tmp_path / "file" / "var"  # root may write everywhere but below a file
    assert "cannot be written to (Not a directory): give it to this user, or set VAR_DIR" in only(ask())


def test_a_splitter_that_does_not_load(ask: Callable[[], Report], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> Any:
        raise OSError("no model")

    monkeypatch.setattr(splitting, "split", broken)
    assert only(ask()) == "The splitter: does not load (OSError: no model): run make clean setup"


def test_static_files_that_are_not_collected(ask: Callable[[], Report], settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "empty"
    assert only(ask()).startswith("The static files are not collected: run manage.py collectstatic")


def test_what_must_not_be_public(ask: Callable[[], Report], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["desk.example"]
    settings.DEBUG, settings.PRODUCTION, settings.SESSION_COOKIE_SECURE = True, False, False
    login = demo.LOGINS[0]
    User.objects.create(username=login.username, password=make_password(login.password))
    report = ask()
    assert [line.split(":")[0] for line in report.wrong] == [
        "DEBUG is on",
        "HTTPS is off",
        "PRODUCTION is off",
        "Demo logins that work",
    ]
    assert login.username in report.wrong[-1]
    User.objects.update(password=make_password("another"))
    settings.DEBUG, settings.PRODUCTION, settings.SESSION_COOKIE_SECURE = False, True, True
    assert ask().wrong == []


def test_listening_everywhere_under_no_name(ask: Callable[[], Report], settings: Any) -> None:
    settings.HOST, settings.PRODUCTION, settings.SESSION_COOKIE_SECURE = "0.0.0.0", True, True  # noqa: S104
    assert "but only under names in ALLOWED_HOSTS" in only(ask())


def test_what_django_itself_finds(ask: Callable[[], Report], settings: Any) -> None:
    settings.STATICFILES_DIRS = "not a list"
    assert only(ask()).startswith("Django: The STATICFILES_DIRS setting is not a tuple or list")


def test_it_goes_on_when_a_look_fails(ask: Callable[[], Report], settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.operations.no_such_module"
    assert only(ask()).startswith("The configuration: cannot be looked at (ModuleNotFoundError: No module named")


def test_the_exit_code_of_a_sick_installation_is_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "doctor"],
        cwd=ROOT,
        env=environment(
            tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none", REDIS_URL="redis://127.0.0.1:1"
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "WRONG  The database" in done.stdout
    assert "WRONG  Redis" in done.stdout
    assert "things are wrong." in done.stderr
    assert "Traceback" not in done.stderr
