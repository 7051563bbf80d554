"""Why a sentence is not to be checked, for the tools beside selected words."""

from __future__ import annotations

from django import template

from claims.models import WaiverReason

register = template.Library()


@register.simple_tag
def waiver_choices() -> list[tuple[int, WaiverReason]]:
    """Every reason with its number, from 1 on, in the order in which digits choose them."""
    return list(enumerate(WaiverReason, start=1))
