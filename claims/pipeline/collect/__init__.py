"""Bring in many documents or fact-checks at once, in the background: from a file, an archive, a page, a feed."""

from .opening import FROM_ADDRESS, Refused, open_address, open_collection, open_file
from .running import KEEP, Keep, read_collection
from .subscribing import open_due, read_now, resubscribe, set_active, subscribe, unsubscribe

__all__ = [
    "FROM_ADDRESS", "KEEP", "Keep", "Refused", "open_address", "open_collection", "open_due", "open_file",
    "read_collection", "read_now", "resubscribe", "set_active", "subscribe", "unsubscribe",
]  # fmt: skip
