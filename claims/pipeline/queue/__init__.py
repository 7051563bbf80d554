"""Queue: who judges which claim next; taken by rank or given by an editor, for a limited time, never by too many.

A seat is taken only while the claim's row is locked, and whoever is on a claim is counted anew after locking it.
Each transaction of a pull locks one claim at most (or one article, then its claims in order of id), and passes
over what others have locked; so pulls, verdicts and edits never wait for each other in a ring.
"""

from .giving import Assigned, Refused, assign, give_back, take_away, undo_assignment
from .pull import Busy, take_next
from .running_out import release_run_out
from .waiting import in_hand, open_claims, ranked, waiting_for

__all__ = [
    "Assigned", "Busy", "Refused", "assign", "give_back", "in_hand", "open_claims", "ranked", "release_run_out",
    "take_away", "take_next", "undo_assignment", "waiting_for",
]  # fmt: skip
