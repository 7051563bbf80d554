"""Look for passages that bear on a claim: one row per claim and provider, each run in the background."""

from .ask import ask_anew, open_lookups, question
from .keep import Change, change
from .providers import for_questions, kinds, provider_names, providers_for, services
from .run import TryLater, run_lookup

__all__ = [
    "Change", "TryLater", "ask_anew", "change", "for_questions", "kinds", "open_lookups", "provider_names",
    "providers_for", "question", "run_lookup", "services",
]  # fmt: skip
