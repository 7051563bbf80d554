# noqa: INP001 - a program, in no package
"""Ask whether the packages we ship have known holes. Exit code 1 where one has and nobody accepted it.

Without a way to a service of advisories nothing can be said, and that is what is said; it fails no build.
"""

import json
import subprocess
import sys
from datetime import UTC, date, datetime

ACCEPTED: dict[str, tuple[str, date]] = {}
"""Advisories that do not reach us: why, and the day from which that must be looked at again."""


def main() -> int:
    """Ask, and tell in a line or two."""
    files = ["requirements.txt", "requirements-s3.txt", "requirements-otel.txt"]
    lists = [word for name in files for word in ("--requirement", name)]
    ask = [sys.executable, "-m", "pip_audit", *lists, "--disable-pip", "--no-deps"]
    done = subprocess.run([*ask, "--format", "json"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return _tell("Nobody could be asked about known holes:", done.stderr.strip().splitlines()[-1:])
    asked = [one for one in packages if "skip_reason" not in one]
    holes = {(one["name"], hole["id"]) for one in asked for hole in one["vulns"]}
    today = datetime.now(UTC).date()
    open_ones = sorted(hole for hole in holes if ACCEPTED.get(hole[1], ("", today))[1] <= today)
    if not asked:
        return _tell("Nobody who answers knows of holes: nothing was found out.", [])
    _tell(f"{len(asked)} of {len(packages)} packages were asked about; holes: {len(holes)}.", [])
    return _tell("Not accepted:", [" ".join(hole) for hole in open_ones], code=1) if open_ones else 0


def _tell(words: str, more: list[str], *, code: int = 0) -> int:
    sys.stdout.write(" ".join([words, *more]) + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
