"""Weights of partial agreement: 1 for the same category, 0 for the two that lie farthest apart.

After K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapter 3. Categories are given by their
values in any order.
"""

from __future__ import annotations

import numpy as np

from .counts import Array


def identity(values: Array) -> Array:
    """All or nothing."""
    return np.eye(len(values))


def linear(values: Array) -> Array:
    """``1 - |x - y| / (highest - lowest)``."""
    return 1 - np.abs(_apart(values)) / _range(values)


def quadratic(values: Array) -> Array:
    """``1 - (x - y)^2 / (highest - lowest)^2``: small steps weigh little, large ones much."""
    return 1 - (_apart(values) / _range(values)) ** 2


def ordinal(values: Array) -> Array:
    """``1 - pairs(x, y) / pairs(lowest, highest)``, where ``pairs`` is the number of pairs among the categories
    from x to y: uses the order of the categories alone, not how far apart their values lie."""
    rank = np.argsort(np.argsort(values))
    among = np.abs(rank[:, None] - rank[None, :]) + 1
    pairs = among * (among - 1) / 2
    most = pairs.max(initial=0)
    result: Array = 1 - pairs / most if most else np.ones_like(pairs)
    return result


def _apart(values: Array) -> Array:
    result: Array = values[:, None] - values[None, :]
    return result


def _range(values: Array) -> float:
    return float(values.max() - values.min()) or 1.0
