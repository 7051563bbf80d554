"""Two versions of a text beside each other: which lines are new, which are gone, and some of what stands around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2
"""Lines that are shown unchanged before and after a change."""


@dataclass(frozen=True, slots=True)
class Line:
    """``kind`` is same, new, gone, or left: ``count`` unchanged lines that are not shown."""

    kind: str
    text: str = ""
    count: int = 0


def changes(before: str, after: str) -> tuple[Line, ...]:
    """The lines of both versions in reading order, the gone ones before what stands in their place; () for none."""
    old, new = before.split("\n") if before else [], after.split("\n") if after else []
    lines: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines.extend(Line("same", text) for text in old[a:b])
        else:
            lines.extend(Line("gone", text) for text in old[a:b])
            lines.extend(Line("new", text) for text in new[c:d])
    if all(line.kind == "same" for line in lines):
        return ()
    return tuple(_folded(lines))


def _folded(lines: list[Line]) -> Iterator[Line]:
    """Without the unchanged lines that are far from any change; how many is said."""
    changed = [at for at, line in enumerate(lines) if line.kind != "same"]
    near = {at + by for at in changed for by in range(-AROUND, AROUND + 1)}
    left = 0
    for at, line in enumerate(lines):
        if at in near:
            if left:
                yield Line("left", count=left)
            left = 0
            yield line
        else:
            left += 1
    if left:
        yield Line("left", count=left)
