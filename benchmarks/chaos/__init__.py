"""Faults in a whole installation while clients are at work, and what became of their work: ``make chaos``."""
