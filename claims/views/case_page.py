"""The page of a claim that is settled: drawn for every door that answers with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone

from claims.models import Finding, Publication
from claims.views.access import powers
from claims.views.adjudication_list import ends, next_disputed
from claims.views.case import Case, case_of
from claims.views.case_votes import returned_on, votes_on
from claims.views.requests import uuid_of
from claims.views.ruling_form import blank
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError
    from django.http import HttpResponse

    from claims.forms import RulingForm
    from claims.models import Claim
    from claims.views.requests import Request


def again(
    request: Request,
    claim: Claim,
    form: RulingForm | None,
    *,
    error: ValidationError | None = None,
    status: int = 422,
    **more: Any,
) -> HttpResponse:
    """The page with what went wrong; what was typed is still in it, written upon what stands now."""
    claim.refresh_from_db(fields=["state", "reshaped_at"])
    case = case_of(claim, request.user)
    if form is None or request.POST.get("accepts"):
        form = blank(case, {})
    fields = error.message_dict if error and hasattr(error, "error_dict") else {}
    for name, told in fields.items():
        if name in form.fields and form.is_bound:
            form.add_error(name, told)
    said = [one for name, told in fields.items() if not (name in form.fields and form.is_bound) for one in told]
    said += error.messages if error and not fields else []
    return page(request, case, form, status=status, said=said, **more)


def page(request: Request, case: Case, form: RulingForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """All of it; ``form`` is the ruling's, bound or not."""
    article = uuid_of(request.GET.get("article", "") or request.POST.get("article", ""))
    following = next_disputed(case.claim, article)
    finding, rating = (str(form[name].value() or "") for name in ("finding", "rating"))
    context = {
        "nav": "adjudication",
        "case": case,
        "publication": Publication.objects.standing().filter(claim=case.claim).first(),
        "claim": case.claim,
        "narrowed_to": article,
        "next_id": following,
        "today": timezone.localdate(),
        "form": form,
        "findings": list(Finding),
        "ratings": form.ratings,
        **ends(form.ratings),
        **case.split(finding, rating),
        "votes": votes_on(case, request.user),
        "returned": returned_on(case),
        **powers(desk_of(request).role),
    } | more
    return render(request, "claims/claim_adjudicate.html", context, status=status)
