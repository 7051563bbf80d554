# noqa: INP001 - a program, in no package
"""Run all checks next to each other, and show what each found when it ends. The exit code is 1 when one failed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent
CHECKS: dict[str, list[str | Path]] = {  # the longest first
    "types": [PYTHON, "-m", "mypy", "--no-error-summary", "claims", "factcheck"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
    "rules of the rooms": [PROGRAMS / "lint-imports"],
    "templates": [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
    "requirements": [PYTHON, "-m", "deptry", "--config", ".ci/deptry.toml", "."],
    "bandit": [
        PYTHON,
        "-m",
        "bandit",
        "--quiet",
        "--recursive",
        "-c",
        "pyproject.toml",
        "claims",
        "factcheck",
        ".ci",
    ],
    "known holes": [PYTHON, ".ci/known_holes.py"],
    "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
}
TOLD = {"known holes"}
"""What is shown though it is good: it may say that nothing could be found out."""
ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}


class Outcome(NamedTuple):
    """How a check ended."""

    name: str
    good: bool
    said: str
    seconds: float


def run(name: str) -> Outcome:
    """Run one check to its end."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - commands of our own
        CHECKS[name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    return Outcome(name, done.returncode == 0, done.stdout.strip(), time.monotonic() - began)


def main() -> int:
    """One line for a check that found nothing, its own words for one that did."""
    failed = []
    with ThreadPoolExecutor(max_workers=max(2, min(4, os.cpu_count() or 1))) as pool:
        for each in as_completed([pool.submit(run, name) for name in CHECKS]):
            outcome = each.result()
            word = "ok    " if outcome.good else "FAILED"
            sys.stdout.write(f"{word}  {outcome.name} ({outcome.seconds:.1f} s)\n")
            if not outcome.good:
                failed.append(outcome.name)
                sys.stdout.write(f"{outcome.said}\n\n")
            elif outcome.name in TOLD:
                sys.stdout.write(f"        {outcome.said}\n")
            sys.stdout.flush()
    if failed:
        sys.stdout.write(f"Failed: {', '.join(failed)}.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
