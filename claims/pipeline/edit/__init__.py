"""Edit: people make claims, say where they stand, how they are said and by whom; each act can be undone.

Every verb takes ``by``, runs in one transaction, is kept as one ``Edit`` (none where nothing changed) and goes
into the audit trail. Places are code points of the revision's text, end exclusive. All raise ``Refused``, which
says what to do, and PermissionDenied where a claim is settled and ``by`` may not settle.
"""

from .describe import describe
from .divide import split_at, split_off
from .make import make_claim
from .merging import merge
from .places import Refused
from .reshape import Changed, nudge, reshape
from .source import set_source
from .trash import restore, trash
from .voice import mark_voice
from .waive import unwaive, waive

__all__ = [
    "Changed", "Refused", "describe", "make_claim", "mark_voice", "merge", "nudge", "reshape",
    "restore", "set_source", "split_at", "split_off", "trash", "unwaive", "waive",
]  # fmt: skip
