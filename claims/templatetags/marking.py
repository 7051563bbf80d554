"""Words that were searched for, marked where they stand."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from claims.retrieval import BEGIN, END

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """``text`` as it came out of a search, escaped, what stands between the search's signs in ``<mark>``."""
    parts = str(text).replace(END, BEGIN).split(BEGIN)
    shown = [f"<mark>{escape(part)}</mark>" if odd % 2 else escape(part) for odd, part in enumerate(parts)]
    return mark_safe("".join(shown))  # noqa: S308 - every part was escaped
