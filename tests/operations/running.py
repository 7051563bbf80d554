"""Running the workbench for real in a folder of its own, and finding everything that belongs to it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of an installation in ``var``: none of the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "HOST")}
    return {**kept, "DJANGO_SETTINGS_MODULE": "factcheck.settings", "VAR_DIR": str(var), "DURABLE": "0", **more}


def belonging(var: Path) -> list[psutil.Process]:
    """Every live process that was started for the installation in ``var``, this one apart."""
    found = []
    for process in psutil.process_iter():
        try:
            mine = process.cwd().startswith(str(var)) or process.environ().get("VAR_DIR") == str(var)
            if mine and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def kill_all(var: Path) -> None:
    """Kill every process of the installation in ``var``; one may end by itself when another has gone."""
    for process in belonging(var):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def named(var: Path, words: str) -> list[psutil.Process]:
    """Those of them whose command line holds ``words``, oldest first."""
    found = []
    for process in belonging(var):
        try:
            if words in " ".join(process.cmdline()):
                found.append((process.create_time(), process.pid, process))
        except psutil.Error:
            continue
    return [process for *_, process in sorted(found, key=lambda each: each[:2])]


def wait_until(true: Any, seconds: float, what: str) -> None:
    """Fail the test when ``true()`` is still false after ``seconds``."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(0.1)


class Up:
    """``manage.py up`` in a folder, on a free port."""

    def __init__(self, var: Path, **more: str) -> None:
        """Start it; see ``wait_ready``."""
        self.var = var
        self.port = free_port()
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "manage.py", "up"],
            cwd=ROOT,
            env=environment(var, PORT=str(self.port), **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def ready(self) -> bool:
        """Whether /readyz says 200."""
        return self.get("/readyz")[0] == 200

    def wait_ready(self, seconds: float = 90) -> None:
        """Wait for 200 from /readyz; fails with what was printed when the command ends before."""
        wait_until(lambda: self.process.poll() is not None or self.ready(), seconds, "\n".join(self.lines))
        assert self.process.poll() is None, "\n".join(self.lines)

    def states(self) -> dict[str, str]:
        """The words of /readyz for each check."""
        checks = json.loads(self.get("/readyz")[1])["checks"]
        return {name: check["state"] for name, check in checks.items()}

    def interrupt(self) -> tuple[int, float]:
        """Press Ctrl-C and wait; the exit code and the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        return code, time.monotonic() - begun

    def kill(self) -> None:
        """kill -9 the command alone; what it started is left to itself."""
        self.process.kill()
        self.process.wait(5)

    def close(self) -> None:
        """End whatever is left of this installation, so that no test leaves a process behind."""
        kill_all(self.var)
        self.process.wait(5)
        self._reader.join(5)
        assert self.process.stdout
        self.process.stdout.close()
