"""A question as people paste it, made fit to search with."""

from __future__ import annotations

import re

LONGEST = 2000
"""Code points of a question that count."""

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+", re.IGNORECASE)
_TAG = re.compile(r"[#@](\w+)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[A-Z])(?=[A-Z][a-z])|_")
_UNTOLD = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


def clean(text: str) -> str:
    """``text`` without web addresses, ``#ClimateChange`` and ``@TheDesk`` as the words they hold, at most 2,000."""
    text = _UNTOLD.sub(" ", text[:LONGEST])
    text = _ADDRESS.sub(" ", text)
    text = _TAG.sub(lambda tag: f" {_HUMP.sub(' ', tag[1])} ", text)
    return " ".join(text.split())
