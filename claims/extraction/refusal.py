"""One of many that could not be taken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """``number`` counts items from 1 as a person would; ``name`` is the item's own, where it has one."""

    number: int
    why: str
    name: str = ""
