"""Who uses a server, told by file locks: the kernel lets go of them however a process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock at ``path`` while the block runs; waits for whoever has it."""
    handle = _opened(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Share:
    """One process's word that it uses a server. Processes forked from it keep the word too."""

    def __init__(self, path: Path) -> None:
        """Take part; other processes may do so at the same time."""
        self.path = path
        self._handle = _opened(path)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def give_up(self) -> bool:
        """Leave; True when nobody else takes part. Call it under the server's start lock."""
        os.close(self._handle)
        handle = _opened(self.path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True
