"""Look for passages that bear on a claim: one row per claim and provider, each run in the background."""

from .run import TryLater, open_lookups, provider_names, providers_for, run_lookup

__all__ = ["TryLater", "open_lookups", "provider_names", "providers_for", "run_lookup"]
