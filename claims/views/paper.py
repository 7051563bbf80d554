"""The paper copy of an article: the text with numbered claims, then each claim with lines to write on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.models import Act, Verdict
from claims.sourcing.grades import grades_of
from claims.views.access import article_for
from claims.views.bench import Bench
from claims.views.requests import Request

if TYPE_CHECKING:
    from collections.abc import Iterator


@require_safe
@login_required
def article_paper(request: Request, pk: UUID) -> HttpResponse:
    """The whole article on one page that is made to be printed, with one's own verdicts and no others."""
    article = article_for(request, pk, Act.READ)
    bench = Bench(article, request.user)
    context = {
        "nav": "articles",
        "article": article,
        "revision": bench.revision,
        "coverage": bench.coverage,
        "marked_text": bench.marked_text,
        "sheets": list(_sheets(bench)),
    }
    return render(request, "claims/article_paper.html", context)


def _sheets(bench: Bench) -> Iterator[dict[str, Any]]:
    """Each claim with its grade and the viewer's own verdict, by place in the text."""
    ids = [UUID(row.id) for row in bench.claims]
    grades = grades_of(ids)
    own = {
        verdict.claim_id: verdict for verdict in Verdict.objects.for_claims(ids).current().filter(by=bench.viewer)
    }
    for row in bench.claims:
        pk = UUID(row.id)
        yield {"claim": row, "grade": grades[pk], "verdict": own.get(pk)}
