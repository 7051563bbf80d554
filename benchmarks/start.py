"""A second ``make run`` until its first page, against the bare start of PostgreSQL and Valkey on the same data.

    python benchmarks/start.py

The first start makes and fills the installation and is not counted. Budget for a second: 10 s.
"""

import os
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import stage

stage.set_up()

from factcheck.embedded.postgres import Postgres
from factcheck.embedded.valkey import Valkey
from tests.browser.installation import Installation

ROUNDS = 3
BUDGET = 10.0  # seconds


def first_page(installation: Installation) -> float:
    """Seconds from the command to the first page that is answered."""
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=stage.ROOT,
        env=installation.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        while not answers(f"{installation.address}/sign-in/"):
            assert process.poll() is None, "make run ended"
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(30)


def answers(url: str) -> bool:
    """Whether a page comes."""
    try:
        with urllib.request.urlopen(url, timeout=10) as page:  # noqa: S310 - our own address
            return bool(page.status == 200)
    except OSError:
        return False


def bare(var: Path) -> float:
    """Seconds until both servers answer."""
    postgres, valkey = Postgres(var, durable=False), Valkey(var)
    began = time.perf_counter()
    postgres.start()
    valkey.start()
    seconds = time.perf_counter() - began
    postgres.stop()
    valkey.stop()
    return seconds


def main() -> None:
    """Make an installation, then start it again and again."""
    subprocess.run(["make", "setup"], cwd=stage.ROOT, check=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("TMPDIR")) as folder:
        installation = Installation(Path(folder) / "var")
        ready = installation.start()
        installation.stop()
        seconds = [first_page(installation) for _ in range(ROUNDS)]
        least = min(bare(installation.var) for _ in range(ROUNDS))
    median = sorted(seconds)[ROUNDS // 2]
    print(stage.load())
    print(f"First start, ready with the demo in it: {ready:.1f} s")
    print(f"Second make run to the first page: median {median:.1f} s of {[f'{s:.1f}' for s in seconds]}")
    print(f"  under {BUDGET:.0f} s: {stage.verdict(median < BUDGET)}")
    print(f"  bare servers {least:.2f} s; ratio {median / least:.1f}")


if __name__ == "__main__":
    main()
