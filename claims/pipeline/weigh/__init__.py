"""Weigh evidence: what a passage does to a claim is for a person to say."""

from .evidence import add_evidence, restore, set_aside, set_locator, set_stance
from .rule import likely_copies, missing
from .stories import join_story, leave_story

__all__ = [
    "add_evidence", "join_story", "leave_story", "likely_copies", "missing", "restore", "set_aside", "set_locator",
    "set_stance",
]  # fmt: skip
