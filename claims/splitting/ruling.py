"""The parser's table of exceptions, looked up instead of searched for.

spaCy's attribute ruler tries every one of its patterns at every word. Most of them ask only for a word's tag, its
lower-case form or both: those are one look into a table. What is found, and its order, stays the same.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ASKED = frozenset({"TAG", "LOWER"})
Match = tuple[int, int, int, int]


def quicken(ruler: Any, matcher: Any) -> None:
    """Let an attribute ruler find its matches by table; ``matcher`` is an empty one of the same vocabulary."""
    table = _table(ruler.patterns, matcher)

    def match(doc: "Doc") -> list[Match]:
        found: list[Match] = []
        for token in doc:
            tag, low, at = token.tag_, token.lower_, token.i
            for key in ((tag, ""), (tag, low), ("", low)):
                if key in table:
                    found += [(number, 0, at, at + 1) for number in table[key]]
        found += [(int(doc.vocab.strings[m]), 0, s, e) for m, s, e in matcher(doc, allow_missing=True)]
        return sorted(found)

    ruler.match = match


def _table(rules: list[dict[str, Any]], matcher: Any) -> dict[tuple[str, str], list[int]]:
    """The numbers of the rules by tag and lower-case form, empty where not asked for; ``matcher`` gets the rest."""
    table: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, rule in enumerate(rules):
        for pattern in filter(_plain, rule["patterns"]):
            table[pattern[0].get("TAG", ""), pattern[0].get("LOWER", "")].append(number)
        if rest := [pattern for pattern in rule["patterns"] if not _plain(pattern)]:
            matcher.add(str(number), rest)
    return dict(table)


def _plain(pattern: list[dict[str, Any]]) -> bool:
    """Whether a pattern asks for one word by its tag, its lower-case form or both, and for nothing else."""
    return len(pattern) == 1 and set(pattern[0]) <= _ASKED and all(isinstance(v, str) for v in pattern[0].values())
