"""Legal holds, shown where what they hold is shown."""

from __future__ import annotations

from typing import Any

from django import template

from claims.models import Article, Hold, Project

register = template.Library()


@register.inclusion_tag("claims/_holds.html")
def holds(project: Project, article: Article | None = None, *, as_banner: bool = False) -> dict[str, Any]:
    """The holds in force on the project, and on the article; one query, or none where none is known."""
    if article is not None and not getattr(article, "is_held", True):
        return {"holds": [], "as_banner": as_banner}
    rows = Hold.objects.on(project=project, article=article).select_related("by").order_by("placed_at")
    return {"holds": list(rows), "as_banner": as_banner}
