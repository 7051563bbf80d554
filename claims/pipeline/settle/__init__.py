"""Settle: verdicts that agree by the project's rule make a ruling; the rest, and what new evidence puts in doubt,
waits for an editor."""

from .settling import settle_claim

__all__ = ["settle_claim"]
