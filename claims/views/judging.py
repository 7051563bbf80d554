"""Giving a verdict on the claim in hand."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from claims import tasks
from claims.forms import VerdictForm
from claims.models import Act, Claim, Verdict
from claims.pipeline import draft, judge
from claims.views.access import claim_for
from claims.views.drafts import given_number, side, starting_from, typed
from claims.views.panel import panel
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.workbench import bench_for, page, render_panel


@require_POST
@login_required
def claim_judge(request: Request, pk: UUID) -> HttpResponse:
    """Record a verdict; what is wrong is said at the form, with everything typed still in it."""
    claim = claim_for(request, pk, Act.JUDGE)
    scale = claim.revision.article.project.scale
    form = VerdictForm(request.POST, scale=scale, claim_id=claim.pk)
    if not form.is_valid():
        return _answer(request, claim, form=form, status=422)
    try:
        verdict = _record(claim, request, form)
    except judge.Changed as changed:
        form = VerdictForm(_upon(request, changed.current), scale=scale, claim_id=claim.pk)
        return _answer(request, claim, form=form, conflict=_conflict(request, changed.current), status=409)
    except judge.Reworded as reworded:
        claim = claim_for(request, pk, Act.JUDGE)
        return _answer(request, claim, form=form, reworded=str(reworded), status=409)
    except ValidationError as error:
        _spread(form, error)
        return _answer(request, claim, form=form, status=422)
    if number := given_number(request.POST):
        draft.drop_draft(claim=claim, by=request.user, number=number)
    tasks.start_settle(claim.pk)
    return _judged(request, claim, verdict)


def _record(claim: Claim, request: Request, form: VerdictForm) -> Verdict:
    data = form.cleaned_data
    return judge.record_verdict(
        claim=claim,
        by=request.user,
        finding=data["finding"],
        rating=data["rating"],
        rationale=data["rationale"],
        confidence=data["confidence"],
        cited=data["evidence"],
        basis=data["seen"],
        as_seen=request.POST.get("as_seen"),
    )


def _upon(request: Request, current: Verdict) -> QueryDict:
    """What the person sent, now written upon the verdict they have just been shown."""
    data = request.POST.copy()
    data["seen"] = str(current.pk)
    return data


def _conflict(request: Request, current: Verdict) -> dict[str, Any]:
    """Both texts for _conflict.html: the verdict that is saved, and what the person sent."""
    saved, sent = starting_from([current]), typed(request.POST)
    return {"theirs": side(saved, sent), "ours": side(sent, saved), "at": current.created_at}


def _spread(form: VerdictForm, error: ValidationError) -> None:
    """Put the stage's messages at the fields they are about."""
    names = {"cited": "evidence"}
    for field, messages in error.message_dict.items():
        form.add_error(names.get(field, field), messages)


def _judged(request: Request, claim: Claim, verdict: Verdict) -> HttpResponse:
    """On to the next claim, or stay; the marks of the text learn the new state.

    A page that has the next claim at hand already wants no more than the news (RFC 7240, ``return=minimal``).
    """
    on = request.POST.get("then") == "next"
    told = {"id": str(claim.pk), "state": "mine"}
    if request.htmx and on and request.headers.get("Prefer") == "return=minimal":
        news = json.dumps({"claim-judged": told | {"then": "next"}})
        headers = {"HX-Trigger": news, "Preference-Applied": "return=minimal"}
        return HttpResponse(status=204, headers=headers)
    bench = bench_for(request, claim.revision.article)
    following = bench.neighbours(claim.pk)["next_open_url"] if on else ""
    url = f"{bench.article.get_absolute_url()}{following or bench.link(str(claim.pk))}"
    if not request.htmx:
        return redirect(url)
    next_claim = Claim.objects.get(pk=following.rsplit("=", 1)[1]) if following else claim
    response = render_panel(request, bench, next_claim, desk_of(request).role, accepted_draft=f"verdict:{claim.pk}")
    response["HX-Push-Url"] = url
    response["HX-Trigger-After-Swap"] = json.dumps({"claim-judged": told})
    return response


def _answer(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    """The panel again with what went wrong, as a fragment or within the whole page."""
    bench = bench_for(request, claim.revision.article)
    role = desk_of(request).role
    more |= {"draft_number": given_number(request.POST), "draft_saved_at": None}
    if request.htmx:
        return render_panel(request, bench, claim, role, **more)
    context = page(bench, role) | panel(bench, claim, request.user, role, **more)
    return render(request, "claims/article_detail.html", context, status=more["status"])
