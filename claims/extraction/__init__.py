"""Bytes of an article, in whatever wrapping, to its text. Django-free.

``read`` takes files and pages; ``clean`` and ``normalise`` do to a pasted text what freezing does.
"""

from claims.extraction.dispatch import read
from claims.extraction.result import Empty, Extracted, Unreadable
from claims.extraction.text import Cleaned, clean, normalise

__all__ = ["Cleaned", "Empty", "Extracted", "Unreadable", "clean", "normalise", "read"]
