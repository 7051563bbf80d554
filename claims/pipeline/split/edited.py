"""What people edited in a text that is split again: claims that stay as they are, and what they were cut out of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from claims.models import Edit, EditVerb, Revision, SpanRole

Place = tuple[int, int]

_FIXING = (EditVerb.RESHAPED, EditVerb.SPLIT, EditVerb.MERGED, EditVerb.VOICED, EditVerb.DESCRIBED)
"""After these a claim is as a person wants it. Ties and stances are kept by the row, whatever the claim."""


@dataclass(slots=True)
class Edited:
    """``fixed`` are claims whose words, voice or kind a person set; ``kept`` those that a person took out of the
    trash; ``before`` the places that claims stood on before people reshaped them, each with its claim;
    ``lifted`` the ids of sentences of which people lifted the waiver."""

    fixed: set[UUID] = field(default_factory=set)
    kept: set[UUID] = field(default_factory=set)
    before: dict[tuple[Place, ...], set[UUID]] = field(default_factory=dict)
    lifted: set[int] = field(default_factory=set)


def edited(revision: Revision) -> Edited:
    """What people did to the claims of the text, as far as it was not undone; one query."""
    found = Edited()
    standing = Edit.objects.filter(article=revision.article_id, undone_at=None)
    relevant = standing.filter(verb__in=[*_FIXING, EditVerb.RESTORED, EditVerb.UNWAIVED, EditVerb.MADE])
    for verb, changes in relevant.values_list("verb", "changes"):
        _note(found, EditVerb(verb), changes)
    return found


def _note(found: Edited, verb: EditVerb, changes: list[dict[str, Any]]) -> None:
    before: dict[str, list[Place]] = defaultdict(list)
    for change in changes:
        row = change["before"]
        if change["table"] == "span" and row and row["role"] == SpanRole.CONTENT:
            before[row["claim_id"]].append((row["start"], row["end"]))
        elif change["table"] == "claim" and verb in _FIXING:
            found.fixed.add(UUID(change["id"]))
        elif change["table"] == "claim" and verb == EditVerb.RESTORED:
            found.kept.add(UUID(change["id"]))
        elif change["table"] == "waiver" and row and change["after"] is None:
            found.lifted.add(row["sentence_id"])
    for pk, places in before.items():
        found.before.setdefault(tuple(sorted(places)), set()).add(UUID(pk))
