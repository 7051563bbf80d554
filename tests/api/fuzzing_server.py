"""The API as it is run: gunicorn before a PostgreSQL and a Valkey of its own, with rows that it can be asked about.

No worker runs: what a request puts into a queue is done by nobody, and no made-up address is called.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg

from claims.management.child import bound_to
from factcheck.embedded.postgres import DATABASE, Postgres
from factcheck.embedded.valkey import Valkey
from factcheck.processes import processes
from tests import servers
from tests.ports import free_port

OURS = ("DATABASE_URL", "REDIS_URL", "HTTPS", "PRODUCTION")


@dataclass(frozen=True)
class Served:
    """Where it listens, what it is asked about, and where it writes what it says."""

    address: str
    scene: dict[str, Any]
    log: Path


@contextmanager
def serving(var: Path) -> Iterator[Served]:
    """Serve from a folder that is empty, until the end of the block; then everything is gone."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    mine = {"VAR_DIR": str(var), "PORT": str(port), "DURABLE": "0", "WEB_PROCESSES": "1", "WEB_THREADS": "4"}
    mine["SIGN_IN_FAILURES"] = "1000000"  # tokens that are none are sent on purpose
    environment = {**kept, **mine, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    try:
        _begin(var)
        program = [sys.executable, "-m", "tests.api.fuzzing_scene"]
        filled = subprocess.run(program, cwd=servers.ROOT, env=environment, capture_output=True, check=False)
        assert filled.returncode == 0, filled.stderr.decode()
        with _web(environment, var / "web.log") as log:
            _wait(f"http://127.0.0.1:{port}/healthz", log)
            yield Served(f"http://127.0.0.1:{port}", json.loads(filled.stdout), log)
    finally:
        servers.remove(var)


def _begin(var: Path) -> None:
    (var / "run").mkdir(parents=True)
    servers.begin_migrated(var)
    server = Postgres(var, durable=False)
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {DATABASE}")
        connection.execute(f"ALTER DATABASE {servers.DATABASE} RENAME TO {DATABASE}")
    Valkey(var).start()


@contextmanager
def _web(environment: dict[str, str], log: Path) -> Iterator[Path]:
    [command] = [one["command"] for one in processes(embedded=False) if one["name"] == "web"]
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=servers.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=bound_to(os.getpid()),  # noqa: PLW1509 - it ends with us, whatever ends us
        )
        try:
            yield log
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str, log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            httpx.get(address, timeout=5).raise_for_status()
            return
        except httpx.HTTPError:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
