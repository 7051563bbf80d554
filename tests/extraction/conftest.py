"""Readers load slowly the first time, and machines are shared: no property here is about milliseconds."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
