"""The processes of an installation on one machine, in the order they start. ``manage.py up`` runs them."""

import sys
from typing import TypedDict

MODULE = [sys.executable, "-m"]
WORKER = [*MODULE, "celery", "-A", "factcheck", "worker", "--without-gossip", "--without-mingle", "-l", "INFO"]
SPLIT_MEMORY_KIB = 1_500_000  # a worker that has grown beyond this is replaced after its task


class Process(TypedDict):
    """What to run under which name; ``last`` is for what the others need while they stop."""

    name: str
    command: list[str]
    last: bool


def processes(*, embedded: bool) -> list[Process]:
    """Web, a worker per queue and the clock, and the embedded servers' keeper where there are such servers."""
    split = ["-Q", "split", "-n", "split@%h", "-P", "prefork", "-c", "1"]
    lookup = ["-Q", "lookup", "-n", "lookup@%h", "-P", "threads", "-c", "8"]
    commands = {
        "web": [*MODULE, "gunicorn", "-c", "python:factcheck.gunicorn", "factcheck.wsgi:application"],
        "split": [*WORKER, *split, "--max-memory-per-child", str(SPLIT_MEMORY_KIB)],
        "lookup": [*WORKER, *lookup],
        "beat": [*MODULE, "celery", "-A", "factcheck", "beat", "-l", "WARNING"],
    }
    keeper = [Process(name="servers", command=[*MODULE, "factcheck.embedded"], last=True)] if embedded else []
    return [*keeper, *(Process(name=name, command=command, last=False) for name, command in commands.items())]
