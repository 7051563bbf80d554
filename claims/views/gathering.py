"""Gathering evidence by hand: from a pasted address, from a document; its place; copies of one story."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import tasks
from claims.models import Act, Collection, Document, Evidence
from claims.pipeline import collect, weigh
from claims.views.access import claim_for, document_for, evidence_for
from claims.views.requests import Request, uuid_of
from claims.views.shelves import shelved_document_for
from claims.views.weighing import evidence_again


@require_POST
@login_required
def evidence_address(request: Request, pk: UUID) -> HttpResponse:
    """Fetch a page so that it can be quoted; one that is in the library already is opened at once."""
    claim = claim_for(request, pk, Act.WEIGH)
    project = claim.revision.article.project
    url = request.POST.get("url", "").strip()
    if known := Document.objects.library().filter(project=project, url=url).defer("text").first() if url else None:
        return redirect(f"{reverse('claims:document-detail', args=[known.pk])}?claim={claim.pk}")
    try:
        collection = collect.open_address(project=project, by=request.user, url=url)
    except collect.Refused as error:
        messages.error(request, str(error))
        return redirect(claim)
    tasks.start(Collection, [collection.pk])
    return redirect(f"{reverse('claims:collection-detail', args=[collection.pk])}?claim={claim.pk}")


@require_POST
@login_required
def evidence_quote(request: Request, pk: UUID) -> HttpResponse:
    """Set words of the document against a claim."""
    document = document_for(request, pk, Act.WEIGH)
    claim = claim_for(request, _id(request.POST.get("claim", "")), Act.WEIGH)
    given: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("quote", "prefix", "suffix", "stance", "directness")
    }
    try:
        evidence = weigh.add_evidence(claim=claim, document=document, by=request.user, **given)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('claims:document-detail', args=[pk])}?claim={claim.pk}")
    tasks.start_weighed(evidence)
    messages.success(request, _("The passage stands against the claim."))
    return redirect(claim)


@require_POST
@login_required
def evidence_locate(request: Request, pk: UUID) -> HttpResponse:
    """Say where in the document the passage stands."""
    evidence = evidence_for(request, pk, Act.WEIGH)
    try:
        weigh.set_locator(evidence=evidence, by=request.user, words=request.POST.get("locator", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return evidence_again(request, evidence.claim)


@require_POST
@login_required
def story_join(request: Request, pk: UUID) -> HttpResponse:
    """Say that a document is a copy of another one, or that it is none after all (``apart``)."""
    document = shelved_document_for(request, pk, Act.WEIGH)
    try:
        if request.POST.get("apart"):
            weigh.leave_story(document=document, by=request.user)
        else:
            other = shelved_document_for(request, _id(request.POST.get("other", "")), Act.WEIGH)
            weigh.join_story(document=document, other=other, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    evidence = Evidence.objects.filter(pk=_id(request.POST.get("evidence", ""))).first()
    if evidence is None:
        return redirect("claims:document-detail", pk)
    return evidence_again(request, evidence_for(request, evidence.pk, Act.READ).claim)


def _id(given: str) -> UUID:
    """An id; one that names nothing where it is none."""
    return uuid_of(given) or UUID(int=0)
