"""The word lists and patterns under ``rules/``, read once and frozen."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The file ``rules/<name>.toml`` as it stands."""
    return tomllib.loads(files(__package__).joinpath("rules", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """One list of a file, written there as one string of words; KeyError where the file has no such list."""
    return frozenset(table(name)[key].split())


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One pattern of a file, case aside; white space in it means nothing, ``\\ `` is a space."""
    return re.compile(table(name)[key], re.IGNORECASE | re.VERBOSE)
