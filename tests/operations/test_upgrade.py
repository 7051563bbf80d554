"""upgrade: look before, and say what stands in the way."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from claims.management import checkup, upgrading
from claims.models import Event, installed
from claims.pipeline.backup.last import INSTALLATION, last_backup

pytestmark = pytest.mark.django_db


def backed_up(*, days: float) -> None:
    data = {"snapshot_at": (timezone.now() - timedelta(days=days)).isoformat(), "file": "one.zip"}
    data |= {"size": 10, "rows": 3, "files": 1}
    Event.objects.create(verb="backup.made", target_type="installation", target_id=INSTALLATION, data=data)


def check() -> tuple[str, str]:
    output = io.StringIO()
    try:
        call_command("upgrade", "--check", stdout=output)
    except CommandError as error:
        return output.getvalue(), str(error)
    return output.getvalue(), ""


@pytest.fixture
def one_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "_complete", set())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")


def test_nothing_to_do_needs_no_backup() -> None:
    said, error = check()
    assert error == ""
    assert "0 migrations to apply" in said
    assert "backup" not in said


def test_a_migration_asks_for_a_backup_of_today(one_missing: None) -> None:
    said, error = check()
    assert "1 migrations to apply: sessions.0001_initial" in said
    assert "WRONG  There is no backup: make one with the version that runs now" in said
    assert error == "Nothing was changed."
    backed_up(days=2)
    assert "The last backup (one.zip) is 48 hours old: make a new one" in check()[0]
    backed_up(days=0.5)
    said, error = check()
    assert "The last backup (one.zip) is 12 hours old" in said
    assert error == ""


def test_a_database_of_a_newer_version_is_left_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('claims', '9999_later', now())")
    said, error = check()
    assert "is of a newer version of the workbench: it rests on claims.9999_later" in said
    assert error == "Nothing was changed."


def test_too_little_room(one_missing: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.EMBEDDED, settings.VAR = {"database"}, tmp_path
    monkeypatch.setattr(upgrading.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1}))
    assert "is too little: a migration may need that size twice" in check()[0]


def test_doctor_misses_backups_outside_the_demo(settings: Any) -> None:
    settings.DEMO = True
    assert [one.todo for one in checkup.backups()] == [""]
    settings.DEMO = False
    assert "manage.py backup FILE" in next(checkup.backups()).todo
    backed_up(days=3)
    assert next(checkup.backups()) == checkup.Finding(
        "The last backup is 3 days old (one.zip)",
        "make one: manage.py backup FILE (docs/operations.md says how, every night)",
    )
    backed_up(days=1)
    assert next(checkup.backups()).todo == ""
    newest = last_backup()
    assert newest
    assert (newest.file, newest.size, newest.rows, newest.files, newest.age.days) == ("one.zip", 10, 3, 1, 1)
