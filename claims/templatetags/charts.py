"""Charts as server-rendered SVG: bars of shares, a strip of places. A table beside each says the same in words."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WIDTH = 1000  # units of the drawing, stretched to the width there is


@register.simple_tag
def stacked(shares: Sequence[Any], prefix: str) -> SafeString:
    """One bar cut by the claim shares (0 to 1) of ``shares``; each part has the class ``prefix-key``."""
    parts, x = [], 0.0
    for share in shares:
        width = WIDTH * share.claim_share
        if width > 0:
            parts.append((prefix, share.key or "none", f"{x:.1f}", f"{max(width - 3, 1):.1f}"))
        x += width
    return _drawn(
        "stacked", format_html_join("", '<rect class="{}-{}" x="{}" width="{}" y="0" height="20"/>', parts)
    )


@register.simple_tag
def bar(part: float, whole: float, kind: str = "") -> SafeString:
    """A bar as long as ``part`` of ``whole``."""
    width = WIDTH * min(max(part / whole, 0), 1) if whole else 0
    fill = format_html('<rect class="fill {}" x="0" width="{}" y="0" height="20"/>', kind, f"{width:.1f}")
    return _drawn("bar", fill)


@register.simple_tag
def strip(standings: Sequence[Any]) -> SafeString:
    """The text from top (left) to bottom (right), with a mark wherever an unnamed voice stands."""
    marks = ((f"{WIDTH * one.start:.1f}", f"{max(WIDTH * (one.end - one.start), 3):.1f}") for one in standings)
    return _drawn("strip", format_html_join("", '<rect class="mark" x="{}" width="{}" y="0" height="20"/>', marks))


def _drawn(name: str, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} 20" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ground" width="{}" height="20"/>{}</svg>',
        name,
        WIDTH,
        WIDTH,
        inside,
    )
