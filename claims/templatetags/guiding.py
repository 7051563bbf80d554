"""Guidelines as HTML, and what a rating asks for, in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from claims.formats.guidelines import shown
from claims.models import Rating
from claims.sourcing.citing import asked_by

register = template.Library()


@register.filter
def guidelines(text: str, highest: int = 4) -> SafeString:
    """The text as HTML beside other work: without ids, its highest heading an ``<h{highest}>``."""
    return mark_safe(shown(text, highest=highest, anchors=False).html)  # noqa: S308 - the parser makes every tag


@register.filter
def as_html(html: str) -> SafeString:
    """What ``formats.guidelines`` made of a text; nothing else may come here."""
    return mark_safe(html)  # noqa: S308 - the parser makes every tag


@register.filter
def asks(rating: Rating) -> str:
    """What a verdict of this rating must cite; empty where it asks for nothing."""
    return asked_by(rating.needs_evidence, rating.needs_independent)
