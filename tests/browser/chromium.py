"""The Chromium that the browser tests drive: found on this machine, or fetched.

``python -m tests.browser.chromium`` prints its path, and says on stderr which one it is and where it came from.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoChromiumError(RuntimeError):
    """There is none and none could be fetched; the message says what to do."""


def named() -> str | None:
    """The one that CHROMIUM names. Raises NoChromiumError when it names none that can be run."""
    name = os.environ.get("CHROMIUM", "").strip()
    if name and not shutil.which(name):
        raise NoChromiumError(f"CHROMIUM is {name!r}, which is not a program. Correct it or unset it.")
    return shutil.which(name) if name else None


def installed() -> str | None:
    """One under a usual name on PATH, or where macOS keeps it."""
    return next((found for name in (*NAMES, *APPLICATIONS) if (found := shutil.which(name))), None)


def packaged() -> str | None:
    """Debian's package, where we are root and may install it."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or not Path("/etc/debian_version").exists():
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-q", *command], stdout=sys.stderr, stdin=subprocess.DEVNULL, env=quiet, check=False
        )
        if done.returncode:
            return None
    return shutil.which("chromium")


def downloaded() -> str | None:
    """Playwright's own, downloaded unless it is there already."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False).returncode:
        return None
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and needed only here

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


WAYS: tuple[tuple[str, Callable[[], str | None]], ...] = (
    ("named by CHROMIUM", named),
    ("found on this machine", installed),
    ("installed with apt", packaged),
    ("downloaded by Playwright", downloaded),
)


def find() -> tuple[str, str]:
    """The path of a Chromium and how it was come by. Raises NoChromiumError."""
    for how, way in WAYS:
        if path := way():
            return path, how
    raise NoChromiumError(
        "The browser tests need Chromium, and none was found or could be fetched. Install it (Debian: apt install "
        "chromium) or name it: CHROMIUM=/path/to/chromium make test"
    )


def arguments() -> list[str]:
    """What to start it with: no sandbox as root, which it refuses; no use of a small /dev/shm."""
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def main() -> int:
    """Print the path; the exit code."""
    try:
        path, how = find()
    except NoChromiumError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"Browser tests use {path} ({how}).\n")
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
