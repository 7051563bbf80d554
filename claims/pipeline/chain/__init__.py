"""The chain: seal rows that nobody may change afterwards, and find whoever changed one all the same."""

from .kinds import Kind, kinds
from .sealing import seal_new
from .telling import tell
from .verifying import Count, Finding, verify

__all__ = ["Count", "Finding", "Kind", "kinds", "seal_new", "tell", "verify"]
