"""The evidence of the claim in hand: what is shown of it, and saying what a passage does to the claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from claims import tasks
from claims.models import Act, Article, Claim, Directness, DocumentKind, Evidence, Stance
from claims.pipeline import weigh
from claims.views.access import evidence_for, powers
from claims.views.backing import place_of, rule_shown
from claims.views.dossier import Dossier, dossier_again
from claims.views.quoting import quotation_shown
from claims.views.requests import Request
from claims.views.round_shown import citing_shown
from claims.views.shell import desk_of
from claims.views.talking import Talks


def evidence_shown(dossier: Dossier, cited: Iterable[str] = (), talks: Talks | None = None) -> dict[str, Any]:
    """Context for _evidence_list.html: the passages set against the claim, and apart what was checked before.

    ``cited`` holds the ids that are ticked; ``talks`` what is said of each, where it was put together already.
    """
    talks = talks or Talks(dossier.comments, dossier.members)
    claim, items = dossier.claim, dossier.evidence
    article = claim.revision.article
    ticked = set(cited)
    shown: dict[str, Any] = {"evidence": [], "judged_here": [], "checked_elsewhere": []}
    for item in items:
        _describe(item, article, ticked)
        item.talk = talks.on(item.pk)
        shown[_shelf(item)].append(item)
    for item in dossier.aside:
        item.talk = talks.on(item.pk)
    shown |= {"aside": dossier.aside, "stances": list(Stance), "directnesses": list(Directness)}
    if dossier.kept_back:  # what the rest of the evidence amounts to is kept back with it
        return shown | quotation_shown(dossier)
    return shown | rule_shown(claim, article.project, items) | quotation_shown(dossier)


def _shelf(item: Evidence) -> str:
    """Our own earlier verdicts, others' published fact-checks, and passages stand apart."""
    if item.document.kind == DocumentKind.RULING:
        return "judged_here"
    checked = item.document.kind == DocumentKind.FACT_CHECK or item.document.rating_as_given
    return "checked_elsewhere" if checked else "evidence"


def _describe(item: Any, article: Article, ticked: set[str]) -> None:
    published = item.document.published_at
    as_of = (item.lookup.as_of if item.lookup else None) or article.published_at
    item.cited = str(item.pk) in ticked
    item.place = place_of(item)
    item.after_claim = bool(published and as_of and published > as_of)


@require_POST
@login_required
def evidence_weigh(request: Request, pk: UUID) -> HttpResponse:
    """Say what a passage does to the claim."""
    evidence = evidence_for(request, pk, Act.WEIGH)
    try:
        weigh.set_stance(
            evidence=evidence,
            by=request.user,
            stance=request.POST.get("stance", ""),
            directness=request.POST.get("directness"),
        )
    except ValidationError as error:
        return HttpResponseBadRequest(" ".join(error.messages), content_type="text/plain; charset=utf-8")
    tasks.start_weighed(evidence)
    return evidence_again(request, evidence.claim)


@require_POST
@login_required
def evidence_set_aside(request: Request, pk: UUID) -> HttpResponse:
    """Take a passage off the list, or put it back (``restore``)."""
    evidence = evidence_for(request, pk, Act.WEIGH)
    act = weigh.restore if request.POST.get("restore") else weigh.set_aside
    act(evidence=evidence, by=request.user)
    tasks.start_weighed(evidence)
    return evidence_again(request, evidence.claim)


def evidence_again(request: Request, claim: Claim) -> HttpResponse:
    """The list after an act: the fragment for htmx, else the claim's page."""
    if not request.htmx:
        return redirect(claim)
    cited = request.POST.getlist("cited")
    dossier = dossier_again(claim, request.user)
    context = {"claim": dossier.claim, **evidence_shown(dossier, cited)}
    context |= powers(desk_of(request).role) | citing_shown(claim, request.user)
    return render(request, "claims/_evidence_list.html", context)
