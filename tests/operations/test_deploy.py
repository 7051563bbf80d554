"""``check --deploy`` finds nothing in the settings of production, and does find what is wrong there."""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

from tests.operations.running import ROOT, environment


def check(var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    production = {
        "PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "IDENTITY_KEYS": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "desk.example",
        "SITE_URL": "https://desk.example",
        "BEHIND_PROXY": "1",
        "DATABASE_URL": "postgres://desk:desk@database.example/desk",
        "REDIS_URL": "redis://redis.example/0",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment(var, **{**production, **more}),
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_found_and_nothing_silenced(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert (done.returncode, done.stdout + done.stderr) == (0, "System check identified no issues (0 silenced).\n")


def test_a_gap_would_be_found(tmp_path: Path) -> None:
    done = check(tmp_path, HTTPS="off", HSTS_SECONDS="0")
    assert done.returncode == 1
    assert {"security.W004", "security.W008", "security.W012"} <= set(
        done.stderr.replace("(", " ").replace(")", " ").split()
    )
