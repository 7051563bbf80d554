"""Look for passages that bear on a claim: one row per claim and provider, each run in the background."""

from .run import TryLater, ask_again, open_lookups, provider_names, providers_for, run_lookup

__all__ = ["TryLater", "ask_again", "open_lookups", "provider_names", "providers_for", "run_lookup"]
