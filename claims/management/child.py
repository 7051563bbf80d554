"""One process that ``up`` looks after: started, watched through its log, ended."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

NEW_RECORD = re.compile(r"^(\[|\d{4}-|DEBUG|INFO|WARNING|ERROR|CRITICAL)")
ALARM = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b")
PR_SET_PDEATHSIG = 1  # prctl(2)
LONGEST_PAUSE = 30.0
SETTLED_SECONDS = 60.0
LOG_LIMIT = 20 * 1024 * 1024  # bytes; a longer log is set aside as .1


def bound_to(parent: int) -> Callable[[], None]:
    """Something to call in a child before it becomes another program: it will be told to end when ``parent`` dies.

    Linux only; elsewhere the next ``up`` ends what a killed one left behind.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def bind() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return bind


class Child:
    """A command under a name. Its output goes to a file, so it outlives the loss of its reader."""

    def __init__(self, name: str, command: list[str], log: Path, *, folder: Path) -> None:
        """Remembers what to run where; starts nothing."""
        self.name, self.command, self.log, self.folder = name, command, log, folder
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.due = 0.0
        self.failures = 0
        self._offset = 0
        self._alarmed = False

    def start(self) -> None:
        """Run the command in a session of its own: Ctrl-C is for ``up``, which then asks each child."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.touch(mode=0o600)
        self._offset = self.log.stat().st_size
        self.started = time.monotonic()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=bound_to(os.getpid()),  # noqa: PLW1509 - "up" has one thread
            )

    def ended(self) -> int | None:
        """The exit code, negative for a signal, once it has ended; None while it runs or waits to be started."""
        return self.process.poll() if self.process else None

    def postpone(self) -> float:
        """After an end nobody asked for: the seconds until the next start, longer each time it fails soon."""
        self._kill_group()  # what the dead one had started itself
        self.process = None
        self.failures = 1 if time.monotonic() - self.started > SETTLED_SECONDS else self.failures + 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        self.due = time.monotonic() + pause
        return pause

    def ask(self) -> None:
        """Ask it to finish what it does and end."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def finish(self, until: float) -> bool:
        """Wait for the end until the monotonic time ``until``, then make it. False when it had to be made."""
        if not self.process:
            return True
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._kill_group()
            self.process.wait()
            return False
        self._kill_group()
        return True

    def mark(self) -> dict[str, float | int | str]:
        """What a later ``up`` needs to find this process, should this one be killed."""
        pid = self.process.pid if self.process else 0
        try:
            return {"name": self.name, "pid": pid, "created": psutil.Process(pid).create_time()}
        except psutil.Error:
            return {"name": self.name, "pid": pid, "created": 0.0}

    def news(self) -> list[str]:
        """Lines of warning and worse written since the last call, with what follows each (a traceback)."""
        size = self.log.stat().st_size
        if size <= self._offset:
            self._offset = min(size, self._offset)
            return []
        with self.log.open("rb") as log:
            log.seek(self._offset)
            fresh = log.read(1024 * 1024)
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._offset += len(whole)
        if size > LOG_LIMIT and self._offset >= size:
            self._set_aside()
        return [line for line in whole.decode("utf-8", "replace").splitlines() if self._matters(line)]

    def last_lines(self, count: int) -> list[str]:
        """The end of the log, for a process that would not start."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]

    def _matters(self, line: str) -> bool:
        if NEW_RECORD.match(line):
            self._alarmed = bool(ALARM.search(line[:120]))
        return self._alarmed

    def _set_aside(self) -> None:
        """The process keeps the file open for appending, so its text is copied away and the file emptied."""
        self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
        os.truncate(self.log, 0)
        self._offset = 0

    def _kill_group(self) -> None:
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return
