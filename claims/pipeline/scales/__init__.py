"""Scales: a project's own ratings, edition by edition; presets are copied, never changed; nothing is deleted."""

from claims.pipeline.scales.change import change_scale, offer_rating, retire_rating
from claims.pipeline.scales.choose import choose_scale
from claims.pipeline.scales.own import Changed, Refused
from claims.pipeline.scales.rows import LARGEST_NEED, LARGEST_VALUE, MOST, Row

__all__ = [
    "LARGEST_NEED",
    "LARGEST_VALUE",
    "MOST",
    "Changed",
    "Refused",
    "Row",
    "change_scale",
    "choose_scale",
    "offer_rating",
    "retire_rating",
]
