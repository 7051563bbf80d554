"""What became of many that were handed in at once."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """``number`` counts items from 1 as a person would; ``name`` is the item's own, where it has one."""

    number: int
    why: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of a batch were new, how many were there before, and those that could not be taken."""

    added: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)
