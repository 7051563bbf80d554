"""A folder, and so a PostgreSQL and a Valkey, for this run of the tests alone.

Runs side by side, and a workbench running in the same checkout, never meet: not in the database, not in a queue.
"""

import atexit
import os
import shutil
from pathlib import Path

import psutil

from factcheck.embedded.postgres import Postgres
from factcheck.embedded.valkey import Valkey

RUNS = Path(__file__).resolve().parent.parent / "var" / "testing"


def own_folder() -> Path:
    """The folder of this run, named by its pid and removed at its end; what killed runs left goes first."""
    for left in RUNS.glob("*"):
        if left.name.isdigit() and not psutil.pid_exists(int(left.name)):
            Postgres(left).stop()
            Valkey(left).stop()
            shutil.rmtree(left, ignore_errors=True)
    folder = RUNS / str(os.getpid())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
