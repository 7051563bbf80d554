"""Confide: who an unnamed source is, sealed, for few to read; every reading is on record."""

from .keys import Unavailable, add_key, keys_from
from .seal import Refused, confide, forget_identity, may_enter, may_read, read_identity, seal_anew

__all__ = [
    "Refused", "Unavailable", "add_key", "confide", "forget_identity", "keys_from", "may_enter", "may_read",
    "read_identity", "seal_anew",
]  # fmt: skip
