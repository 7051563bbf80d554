"""Adjudicate: what verdicts leave open is settled by an editor, or by a vote; or it goes back to the reviewers with
a question. All of it can be taken back; nothing is ever deleted."""

from .panel import cast_vote, open_panel, too_few, withdraw_panel
from .returning import answer_returned, send_back, take_back
from .ruling import confirm, reopen, rule
from .standing import BY_PROJECT, Changed, Refused

__all__ = [
    "BY_PROJECT", "Changed", "Refused", "answer_returned", "cast_vote", "confirm", "open_panel", "reopen", "rule",
    "send_back", "take_back", "too_few", "withdraw_panel",
]  # fmt: skip
