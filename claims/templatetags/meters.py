"""Meters: shares of a whole as a thin bar. Widths are attributes of an SVG, so that no style is needed inline."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def meter(total: int, done: int, half: int = 0, left: int = 0) -> SafeString:
    """A bar over ``total``: ``done`` filled, then ``half`` lighter, ``left`` at the end in the warning tone.

    The figures must stand beside it in words; the bar itself is hidden from screen readers.
    """
    whole = max(total, 1)
    shares = [100 * max(part, 0) / whole for part in (done, half)]
    end = 100 * max(left, 0) / whole
    bars = [("done", 0.0, shares[0]), ("half", shares[0], shares[1]), ("left", 100 - end, end)]
    return format_html(
        '<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ground" width="100" height="4"/>{}</svg>',
        format_html_join(
            "",
            '<rect class="{}" x="{}" width="{}" height="4"/>',
            ((name, f"{x:.2f}", f"{width:.2f}") for name, x, width in bars if width > 0),
        ),
    )
