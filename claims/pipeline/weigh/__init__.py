"""Weigh evidence: what a passage does to a claim is for a person to say."""

from .evidence import add_evidence, restore, set_aside, set_locator, set_stance
from .rule import Standing, standing
from .stories import join_story, leave_story

__all__ = [
    "Standing", "add_evidence", "join_story", "leave_story", "restore", "set_aside", "set_locator", "set_stance",
    "standing",
]  # fmt: skip
