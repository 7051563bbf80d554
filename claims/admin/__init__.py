"""The admin, for the people who run the installation: people and scales are managed, the rest is looked at."""

from . import accounts, claims, findings, judgements, projects, scales, texts, trail

__all__ = ["accounts", "claims", "findings", "judgements", "projects", "scales", "texts", "trail"]
