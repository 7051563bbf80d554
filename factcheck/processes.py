"""The processes of an installation on one machine, in the order they start. ``manage.py up`` runs them."""

import sys
from typing import TypedDict

MODULE = [sys.executable, "-m"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # the workers do not talk to each other
WORKER = [*MODULE, "celery", "-A", "factcheck", "worker", *QUIET, "-l", "INFO"]
SPLIT_MEMORY_KIB = 1_500_000  # a worker that has grown beyond this is replaced after its task


class Process(TypedDict):
    """What to run under which name; ``last`` is for what the others need while they stop."""

    name: str
    command: list[str]
    last: bool


def processes(*, embedded: bool, lookup_processes: int = 1, lookup_threads: int = 24) -> list[Process]:
    """Web, workers for both queues and the clock, and the embedded servers' keeper where there are such servers.

    Look-ups wait: they have threads, and as many processes as there are processors to serve the answers.
    """
    split = ["-Q", "split", "-n", "split@%h", "-P", "prefork", "-c", "1"]
    commands = {
        "web": [*MODULE, "gunicorn", "-c", "python:factcheck.gunicorn", "factcheck.wsgi:application"],
        "split": [*WORKER, *split, "--max-memory-per-child", str(SPLIT_MEMORY_KIB)],
        **{name: _lookup(name, lookup_threads) for name in _numbered("lookup", lookup_processes)},
        "beat": [*MODULE, "celery", "-A", "factcheck", "beat", "-l", "WARNING"],
    }
    keeper = [Process(name="servers", command=[*MODULE, "factcheck.embedded"], last=True)] if embedded else []
    return [*keeper, *(Process(name=name, command=command, last=False) for name, command in commands.items())]


def _lookup(name: str, threads: int) -> list[str]:
    return [*WORKER, "-Q", "lookup", "-n", f"{name}@%h", "-P", "threads", "-c", str(threads)]


def _numbered(name: str, count: int) -> list[str]:
    """The name, then with numbers from 2 on."""
    return [name, *(f"{name}-{number}" for number in range(2, count + 1))]
