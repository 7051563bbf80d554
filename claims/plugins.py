"""Plug-ins: what installed packages add, found through entry points and loaded when first asked for.

A package that cannot be loaded, or takes a name that is taken, is left out; ``Found.troubles`` and the log say so.
docs/plugins.md shows one of each.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

log = logging.getLogger(__name__)

FORMATS = "claim_workbench.formats"
PROVIDERS = "claim_workbench.providers"
SCALES = "claim_workbench.scales"
SPLITTERS = "claim_workbench.splitters"
GROUPS = (FORMATS, PROVIDERS, SCALES, SPLITTERS)

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 40
OURS = "the workbench itself"

Check = Callable[[str, Any], Any]
"""Given the name and what the entry point leads to: what is used; raises ValueError or TypeError in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the packages of one group give, by name; ``packages`` they are from; what is wrong, in sentences."""

    values: Mapping[str, Any]
    packages: Mapping[str, str]
    troubles: tuple[str, ...]


def names(group: str) -> dict[str, str]:
    """The names that packages give in a group, with the package; nothing is loaded."""
    return {one.name: _package(one) for one in _entries(group)}


def plugged(group: str, check: Check, taken: Collection[str] = ()) -> Found:
    """Everything of a group that can be used, loaded the first time; ``taken`` are names that are not to be had."""
    return _plugged(group, check, frozenset(taken))


def forget() -> None:
    """Look again at what is installed, and load it anew."""
    _plugged.cache_clear()


@cache
def _plugged(group: str, check: Check, taken: frozenset[str]) -> Found:
    values: dict[str, Any] = {}
    packages: dict[str, str] = {}
    troubles: list[str] = []
    by_name: dict[str, list[EntryPoint]] = {}
    for one in _entries(group):
        by_name.setdefault(one.name, []).append(one)
    for name, there in by_name.items():
        if why := _refused(name, there, taken):
            troubles.append(f"{group}: {why}")
            continue
        try:
            values[name] = check(name, there[0].load())
            packages[name] = _package(there[0])
        except Exception as error:  # whatever somebody else's package raises
            troubles.append(f"{group}: {name} of {_package(there[0])}: {_said(error)}")
    for each in troubles:
        log.warning("A plug-in is left out: %s", each)
    return Found(values, packages, tuple(troubles))


def _refused(name: str, there: list[EntryPoint], taken: Collection[str]) -> str:
    """Why a name cannot be had; "" where it can."""
    owners = ([OURS] if name in taken else []) + sorted(_package(one) for one in there)
    if len(owners) > 1:
        return f"the name {name} is given by {' and by '.join(owners)}; uninstall or rename one."
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        return f"{name!r} of {owners[0]}: a name has at most 40 lower-case letters, figures and hyphens."
    return ""


def _entries(group: str) -> list[EntryPoint]:
    """In one order; a package that is found twice on the path counts once."""
    found = {(one.name, one.value, _package(one)): one for one in entry_points(group=group)}
    return [found[key] for key in sorted(found)]


def _package(one: EntryPoint) -> str:
    return one.dist.name if one.dist else "an unknown package"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
