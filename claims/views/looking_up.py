"""The look-ups of the claim in hand: how they went, asking again, asking in one's own words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims import tasks
from claims.models import Act, Claim, LookupRun, WorkState
from claims.pipeline import look_up, steer
from claims.views.access import claim_for, lookup_for, powers
from claims.views.dossier import Dossier, dossier_again
from claims.views.requests import Request
from claims.views.round_shown import citing_shown
from claims.views.shell import desk_of
from claims.views.weighing import evidence_shown


def lookups_shown(dossier: Dossier) -> dict[str, Any]:
    """Context for _lookups.html: the look-ups with their last run and what it changed; all in a line."""
    names = look_up.provider_names()
    runs: dict[UUID, list[LookupRun]] = defaultdict(list)
    for run in dossier.runs:
        runs[run.lookup_id].append(run)
    lookups: list[Any] = dossier.lookups
    for lookup in lookups:
        lookup.provider_name = names.get(lookup.provider, lookup.provider)
        last = runs[lookup.pk]
        lookup.run = last[0] if last else None
        if len(last) == 2:
            lookup.change = look_up.change(last[1], last[0])
    claim = dossier.claim
    return {
        "lookups": lookups,
        "lookups_running": any(lookup.is_unfinished for lookup in lookups),
        "lookups_failed": sum(lookup.state == WorkState.FAILED for lookup in lookups),
        "lookups_done": len({lookup.provider for lookup in lookups if lookup.state == WorkState.SUCCEEDED}),
        "passages_found": sum(lookup.hit_count for lookup in lookups),
        "providers": {slug: provider.name for slug, provider in look_up.for_questions().items()},
        "question": look_up.question(claim),
        "day": claim.revision.article.published_at,
    }


@require_safe
@login_required
def lookup_list(request: Request, pk: UUID) -> HttpResponse:
    """The look-ups of a claim, asked for each second while one runs; what they found comes along."""
    return _lookups(request, claim_for(request, pk, Act.READ))


@require_POST
@login_required
def lookup_retry(request: Request, pk: UUID) -> HttpResponse:
    """Ask again after a failure or a cancellation."""
    lookup = lookup_for(request, pk, Act.LOOK_UP)
    tasks.start_lookups(steer.ask_again(work=[lookup], by=request.user))
    return _lookups(request, lookup.claim)


@require_POST
@login_required
def lookup_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Cancel a look-up that has not ended."""
    lookup = lookup_for(request, pk, Act.LOOK_UP)
    steer.cancel(work=[lookup], by=request.user)
    return _lookups(request, lookup.claim)


@require_POST
@login_required
def lookup_ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask a service in one's own words; the same words again ask anew and show what changed."""
    claim = claim_for(request, pk, Act.LOOK_UP)
    day = forms.DateField(required=False)
    asked = {field: request.POST.get(field, "") for field in ("provider", "query", "as_of")}
    try:
        lookup = look_up.ask_anew(
            claim=claim,
            provider=asked["provider"],
            query=asked["query"],
            by=request.user,
            as_of=day.clean(asked["as_of"]),
        )
    except ValidationError as error:
        return _lookups(request, claim, asked=asked, ask_errors=error.messages)
    tasks.start_lookups([lookup.pk])
    return _lookups(request, claim)


def _lookups(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    if not request.htmx:
        for words in more.get("ask_errors", []):
            messages.error(request, words)
        return redirect(claim)
    role = desk_of(request).role
    cited = request.GET.getlist("cited")
    dossier = dossier_again(claim, request.user)
    context = {"claim": dossier.claim, **lookups_shown(dossier), **powers(role), **more}
    context |= evidence_shown(dossier, cited) | citing_shown(claim, request.user)
    status = 422 if "ask_errors" in more else 200
    return render(request, "claims/_lookups_done.html", context, status=status)
