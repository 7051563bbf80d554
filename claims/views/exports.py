"""The article as a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.models import Act
from claims.pipeline.export import export_article, file_name
from claims.views.access import article_for
from claims.views.requests import Request


@require_safe
@login_required
def article_export(request: Request, pk: UUID) -> HttpResponse:
    """The article's JSON, with the verdicts this person may see."""
    article = article_for(request, pk, Act.EXPORT)
    data = export_article(article=article, viewer=request.user, fmt="json")
    name = file_name(article=article, fmt="json")
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(data, content_type="application/json", headers={"Content-Disposition": disposition})
