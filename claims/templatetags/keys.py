"""The key that does an act, as a hint beside what does it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def key(context: template.Context, *parts: Any) -> SafeString | str:
    """``{% key "next-open" %}``, ``{% key "rating-" forloop.counter %}``: the person's key in a ``<kbd>``.

    Nothing where the act has no key. The style sheet hides it while single keys are off; screen readers are not
    told, for a key is no part of a control's name.
    """
    keys = context.get("keys")
    try:
        found = keys["".join(map(str, parts))] if keys else ""
    except KeyError:
        return ""
    return format_html('<kbd class="key" aria-hidden="true">{}</kbd>', found) if found else ""
