"""Celery workers for tests, started with the commands that ``manage.py up`` uses."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import redis
from django.conf import settings as configured

from claims.management.child import bound_to
from claims.pipeline import heartbeat

ROOT = Path(__file__).resolve().parents[2]


class Crew:
    """The workers of one installation by the name of their queue."""

    def __init__(self, log: Path, **environment: str) -> None:
        """``environment`` says which servers they use; nothing is started."""
        self._log = log
        self._environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings", **environment}
        self._commands = {each["name"]: each["command"] for each in configured.PROCESSES}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start workers and wait for their first sign of life."""
        with redis.Redis.from_url(configured.REDIS_URL) as queue:
            queue.delete(heartbeat.KEY)
        for name in names:
            with (self._log / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    self._commands[name],
                    cwd=ROOT,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=bound_to(os.getpid()),  # noqa: PLW1509 - they end with us, whatever ends us
                )
        wait_until(lambda: set(names) <= _signed(), seconds=60, or_say=self.logs)

    def also(self, name: str, *, like: str) -> None:
        """Know one more worker, which serves the same queue as another."""
        self._commands[name] = [part.replace(f"{like}@", f"{name}@") for part in self._commands[like]]

    def kill(self, name: str) -> None:
        """End a worker with all it has started, as a crash does: nothing is said or tidied."""
        worker = self._running.pop(name)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    @property
    def pids(self) -> list[int]:
        """The processes that were started, without their children."""
        return [worker.pid for worker in self._running.values()]

    def freeze(self) -> None:
        """Stop all workers where they are."""
        self._tell(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        self._tell(signal.SIGCONT)

    def stop(self) -> None:
        """Ask all to end, then make them."""
        self.thaw()
        for worker in self._running.values():
            worker.send_signal(signal.SIGTERM)
        for worker in self._running.values():
            try:
                worker.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()

    def logs(self) -> str:
        """The end of what they said, for a test that fails."""
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self._log.glob("*.log")))

    def _tell(self, number: signal.Signals) -> None:
        for worker in self._running.values():
            for process in [psutil.Process(worker.pid), *psutil.Process(worker.pid).children(recursive=True)]:
                process.send_signal(number)


def _signed() -> set[str]:
    """The names of the workers that gave a sign of life since it was last forgotten."""
    with redis.Redis.from_url(configured.REDIS_URL, decode_responses=True) as store:
        signs: Any = store.zrange(heartbeat.KEY, 0, -1)
    return {sign.split(" ")[1].partition("@")[0] for sign in signs}


def wait_until(happened: Callable[[], bool], *, seconds: float = 20, or_say: Callable[[], str] = str) -> None:
    """Wait for something that another process brings about; AssertionError when it does not come in time."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, f"It did not happen within {seconds} s. {or_say()}"
        time.sleep(0.05)
