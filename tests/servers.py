"""A folder, and so a PostgreSQL and a Valkey, for this process of the tests alone.

Runs side by side, the processes of one run, and a workbench running in the same checkout never meet: not in the
database, not in a queue. Migrating takes many seconds and copying takes a tenth of one, so each begins with a copy
of a migrated cluster.
"""

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg

from factcheck.embedded.locks import alone
from factcheck.embedded.postgres import Postgres
from factcheck.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
RUNS = ROOT / "var" / "testing"
DATABASE = "test_workbench"  # the name that Django gives the test database


def inherited() -> bool:
    """Whether ``VAR_DIR`` is that of the process which runs others with pytest-xdist, and which this is one of.

    Programs that a test starts inherit it too, and are to use it.
    """
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    before = os.environ.get("VAR_DIR_OF", "")
    os.environ["VAR_DIR_OF"] = process
    return process != before


def own_folder() -> Path:
    """The folder of this process, named by its pid and removed at its end; what killed ones left goes first."""
    RUNS.mkdir(parents=True, exist_ok=True)
    folder = RUNS / str(os.getpid())
    with alone(RUNS / "folders.lock"):
        for left in RUNS.glob("*"):
            if left.name.isdigit() and not psutil.pid_exists(int(left.name)):
                remove(left)
        remove(folder)
        folder.mkdir()
    atexit.register(_remove_own, folder, os.getpid())
    return folder


def remove(var: Path) -> None:
    """Stop what runs in a folder, and delete it."""
    Postgres(var).stop()
    Valkey(var).stop()
    shutil.rmtree(var, ignore_errors=True)


def _remove_own(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        remove(folder)


def begin_migrated(var: Path) -> None:
    """Give a folder whose server has not started yet a cluster in which the test database is migrated."""
    if (var / "postgres").exists():
        return
    with alone(RUNS / "migrated.lock"):
        ready = RUNS / f"migrated-{_digest()}"
        if not ready.exists():
            for old in RUNS.glob("migrated-*"):
                remove(old)
            _migrate(RUNS / "migrated-new", ready)
        subprocess.run(["cp", "-a", ready / "postgres", var / "postgres"], check=True)  # keeps the owner


def _migrate(fresh: Path, ready: Path) -> None:
    server = Postgres(fresh, durable=False)
    (fresh / "run").mkdir(parents=True)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    url = server.url(DATABASE)
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "factcheck.settings", "VAR_DIR": str(fresh)}
    migrate = [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"]
    subprocess.run(migrate, check=True, cwd=ROOT, env={**os.environ, **settings})
    server.stop()
    fresh.rename(ready)


def _digest() -> str:
    """What the migrated database depends on."""
    files = [*sorted(ROOT.glob("claims/migrations/*.py")), ROOT / "claims/management/from_nothing.py"]
    files += [ROOT / "requirements.txt", Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
