"""Throwing away the data of the embedded servers, for ``make reset``."""

import shutil
import sys
from pathlib import Path
from typing import Any

from factcheck.embedded.use import nobody_uses

KEPT = {"log", "run", "testing"}  # what is no data: logs, the locks we hold meanwhile, runs of the tests


def wipe(settings: Any) -> int:
    """Ask, then empty ``var``: database, queues, uploads, secret key. The exit code."""
    var: Path = settings.VAR
    if "database" not in settings.EMBEDDED:
        return _refuse("DATABASE_URL is set: that database is yours to empty. Nothing was touched.")
    sys.stdout.write(f"This throws away the database and all uploads under {var}. Type yes to go on: ")
    sys.stdout.flush()
    if sys.stdin.readline().strip() != "yes":
        return _refuse("Nothing was touched.")
    with nobody_uses(var) as free:
        if not free:
            return _refuse("The workbench is running, so nothing was touched. Stop it first.")
        for path in var.iterdir():
            if path.is_dir() and path.name not in KEPT:
                shutil.rmtree(path)
            elif path.is_file():
                path.unlink()
    sys.stdout.write("Done. make run starts anew.\n")
    return 0


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1
