"""Votes on a proposed ruling, and claims that go back to those who judged them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.forms import RulingForm
from claims.models import Act, Asked, Panel, PanelOutcome, Question
from claims.pipeline import adjudicate
from claims.views.access import claim_for
from claims.views.case_page import again
from claims.views.requests import uuid_of

if TYPE_CHECKING:
    from claims.views.requests import Request


@require_POST
@login_required
def panel_open(request: Request, pk: UUID) -> HttpResponse:
    """Put the ruling that is in the form to the vote."""
    claim = claim_for(request, pk, Act.SETTLE)
    form = RulingForm(request.POST, scale=claim.revision.article.project.scale, claim_id=claim.pk)
    if not form.is_valid():
        return again(request, claim, form)
    said = {name: form.cleaned_data[name] for name in ("finding", "rating", "rationale")}
    try:
        adjudicate.open_panel(claim=claim, by=request.user, basis=uuid_of(request.POST.get("seen", "")), **said)
    except adjudicate.Changed:
        return again(request, claim, form, changed=True, status=409)
    except ValidationError as error:
        return again(request, claim, form, error=error)
    messages.success(request, _("The ruling is put to the vote. The other editors and owners are told."))
    return redirect("claims:claim-adjudicate", claim.pk)


@require_POST
@login_required
def panel_vote(request: Request, pk: UUID) -> HttpResponse:
    """Vote once, for (``agrees`` is "yes") or against, with the reason."""
    panel = _panel(request, pk)
    agrees, reason = request.POST.get("agrees", ""), request.POST.get("reason", "")
    try:
        if agrees not in ("yes", "no"):
            raise ValidationError(_("Say whether you agree."))
        panel = adjudicate.cast_vote(panel=panel, by=request.user, agrees=agrees == "yes", reason=reason)
    except ValidationError as error:
        return again(request, panel.claim, None, error=error, typed={"agrees": agrees, "reason": reason})
    messages.success(request, _OUTCOMES.get(panel.outcome, _voted)())
    return redirect("claims:claim-adjudicate", panel.claim_id)


@require_POST
@login_required
def panel_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    panel = _panel(request, pk)
    try:
        adjudicate.withdraw_panel(panel=panel, by=request.user)
    except ValidationError as error:
        return again(request, panel.claim, None, error=error)
    messages.success(request, _("Your proposal is withdrawn."))
    return redirect("claims:claim-adjudicate", panel.claim_id)


@require_POST
@login_required
def claim_send_back(request: Request, pk: UUID) -> HttpResponse:
    """Ask those who judged the claim a question."""
    claim = claim_for(request, pk, Act.SETTLE)
    text = request.POST.get("text", "")
    try:
        adjudicate.send_back(claim=claim, by=request.user, text=text)
    except ValidationError as error:
        return again(request, claim, None, error=error, asked=text)
    messages.success(request, _("Sent back. It waits under “Sent back” until one of those who judged it answers."))
    return redirect("claims:claim-adjudicate", claim.pk)


@require_POST
@login_required
def returned_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer in words, as one of those who judged; back to the claim."""
    question = _returned(request, pk, Act.JUDGE)
    try:
        adjudicate.answer_returned(question=question, by=request.user, text=request.POST.get("answer", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your answer is with the editor."))
    return redirect(question.claim)


@require_POST
@login_required
def returned_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Withdraw a question to the reviewers."""
    question = _returned(request, pk, Act.SETTLE)
    try:
        adjudicate.take_back(question=question, by=request.user)
    except ValidationError as error:
        return again(request, question.claim, None, error=error)
    messages.success(request, _("The question is withdrawn."))
    return redirect("claims:claim-adjudicate", question.claim_id)


def _panel(request: Request, pk: UUID) -> Panel:
    panel = get_object_or_404(Panel, pk=pk)
    panel.claim = claim_for(request, panel.claim_id, Act.SETTLE)
    return panel


def _returned(request: Request, pk: UUID, act: Act) -> Question:
    question = get_object_or_404(Question, pk=pk, to=Asked.REVIEWERS)
    question.claim = claim_for(request, question.claim_id, act)
    return question


def _voted() -> str:
    return _("Your vote is recorded.")


_OUTCOMES = {
    PanelOutcome.CARRIED.value: lambda: _("Your vote is recorded. It carries: the claim is settled."),
    PanelOutcome.LOST.value: lambda: _("Your vote is recorded. The proposal is not carried."),
}
