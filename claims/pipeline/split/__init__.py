"""Split a frozen text: sentences, waivers, sources, claims and who said them, all with exact offsets.

A text can be split again: what people did stays, the rest is replaced (docs/adr/0011-splitting-again.md).
"""

from .run import split_again, split_revision

__all__ = ["split_again", "split_revision"]
