"""What became of a file that was brought in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Articles ``added``, ``known`` (here just so) and ``refused`` with line, title and reason; ``rows`` by kind.

    ``project`` is the slug of where it went. For fact-checks the three count fact-checks.
    """

    project: str = ""
    added: int = 0
    known: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
