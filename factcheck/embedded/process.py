"""Finding and ending the process of a server, by its pid file and the folder it works in."""

import contextlib
import signal
import time
from pathlib import Path

import psutil


def running(pid_file: Path, folder: Path) -> psutil.Process | None:
    """The server whose pid is on the first line of ``pid_file`` and that works in ``folder``; None when it is gone.

    A pid alone proves nothing: after a crash or in a new container another process may bear it.
    """
    try:
        process = psutil.Process(int(pid_file.read_text(encoding="ascii").split()[0]))
        if process.status() == psutil.STATUS_ZOMBIE or Path(process.cwd()) != folder.resolve():
            return None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process


def end(process: psutil.Process, *asks: signal.Signals, seconds: float) -> None:
    """End a process: each signal in turn, with ``seconds`` to obey, then SIGKILL to it and its children."""
    with contextlib.suppress(psutil.NoSuchProcess):
        children = process.children(recursive=True)
        for ask in asks:
            process.send_signal(ask)
            if gone(process, seconds):
                return
        for each in (process, *children):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        gone(process, seconds)


def gone(process: psutil.Process, seconds: float) -> bool:
    """Whether the process ends within ``seconds``. A zombie counts: its parent may never collect it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False
