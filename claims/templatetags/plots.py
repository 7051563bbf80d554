"""Charts of columns as server-rendered SVG; the page puts a table behind each."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.measures.columns import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH

register = template.Library()


@register.simple_tag
def plot(chart: Any) -> SafeString:
    """The columns of ``chart`` on their axis; its ``says`` is what a screen reader says of it."""
    grid = format_html_join(
        "", '<path class="grid" d="M{} {}H{}"/>', ((LEFT, tick.y, WIDTH - RIGHT) for tick, _ in chart.ticks)
    )
    values = format_html_join(
        "",
        '<text class="value" x="{}" y="{}">{}</text>',
        ((LEFT - 5, tick.y + 3, word) for tick, word in chart.ticks),
    )
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        ((one.x, one.y, one.width, one.height) for one in chart.columns if one.height),
    )
    words = format_html_join(
        "",
        '<text class="week" x="{}" y="{}">{}</text>',
        ((x, HEIGHT - BOTTOM + 15, word) for x, word in chart.labels),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        WIDTH, HEIGHT, chart.says, grid, bars, values, words,
    )  # fmt: skip
