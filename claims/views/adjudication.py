"""Settling one claim: all that was said beside each other, the ruling, its undo, and that it stands once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from claims import tasks
from claims.forms import RulingForm
from claims.models import Act, Claim, Verdict
from claims.pipeline import adjudicate
from claims.views.access import claim_for
from claims.views.adjudication_list import next_disputed
from claims.views.case import case_of
from claims.views.case_page import again, page
from claims.views.requests import uuid_of
from claims.views.ruling_form import begun, blank

if TYPE_CHECKING:
    from claims.views.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def claim_adjudicate(request: Request, pk: UUID) -> HttpResponse:
    """The verdicts side by side; POST accepts one as it is (``accepts``) or writes a ruling.

    ``from`` in the address, as often as one likes, names verdicts that the form is to start from.
    """
    claim = claim_for(request, pk, Act.SETTLE)
    if request.method == "POST":
        return _ruled(request, claim)
    case = case_of(claim, request.user)
    if request.htmx:
        return render(request, "claims/_dissent.html", case.split(*_chosen(request.GET)))
    return page(request, case, blank(case, begun(case, request.GET.getlist("from"))))


def _ruled(request: Request, claim: Claim) -> HttpResponse:
    given = request.POST
    form = RulingForm(given, scale=claim.revision.article.project.scale, claim_id=claim.pk)
    try:
        fields = _accepted(claim, given["accepts"]) if given.get("accepts") else None
        if fields is None and not form.is_valid():
            return again(request, claim, form)
        fields = fields or form.said()
        ruling = adjudicate.rule(claim=claim, by=request.user, basis=uuid_of(given.get("seen", "")), **fields)
    except adjudicate.Changed:
        return again(request, claim, form, changed=True, status=409)
    except ValidationError as error:
        return again(request, claim, form, error=error)
    words = _("Claim %(number)d is settled: %(finding)s, %(rating)s. It stands under “Settled by people”.")
    named = {"finding": ruling.get_finding_display(), "rating": ruling.rating.label if ruling.rating else ""}
    messages.success(request, words % {"number": claim.number, **named})
    return _on(request, claim)


def _accepted(claim: Claim, pk: str) -> dict[str, Any]:
    rows = Verdict.objects.filter(claim=claim).select_related("rating__version__scale")
    verdict = next((row for row in rows if str(row.pk) == pk), None)
    if verdict is None:
        raise ValidationError(_("This verdict is not one on this claim."))
    return {"accepts": verdict}


def _on(request: Request, claim: Claim) -> HttpResponse:
    """To the next disputed claim, within the article where the list was narrowed to it; else to the list."""
    article = uuid_of(request.POST.get("article", ""))
    following = next_disputed(claim, article)
    query = f"?article={article}" if article else ""
    if following is None:
        return redirect(reverse("claims:adjudication-list"))
    return redirect(reverse("claims:claim-adjudicate", args=[following]) + query)


@require_POST
@login_required
def claim_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Take an editor's ruling back; its verdicts decide again."""
    claim = claim_for(request, pk, Act.SETTLE)
    given = request.POST
    try:
        adjudicate.reopen(
            claim=claim, by=request.user, why=given.get("why", ""), basis=uuid_of(given.get("ruling", ""))
        )
    except adjudicate.Changed:
        return again(request, claim, None, changed=True, status=409)
    except ValidationError as error:
        return again(request, claim, None, error=error, why=given.get("why", ""))
    tasks.start_settle(claim.pk)
    messages.success(request, _("The ruling is taken back. The claim follows its verdicts again."))
    return redirect("claims:claim-adjudicate", claim.pk)


@require_POST
@login_required
def claim_confirm(request: Request, pk: UUID) -> HttpResponse:
    """Say that the ruling was looked at again and stands."""
    claim = claim_for(request, pk, Act.SETTLE)
    try:
        adjudicate.confirm(claim=claim, by=request.user, basis=uuid_of(request.POST.get("ruling", "")))
    except adjudicate.Changed:
        return again(request, claim, None, changed=True, status=409)
    except ValidationError as error:
        return again(request, claim, None, error=error)
    messages.success(request, _("Recorded: you looked at the ruling again, and it stands."))
    return redirect("claims:claim-adjudicate", claim.pk)


def _chosen(given: Any) -> tuple[str, str]:
    return given.get("finding", ""), given.get("rating", "")
