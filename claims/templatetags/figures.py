"""Figures in words and as a bar with its interval."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.figures import words
from claims.measures.agreement import INTERVAL_FROM, Measured

register = template.Library()

WIDTH = 200
"""Units of the drawing, from 0 to 1; what is below 0 stands at its left end."""


def _number(value: float) -> str:
    """Rounded first: Django cuts decimals off."""
    return number_format(round(value, 3) + 0.0, 3)


@register.filter
def figure(measured: Measured) -> str:
    """Three decimals, or a dash where there is none."""
    return "–" if measured.value is None else _number(measured.value)


@register.filter
def why_none(measured: Measured) -> str:
    """Why there is no figure, in a sentence; empty where there is one."""
    return str(words.UNDEFINED[measured.why]) if measured.why else ""


@register.filter
def interval(measured: Measured) -> str:
    """Both ends, or why they are missing; empty where the figure is."""
    if measured.interval:
        ends = {"low": _number(measured.interval.low), "high": _number(measured.interval.high)}
        return _("%(low)s to %(high)s") % ends
    if measured.value is None:
        return ""
    return _("none under %(n)d") % {"n": INTERVAL_FROM} if measured.units < INTERVAL_FROM else _("none")


@register.simple_tag
def interval_bar(measured: Measured) -> SafeString | str:
    """The interval as a line and the figure as a mark on it, from 0 to 1; nothing where there is no figure."""
    if measured.value is None:
        return ""
    ends = (measured.interval.low, measured.interval.high) if measured.interval else (measured.value,) * 2
    low, at, high = (WIDTH * min(max(one, 0), 1) for one in (ends[0], measured.value, ends[1]))
    return format_html(
        '<svg class="interval" viewBox="-4 0 {} 12" aria-hidden="true"><path class="ground" d="M0 6h{}"/>'
        '<path class="span" d="M{} 6H{}"/><circle class="at" cx="{}" cy="6" r="3.5"/></svg>',
        WIDTH + 8,
        WIDTH,
        f"{low:.1f}",
        f"{high:.1f}",
        f"{at:.1f}",
    )


@register.filter
def share(value: float | None) -> str:
    """A share of 1 with three decimals; a dash for none."""
    return "–" if value is None else _number(value)
