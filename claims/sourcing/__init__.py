"""Reads of sourcing, for stages and doors alike: grades, answers, profiles, a project's voices. Writes nothing."""
