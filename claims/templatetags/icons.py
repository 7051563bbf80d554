"""Shapes: the icons of the interface, the states of a claim, the places on a scale."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

STATE_WORDS = {
    "open": _("open"),
    "mine": _("yours given"),
    "judged": _("judged"),
    "settled": _("settled"),
    "disputed": _("disputed"),
}
WORK_SHAPES = {
    "queued": "clock",
    "running": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}
SOURCE_SHAPES = {
    "person": "person",
    "organisation": "organisation",
    "document": "document",
    "anonymous": "unnamed",
    "unnamed_person": "unnamed",
    "unnamed_group": "unnamed-group",
    "article": "article",
}


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """An icon of the sprite in ``_icons.html``; it says nothing to a screen reader, so put a word beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def claim_state(state: str) -> SafeString:
    """The state of a claim as its shape and its word."""
    return _claim_state(state, get_language())


@lru_cache(maxsize=128)
def _claim_state(state: str, _language: str | None) -> SafeString:
    """Kept by language: a list of 500 claims asks 500 times for the same five."""
    return format_html('<span class="tag {}">{}{}</span>', state, icon(f"s-{state}"), STATE_WORDS.get(state, state))


@register.simple_tag
def work_icon(state: str) -> SafeString:
    """The shape of a unit of background work."""
    return icon(WORK_SHAPES.get(state, "clock"))


@register.simple_tag
def source_icon(kind: str) -> SafeString:
    """The shape of a kind of source; unnamed kinds have a broken outline."""
    return icon(SOURCE_SHAPES.get(kind, "article"))


@register.filter
def is_unnamed(kind: str) -> bool:
    """Whether a kind of source leaves readers without a name to look up."""
    return kind in ("anonymous", "unnamed_person", "unnamed_group")


def place_on_scale(value: int | None, lowest: int, highest: int) -> str:
    """Which of the five tones a value has: "5" at the top, "1" at the bottom, "off" for no value.

    Scales of any length are spread evenly over the five.
    """
    if value is None:
        return "off"
    if highest <= lowest:
        return "3"
    return str(1 + round(4 * (value - lowest) / (highest - lowest)))


@register.simple_tag
def rating_mark(label: str, value: int | None, lowest: int = 1, highest: int = 5) -> SafeString:
    """A rating as its place on the scale and its word; ``value`` None is off the scale."""
    place = place_on_scale(value, lowest, highest)
    return format_html(
        '<span class="rating t{}"><svg class="i" aria-hidden="true"><use href="#i-r-{}"/></svg>{}</span>',
        place,
        place,
        label,
    )
