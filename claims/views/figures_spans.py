"""Figures of who takes what for a claim: the splitter and people, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from claims.figures import words
from claims.figures.selection import asked
from claims.figures.spans import MOST_ARTICLES, Disputed, OnSpans, on_spans
from claims.models import Act, Revision, User
from claims.views.access import project_at_hand
from claims.views.figures import shared
from claims.views.requests import Request

ON_PAGE = 30
PAIRS_SHOWN = 60


@require_safe
@login_required
def span_agreement(request: Request) -> HttpResponse:
    """Agreement on sentences and on places, and the sentences in dispute."""
    project = project_at_hand(request, Act.MEASURE)
    selection, wrong = asked(project, request.GET.dict())
    found = on_spans(project, request.user, selection.article)
    page = Paginator(found.disputed, ON_PAGE).get_page(request.GET.get("page"))
    names = _names(found)
    context = {
        **shared(request, selection, wrong),
        "subnav": "spans",
        "found": found,
        "most_articles": MOST_ARTICLES,
        "figures": [
            (words.FIGURES["observed"].name, found.observed),
            (words.FIGURES["alpha_nominal"].name, found.alpha),
            (words.FIGURES["gwet_nominal"].name, found.gwet),
        ],
        "places": [(_("The very same places"), found.exact), (_("Places that overlap"), found.overlapping)],
        "raters": [(names[one.person], one) for one in found.raters],
        "pairs": [(names[two.one], names[two.other], two) for two in found.pairs[:PAIRS_SHOWN]],
        "disputed": _quoted(page.object_list, names),
        "page_obj": page,
    }
    return render(request, "claims/span_agreement.html", context)


def _names(found: OnSpans) -> dict[int | None, str]:
    people = User.objects.filter(pk__in=[one.person for one in found.raters if one.person])
    return {None: _("The splitter"), **{person.pk: person.label for person in people}}


def _quoted(rows: Iterable[Disputed], names: dict[int | None, str]) -> list[dict[str, Any]]:
    """The sentences in words, and who took each for a claim."""
    rows = list(rows)
    ids = {row.marking.revision.pk for row in rows}
    texts: dict[UUID, str] = dict(Revision.objects.filter(pk__in=ids).values_list("pk", "text"))
    return [
        {
            "article": row.marking.revision.article,
            "position": row.position,
            "quote": texts[row.marking.revision.pk][slice(*row.place)],
            "claim": [names[by] for by, said in row.labels.items() if said],
            "none": [names[by] for by, said in row.labels.items() if not said],
        }
        for row in rows
    ]
