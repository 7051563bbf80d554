"""A whole installation to break: as ``manage.py up`` runs it, or with its database at the end of a line of ours."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks.chaos.clients import Scene
from benchmarks.chaos.proxy import Line
from benchmarks.chaos.told import Told
from factcheck.embedded.postgres import Postgres
from factcheck.embedded.valkey import Valkey
from tests.browser.installation import ROOT, Installation
from tests.operations.running import belonging, named
from tests.ports import free_port

MEDIA_BYTES = 16 * 1024 * 1024
READY_POLL_SECONDS = 0.2


class World:
    """``far``: the database is reached over TCP through ``line``, and the clock of all but it can be moved."""

    def __init__(self, folder: Path, *, far: bool) -> None:
        self.var = folder / ("far" if far else "near")
        self.media = self.var / "media"
        self.media.mkdir(parents=True)
        self.small_disk = not far and _mounted(self.media)
        self.database = Postgres(folder / "database" if far else self.var)
        self.clock = folder / "clock"
        settings = {"DURABLE": "1", "WEB_PROCESSES": "2", "DEMO": "0", "API_RATE": "0"}
        self.line: Line | None = None
        self.faketime = far and faketime()
        if far:
            settings |= self._far()
        self.installation = Installation(self.var, **settings)
        self.valkey = Valkey(self.var)

    def _far(self) -> dict[str, str]:
        (self.database.var / "run").mkdir(parents=True)
        self.database.start()
        self.line = Line(free_port(), Path(_socket(self.database)))
        self.line.begin()
        url = f"postgresql://workbench@127.0.0.1:{self.line.port}/workbench?sslmode=disable&gssencmode=disable"
        moved = {
            "LD_PRELOAD": str(self.faketime), "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1",
        }  # fmt: skip
        self.move_clock("+0")
        return {"DATABASE_URL": url, **(moved if self.faketime else {})}

    def move_clock(self, by: str) -> None:
        """To the machine's time and so much, for all processes but the database."""
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(f"{by}\n")
        fresh.chmod(0o644)
        fresh.replace(self.clock)

    def start(self) -> Scene:
        """Up, with something to act on."""
        self.installation.start(seconds=180)
        told = json.loads(self._program("benchmarks.chaos.scene"))
        return Scene(**{**told, "claims": [tuple(pair) for pair in told["claims"]]})

    def check(self, told: Told) -> dict[str, Any]:
        """What the database says to that."""
        return dict(json.loads(self._program("benchmarks.chaos.check", told.text())))

    def audit(self) -> str:
        """What ``manage.py audit verify`` finds; empty where all is as it was sealed."""
        done = self._run(["manage.py", "audit", "verify"])
        return "" if done.returncode == 0 else f"audit verify: {done.stdout[:800]} … {done.stderr[-200:]}"

    def _program(self, module: str, stdin: str = "") -> str:
        done = self._run(["-m", module], stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, words: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**self.installation.environment, "LOG_LEVEL": "WARNING"}
        environment.pop("LD_PRELOAD", None)
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            input=stdin,
            text=True,
            capture_output=True,
            check=False,
        )

    def named(self, words: str) -> list[psutil.Process]:
        """Processes whose command line holds ``words``, oldest first."""
        return named(self.var, words)

    def kill(self, words: str) -> None:
        """kill -9 of all processes whose command line holds ``words``."""
        for process in self.named(words):
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue

    def ready(self) -> bool:
        """Whether /readyz says 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def remove(self) -> None:
        """Stop it, and throw everything away."""
        self.installation.stop()
        for process in belonging(self.var):
            process.send_signal(signal.SIGKILL)
        Postgres(self.var).stop()
        self.database.stop()
        self.valkey.stop()
        if self.small_disk:
            subprocess.run(["umount", "-l", self.media], check=False)


class Watch(threading.Thread):
    """Asks /readyz again and again and remembers when it said what."""

    def __init__(self, world: World) -> None:
        super().__init__(daemon=True)
        self.world = world
        self.seen: list[tuple[float, bool]] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            fine = self.world.ready()
            self.seen.append((time.monotonic(), fine))
            self.over.wait(READY_POLL_SECONDS)

    def since(self, end: float) -> float | None:
        """Seconds from ``end`` until it was ready and stayed so; None while it is not."""
        after = [(at, fine) for at, fine in self.seen if at >= end]
        if not after or not after[-1][1]:
            return None
        bad = [index for index, (_at, fine) in enumerate(after) if not fine]
        return after[bad[-1] + 1 if bad else 0][0] - end if bad else 0.0


def _socket(database: Postgres) -> str:
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415

    return f"{unquote(urlsplit(database.url()).hostname or '')}/.s.PGSQL.5432"


def _mounted(folder: Path) -> bool:
    """Whether ``folder`` is a small disk of its own now: that takes root, and a system that lets root mount."""
    if os.geteuid() != 0:
        return False
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEDIA_BYTES},mode=0755", "chaos", str(folder)]
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


def faketime() -> Path | None:
    """libfaketime, from FAKETIME_LIBRARY or PyPI's package; None where there is none.

    Debian 12's (0.9.10) makes every ``time.sleep`` of Python fail.
    """
    if named_one := os.environ.get("FAKETIME_LIBRARY"):
        return Path(named_one)
    spec = importlib.util.find_spec("libfaketime")
    if not spec or not spec.origin:
        return None
    return next(Path(spec.origin).parent.glob("vendor/libfaketime/src/libfaketime.so.1"), None)
