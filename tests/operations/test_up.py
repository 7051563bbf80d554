"""``manage.py up`` for real: it starts, survives violence, and leaves nothing behind."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.operations.running import ROOT, Up, belonging, environment, named, wait_until

pytestmark = pytest.mark.worker


@pytest.fixture
def start(var: Path) -> Iterator[Callable[..., Up]]:
    """A function that starts the workbench in ``var``; whatever is left of it ends with the test."""
    started: list[Up] = []

    def begin(**more: str) -> Up:
        started.append(Up(var, **more))
        return started[-1]

    yield begin
    for up in started:
        up.close()


def test_starts_survives_and_stops(var: Path, start: Callable[..., Up]) -> None:
    first = start()
    first.wait_ready()
    assert first.get("/healthz")[0] == 200
    assert first.get("/sign-in/")[0] == 200
    wait_until(lambda: any("Ctrl-C" in line for line in first.lines), 15, "the address is announced")
    said = "\n".join(first.lines)
    assert f"http://127.0.0.1:{first.port}/" in said
    assert all(f"sign in as {name}" in said for name in ("reviewer", "editor", "owner"))

    twin = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert twin.returncode == 1
    assert f"already runs here, at http://127.0.0.1:{first.port}/" in twin.stderr

    first.kill()
    second = start()
    second.wait_ready()
    assert "Preparing the database" not in "\n".join(second.lines), "a second start has nothing to migrate"

    for words in ("bin/postgres -D", "valkey-server", "gunicorn", "-Q lookup"):
        victims = named(var, words)
        assert victims, words
        victims[0].kill()
    wait_until(lambda: not second.ready(), 10, "the loss is noticed")
    wait_until(second.ready, 45, "it heals")

    code, seconds = second.interrupt()
    assert code == 0, "\n".join(second.lines)
    assert seconds < 10
    assert belonging(var) == []


@pytest.mark.django_db(transaction=True)
def test_with_both_addresses_nothing_embedded_starts(var: Path, start: Callable[..., Up]) -> None:
    parts: Any = connection.settings_dict
    host = parts["HOST"].replace("/", "%2F")
    user = parts["USER"] + (f":{parts['PASSWORD']}" if parts["PASSWORD"] else "")
    address = f"postgresql://{user}@{host}{':' + str(parts['PORT']) if parts['PORT'] else ''}/{parts['NAME']}"
    up = start(DATABASE_URL=address, REDIS_URL=settings.REDIS_URL, DEMO="0")
    up.wait_ready()
    assert not (var / "postgres").exists()
    assert not (var / "valkey").exists()
    assert named(var, "postgres -D") == named(var, "valkey-server") == named(var, "factcheck.embedded") == []
    assert up.interrupt()[0] == 0
    assert belonging(var) == []


def test_a_port_in_use_is_said_plainly(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=environment(var, PORT=str(port)),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert "PORT=" in done.stderr
    assert not (var / "postgres").exists(), "nothing was started for nothing"


def test_a_database_that_refuses_is_said_plainly(var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment(var, DATABASE_URL="postgres://nobody@127.0.0.1:1/none", PORT="0"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "DATABASE_URL does not let us in" in done.stderr
    assert "Traceback" not in done.stderr
