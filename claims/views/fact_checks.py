"""Fact-checks that others published, apart from our own verdicts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.extraction.claim_review import appearances
from claims.models import Act, FactCheck
from claims.models.search import any_of
from claims.pipeline import fact_checks
from claims.views.access import powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.shelves import fact_check_for

FACT_CHECKS_ON_PAGE = 50
LONGEST_QUERY = 200


@require_safe
@login_required
def fact_check_list(request: Request) -> HttpResponse:
    """The project's imported fact-checks, newest first; ``q`` searches claim, title, publisher and rating."""
    project = project_at_hand(request, Act.READ)
    trash = request.GET.get("show") == "trash"
    rows = FactCheck.objects.filter(project=project, deleted_at__isnull=not trash)
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    if asked:
        named = Q(publisher__icontains=asked) | Q(rating_as_given__icontains=asked) | Q(claimant__icontains=asked)
        rows = rows.filter(Q(search=any_of(asked.split())) | named)
    rows = rows.defer("raw", "search", "embedding").order_by("-reviewed_at", "-id")
    page = Paginator(rows, FACT_CHECKS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "library",
        "shelf": "fact-checks",
        "fact_checks": page.object_list,
        "page_obj": page,
        "asked": asked,
        "trash": trash,
        "trashed": FactCheck.objects.filter(project=project, deleted_at__isnull=False).count(),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/fact_check_list.html", context)


@require_safe
@login_required
def fact_check_detail(request: Request, pk: UUID) -> HttpResponse:
    """One fact-check as its publisher gave it."""
    row = fact_check_for(request, pk, Act.READ)
    context = {
        "nav": "library",
        "fact_check": row,
        "appearances": appearances(row.raw) if isinstance(row.raw, dict) else (),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/fact_check_detail.html", context)


@require_POST
@login_required
def fact_check_trash(request: Request, pk: UUID) -> HttpResponse:
    """Into the trash, or back (``restore``)."""
    row = fact_check_for(request, pk, Act.WEIGH)
    if request.POST.get("restore"):
        fact_checks.restore_fact_check(fact_check=row, by=request.user)
        messages.success(request, _("It is back on the list."))
    else:
        fact_checks.trash_fact_check(fact_check=row, by=request.user)
        messages.success(request, _("It is in the trash. From there it can be put back."))
    return redirect("claims:fact-check-detail", pk)
