"""What a file says in its own words where ours are not the same: kept beside what was made of it.

As long as a row still says what was made of it, the file's words are written again; once somebody changed the row,
the row is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def kept(given: Values, made: Values) -> dict[str, Any]:
    """What must be kept of ``given`` to have it again from ``made``."""
    differ = {key for key in made if key not in given or not same(given[key], made[key])}
    return {
        "given": {key: value for key, value in given.items() if key not in made or key in differ},
        "made": {key: made[key] for key in made if key in differ},
    }


def restored(now: Values, rest: Values | None) -> dict[str, Any]:
    """What to write for ``now``, which ``made`` has become."""
    given, made = (rest or {}).get("given", {}), (rest or {}).get("made", {})
    written = {}
    for key, value in now.items():
        untouched = key in made and same(made[key], value)
        if not untouched:
            written[key] = value
        elif key in given:
            written[key] = given[key]
    return written | {key: value for key, value in given.items() if key not in now}


def same(one: Any, other: Any) -> bool:
    """Equal as JSON has it: true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
