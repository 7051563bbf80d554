"""One ``up`` per installation, and the end of what a killed one left behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

LEFT_SECONDS = 8.0


class AlreadyUpError(Exception):
    """Another ``up`` runs in this folder; the message says which process it is and where it serves."""


@contextlib.contextmanager
def only_one(run: Path) -> Iterator[Path]:
    """Hold the lock under the folder ``run``; gives the file for ``write_record``. Raises AlreadyUpError."""
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    record = run / "up.json"
    with (run / "up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            known = _read(record)
            raise AlreadyUpError(
                f"The workbench already runs here, at {known.get('address', 'an unknown address')}. "
                f"Stop it with Ctrl-C where it was started, or with: kill {known.get('pid', '')}"
            ) from None
        yield record
        record.unlink(missing_ok=True)


def write_record(record: Path, *, address: str, children: list[dict[str, Any]]) -> None:
    """Say who runs here, for a second ``up`` and for the one after a crash."""
    fresh = record.with_suffix(".new")
    fresh.write_text(json.dumps({"pid": os.getpid(), "address": address, "children": children}), encoding="utf-8")
    fresh.replace(record)


def end_left_behind(record: Path) -> int:
    """End the processes that a killed ``up`` had started, if any still run; how many there were."""
    found = [process for each in _read(record).get("children", []) if (process := _same(each))]
    for number, seconds in ((signal.SIGTERM, LEFT_SECONDS), (signal.SIGKILL, LEFT_SECONDS)):
        for process in found:
            _signal_group(process, number)
        until = time.monotonic() + seconds
        while any(_runs(process) for process in found) and time.monotonic() < until:
            time.sleep(0.05)
    return len(found)


def _read(record: Path) -> dict[str, Any]:
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _same(mark: dict[str, Any]) -> psutil.Process | None:
    """The process of the mark, unless its pid has passed to another."""
    try:
        process = psutil.Process(int(mark["pid"]))
        return process if process.create_time() == mark["created"] and _runs(process) else None
    except (psutil.Error, KeyError, ValueError):
        return None


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _signal_group(process: psutil.Process, number: signal.Signals) -> None:
    """To the process alone when it shall finish by itself; to all it started when it is made to."""
    with contextlib.suppress(psutil.Error, ProcessLookupError, PermissionError):
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
