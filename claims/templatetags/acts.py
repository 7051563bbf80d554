"""What a person may do, asked by templates of the one table that pages and API ask."""

from __future__ import annotations

from django import template

from claims.models import Act, Role, allows

register = template.Library()


@register.filter
def may(role: Role | str | None, act: str) -> bool:
    """``{% if role|may:"manage" %}``: whether the role is enough. ValueError for an act that does not exist."""
    return allows(Role(role) if role else None, Act(act))
