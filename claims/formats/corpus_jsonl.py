"""Reviewed articles as a corpus that the splitter's tagger can be taught on: one article a line.

``{"id", "text", "attributions": [{"source", "cue", "content"}]}``, each a list of ``[start, end]`` in code
points of ``text``, end exclusive; ``source`` and ``cue`` may be empty.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Said:
    """Who (source) says (cue) what (content) in one claim."""

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]


def line(name: str, text: str, said: Iterable[Said]) -> bytes:
    """One article with the line's end. Claims that share source and cue are one attribution of the corpus."""
    merged: dict[tuple[tuple[Place, ...], tuple[Place, ...]], set[Place]] = {}
    for one in said:
        merged.setdefault((one.source, one.cue), set()).update(one.content)
    attributions = [
        {"source": list(source), "cue": list(cue), "content": sorted(content)}
        for (source, cue), content in merged.items()
    ]
    row = {"id": name, "text": text, "attributions": attributions}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
