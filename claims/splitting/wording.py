"""The word lists under ``rules/``, read once and frozen.

A list is written as one string of words; ``_`` joins the parts of a phrase.
"""

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
    """One list of a file; KeyError where the file has no such list. ``a.b`` goes a level down."""
    value: Any = table(name)
    for part in key.split("."):
        value = value[part]
    items = value.split() if isinstance(value, str) else value
    return frozenset(item.replace("_", " ") for item in items)


@cache
def prepositions() -> dict[str, frozenset[str]]:
    """Verb lemma to the prepositions that bring in what is talked about."""
    return {verb: frozenset(value.split()) for verb, value in table("verbs")["preposition"].items()}
