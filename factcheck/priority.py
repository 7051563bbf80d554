"""Who goes first on a machine where pages, splitting and the servers share the processors."""

import os
from contextlib import suppress
from pathlib import Path


def give_way(by: int) -> None:
    """Let everything else on the machine run first, as far as ``by`` says, a nice value from 0 (not at all) to 19.

    With 5 the process gets a third of the time of one with the usual 0, with 10 a tenth, and all of it while
    nothing else wants to run.

    Where Linux shares the processors out by sessions (autogroup), the nice value counts among the processes of one
    session only; so the session steps back as a whole, if it is this worker's own, as under ``manage.py up``.
    """
    os.nice(by)
    if by and os.getsid(0) in (os.getpid(), os.getppid()):
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(by), encoding="ascii")
