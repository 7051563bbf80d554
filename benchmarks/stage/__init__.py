"""A place to measure in: this checkout's code on a PostgreSQL and a Valkey of its own, thrown away at the end."""

from __future__ import annotations

import atexit
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def set_up() -> None:
    """Django on the settings of the tests, its database made and migrated."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    import django  # noqa: PLC0415 - after its settings are named

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    from tests import servers  # noqa: PLC0415

    ours = "database" in settings.EMBEDDED
    if ours:
        servers.begin_migrated(settings.VAR)
    made = setup_databases(verbosity=0, interactive=False, keepdb=ours, serialized_aliases=[])
    if not ours:
        atexit.register(teardown_databases, made, 0)


def spread(seconds: Sequence[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"


def verdict(fine: bool) -> str:
    """Whether a budget is kept, in a word."""
    return "kept" if fine else "MISSED"


def load() -> str:
    """How busy the machine is with other things, which a figure has to be read with."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
