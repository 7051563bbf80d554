"""The real thing for tests: ``manage.py up`` in a folder and on a port of its own, with the demo in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import psutil

from claims.management.child import bound_to
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "REDIS_URL", "GOOGLE_FACTCHECK_KEY", "GOOGLE_FACTCHECK_URL", "HTTPS", "PRODUCTION")


class NotReadyError(RuntimeError):
    """It ended or took too long before it was ready; the message is what it said."""


class Installation:
    """PostgreSQL, Valkey, web, workers and clock, as ``make run`` starts them."""

    def __init__(self, var: Path, **environment: str) -> None:
        """Names the folder and the settings; starts nothing."""
        self.var = var
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        mine = {"VAR_DIR": str(var), "PORT": str(self.port), "DURABLE": "0", "WEB_PROCESSES": "1"}
        mine["SPLIT_NICE"] = "0"  # what else goes on are other tests, no pages that somebody waits for
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        self.environment = {**kept, **mine, "DJANGO_SETTINGS_MODULE": "factcheck.settings", **environment}
        self.said: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self, *, seconds: float = 120) -> float:
        """Start and wait until it says that it is ready; the seconds that took. Raises NotReadyError."""
        begun = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=bound_to(os.getpid()),  # noqa: PLW1509 - it ends with us, whatever ends us
        )
        assert self._process.stdout
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(self._process.stdout, ready), daemon=True).start()
        if not ready.wait(seconds) or self._process.poll() is not None:
            self.stop()
            raise NotReadyError("".join(self.said))
        return time.monotonic() - begun

    def _listen(self, output: IO[str], ready: threading.Event) -> None:
        """Take down what it says until it ends; it must never wait for its reader."""
        with output:
            for line in output:
                self.said.append(line)
                if line.startswith("Ready after"):
                    ready.set()
        ready.set()

    def stop(self) -> int:
        """Stop it as Ctrl-C does; its exit code."""
        if not self._process:
            return 0
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            return self._process.wait()

    def processes(self) -> list[psutil.Process]:
        """All that runs in it, but for the servers, which detach themselves."""
        assert self._process
        return psutil.Process(self._process.pid).children(recursive=True)

    def remove(self) -> None:
        """Stop it and throw its folder away."""
        self.stop()
        shutil.rmtree(self.var, ignore_errors=True)

    def manage(self, *arguments: str, stdin: str | None = None) -> bytes:
        """What ``manage.py`` with these arguments writes to standard output in this installation."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=None if stdin is None else stdin.encode(),
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout
