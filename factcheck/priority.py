"""Who goes first on a machine where pages, splitting and the servers share the processors."""

import os
from contextlib import suppress
from pathlib import Path

LATER = 10
"""A nice value: a tenth of the time of what has the usual 0, and all of it while nothing else wants to run."""


def give_way() -> None:
    """Let everything else on the machine run first.

    Where Linux shares the processors out by sessions (autogroup), the nice value counts among the processes of one
    session only; so the session steps back as a whole, if it is this worker's own, as under ``manage.py up``.
    """
    os.nice(LATER)
    if os.getsid(0) in (os.getpid(), os.getppid()):
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(LATER), encoding="ascii")
