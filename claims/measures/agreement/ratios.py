"""Shares that know when they are not defined."""

from __future__ import annotations

import numpy as np

from .counts import Array


def beyond_chance(agreed: Array, chance: Array) -> Array:
    """What agrees beyond chance, of what could; NaN where chance alone agrees on everything."""
    return divided(agreed - chance, 1 - chance)


def divided(over: Array, under: Array) -> Array:
    """NaN instead of a division by zero; what is zero but for rounding counts as zero."""
    zero = np.abs(under) < 1e-12
    result: Array = np.where(zero, np.nan, over / np.where(zero, 1, under))
    return result
