"""Bring in what an export holds, of this installation or another, as rows equal to those it was made of."""

from .run import Report, bring_in

__all__ = ["Report", "bring_in"]
