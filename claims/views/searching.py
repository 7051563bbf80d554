"""One search over everything the project holds; answers as one types, and without a script."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.models import Act, ClaimState
from claims.pipeline import search
from claims.views.access import project_at_hand
from claims.views.requests import Request

LONGEST = 2000
SHELVES = {
    "claims": "claims/_search_claims.html",
    "documents": "claims/_search_documents.html",
    "fact-checks": "claims/_search_fact_checks.html",
    "verdicts": "claims/_search_verdicts.html",
    "sources": "claims/_search_sources.html",
}
"""How a row of each kind is shown."""


@require_safe
@login_required
def search_page(request: Request) -> HttpResponse:
    """The form and what was found for ``q``; to htmx the findings alone."""
    project = project_at_hand(request, Act.READ)
    asked = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    kind = request.GET.get("kind", "")
    state = request.GET.get("state", "")
    kind = kind if kind in search.KINDS else ""
    state = state if state in ClaimState.values else ""
    found = search.search(
        project=project, by=request.user, text=asked, kind=kind, state=state, typing=bool(request.htmx)
    )
    context = {
        "nav": "search",
        "q": asked.strip(),
        "kind": kind,
        "state": state,
        "states": ClaimState.values,
        "shelves": [_shelf(name, found) for name in found.rows if found.rows[name]],
        "chips": _chips(found, kind, state),
        "found": found,
    }
    return render(request, "claims/_search_results.html" if request.htmx else "claims/search_page.html", context)


def _shelf(name: str, found: search.Results) -> dict[str, Any]:
    return {
        "name": name,
        "label": search.KINDS[name],
        "template": SHELVES[name],
        "rows": found.rows[name],
        "more": name in found.more,
    }


def _chips(found: search.Results, kind: str, state: str) -> list[dict[str, Any]]:
    """The kinds to choose from; how many there are of those that were searched."""
    offered = search.KINDS if not state else search.HAVE_STATE
    return [
        {
            "name": name,
            "label": search.KINDS[name],
            "chosen": name == kind,
            "count": len(found.rows[name]) if name in found.rows else None,
            "more": name in found.more,
        }
        for name in offered
    ]
