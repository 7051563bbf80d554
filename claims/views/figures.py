"""Figures of agreement: the page, its file, and the claims behind each figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.figures import tables, words
from claims.figures.agreement import Agreement, Pair, agreement, cells_of
from claims.figures.behind import Part, Show, part_of
from claims.figures.selection import Dimension, Selection, asked, usual
from claims.figures.shown import with_verdicts
from claims.figures.verdicts import categories
from claims.formats.table_csv import write_table
from claims.models import Act, Article, Project, ScaleVersion, User
from claims.views.access import powers, project_at_hand
from claims.views.figures_rows import cross, figure_rows, pair_rows
from claims.views.requests import Request
from claims.views.shell import desk_of

PAIRS_ON_PAGE = 20
ARTICLES_ON_PAGE = 30
ARTICLES_OFFERED = 200
CLAIMS_ON_PAGE = 30
SKEWED = 0.8
"""Where one rating has this share of the verdicts, the figures that chance corrects are not to be read alone."""


@require_safe
@login_required
def agreement_page(request: Request) -> HttpResponse:
    """All figures of the chosen verdicts, with what they mean, what they leave out, and ways to the claims."""
    project = project_at_hand(request, Act.MEASURE)
    selection, wrong = asked(project, _given(request))
    found = agreement(selection, request.user)
    pair = _pair(found, _given(request))
    names = tables.people_of(found)
    people = sorted(found.pairs, key=lambda one: (names[one.one].casefold(), names[one.other].casefold(), one.one))
    page = Paginator(people, PAIRS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **shared(request, selection, wrong),
        "found": found,
        "figures": figure_rows(found),
        "by_category": found.by_category,
        "matrix": cross(found.matrix, found.categories, mirrored=True),
        "skewed": _skewed(found),
        "pairs": pair_rows(page.object_list, names),
        "page_obj": page,
        "pair": pair_rows([pair], names)[0] if pair else None,
        "pair_matrix": cross(cells_of(pair, len(found.categories)), found.categories) if pair else None,
        "by_article": _articles(found),
        "excluded": [(one, *words.WHY[one.why]) for one in found.excluded],
    }
    return render(request, "claims/agreement_page.html", context)


def shared(request: Request, selection: Selection, wrong: dict[str, str]) -> dict[str, Any]:
    """What every page of figures shows: the filter and what was wrong with it."""
    project = selection.project
    scale = [one.value for one in categories(selection) if one.value is not None]
    return {
        "nav": "figures",
        "subnav": "agreement",
        "selection": selection,
        "wrong": wrong,
        "query": selection.query(),
        "narrowed": bool(selection.query()),
        "dimensions": words.DIMENSIONS.items(),
        "whiches": [(key, label, key == usual(project)) for key, label in words.WHICH.items()],
        "editions": _editions(project),
        "articles": _offered(project),
        "scale_low": min(scale, default=None),
        "scale_high": max(scale, default=None),
        **powers(desk_of(request).role),
    }


def _given(request: Request) -> dict[str, str]:
    """The parameters of the address, the last of each name."""
    return {name: request.GET.get(name, "") for name in request.GET}


def _editions(project: Project) -> list[ScaleVersion]:
    return list(project.scale.versions.order_by("-number"))


def _offered(project: Project) -> QuerySet[Article]:
    rows = Article.objects.filter(project=project, deleted_at=None).only("title", "project")
    return rows.order_by("-created_at", "-id")[:ARTICLES_OFFERED]


def _pair(found: Agreement, given: Mapping[str, str]) -> Pair | None:
    """The two people whose verdicts are asked to be set side by side."""
    wanted = set(part_of(given, []).people)
    return next((pair for pair in found.pairs if {pair.one, pair.other} == wanted), None)


def _skewed(found: Agreement) -> dict[str, Any] | None:
    total = sum(one.chosen for one in found.by_category)
    most = max(found.by_category, key=lambda one: one.chosen, default=None)
    if most is None or most.chosen < SKEWED * total:
        return None
    return {"label": most.category.label, "percent": 100 * most.chosen // total}


def _articles(found: Agreement) -> list[dict[str, Any]]:
    """Those with the most claims in the figures; nothing where one was chosen."""
    if found.selection.article:
        return []
    most = sorted(found.articles, key=lambda pk: -found.articles[pk])[:ARTICLES_ON_PAGE]
    titles = tables.titles_of(most)
    return [
        {"title": titles[row.article], "row": row, "url": f"?{found.selection.query(article=row.article)}"}
        for row in found.of_articles(most)
    ]


@require_safe
@login_required
def agreement_file(request: Request) -> HttpResponse:
    """All figures as one table; what is wrong in the address is taken as the page takes it."""
    project = project_at_hand(request, Act.MEASURE)
    selection, _wrong = asked(project, _given(request))
    found = agreement(selection, request.user)
    name = f"agreement-{project.slug}-{selection.dimension}.csv"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    data = write_table(tables.NAMES, tables.rows(found))
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@login_required
def agreement_claims(request: Request) -> HttpResponse:
    """The claims behind a figure or a cell, each with the verdicts in question."""
    project = project_at_hand(request, Act.MEASURE)
    selection, wrong = asked(project, _given(request))
    known = categories(selection)
    part = part_of(_given(request), known)
    page = Paginator(with_verdicts(selection, request.user, part), CLAIMS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **shared(request, selection, wrong),
        "part": part,
        "people": _people(part),
        "why": words.WHY.get(part.why) if part.why and part.show == Show.EXCLUDED else None,
        "shows": _shows(selection, part),
        "rated": selection.dimension == Dimension.RATING,
        "claims": page.object_list,
        "page_obj": page,
    }
    return render(request, "claims/agreement_claims.html", context)


def _people(part: Part) -> list[User]:
    rows = {person.pk: person for person in User.objects.filter(pk__in=part.people)}
    return [rows[pk] for pk in part.people if pk in rows]


def _shows(selection: Selection, part: Part) -> list[tuple[str, str, bool]]:
    """Addresses of all, those that agree and those that do not, within the same people; not for cells."""
    if part.said or part.show == Show.EXCLUDED:
        return []
    people = dict(zip(("one", "other"), part.people, strict=False))
    return [
        (f"?{selection.query(show=show.value, **people)}", show.value, show == part.show)
        for show in (Show.ALL, Show.AGREEING, Show.DISAGREEING)
    ]
