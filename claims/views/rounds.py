"""Two rounds in the panel: which one the claim is in, its questions and answers, closing and returning it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.models import Act, Answer, AnswerKind, Claim, Evidence, Inquiry
from claims.pipeline import gather
from claims.views.access import claim_for, powers
from claims.views.panel import panel
from claims.views.round_shown import round_shown
from claims.views.shell import desk_of
from claims.views.workbench import bench_for, page, render_panel

if TYPE_CHECKING:
    from claims.views.requests import Request


@require_safe
@login_required
def round_detail(request: Request, pk: UUID) -> HttpResponse:
    """The questions and answers of a claim; without a script the claim's page."""
    claim = claim_for(request, pk, Act.READ)
    return _round(request, claim) if request.htmx else _to(claim)


@require_POST
@login_required
def round_ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask what bears on the claim (``text``)."""
    claim = claim_for(request, pk, Act.WEIGH)
    text = request.POST.get("text", "")
    return _done(request, claim, lambda: gather.ask(claim=claim, by=request.user, text=text), claim.pk)


@require_POST
@login_required
def inquiry_change(request: Request, pk: UUID) -> HttpResponse:
    """Change one's own question, take it back or restore it (``act``)."""
    inquiry = get_object_or_404(_inquiries(request), pk=pk)
    inquiry.gathering.claim = claim = claim_for(request, inquiry.gathering.claim_id, Act.WEIGH)
    wanted, text, by = request.POST.get("act", ""), request.POST.get("text", ""), request.user

    def act() -> Inquiry:
        if wanted == "reword":
            return gather.reword_question(inquiry=inquiry, by=by, text=text)
        return gather.state_question(inquiry=inquiry, by=by, withdrawn=_withdrawn(wanted))

    return _done(request, claim, act, inquiry.pk)


@require_POST
@login_required
def inquiry_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer a question: ``kind``, ``text`` (``yes_no`` where that is asked), ``explanation``, ``passage``."""
    inquiry = get_object_or_404(_inquiries(request), pk=pk)
    inquiry.gathering.claim = claim = claim_for(request, inquiry.gathering.claim_id, Act.WEIGH)

    def act() -> Answer:
        return gather.reply(inquiry=inquiry, by=request.user, **_given(request, claim))

    return _done(request, claim, act, inquiry.pk)


@require_POST
@login_required
def answer_change(request: Request, pk: UUID) -> HttpResponse:
    """Change one's own answer, take it back or restore it (``act``)."""
    rows = Answer.objects.filter(inquiry__gathering__claim__in=Claim.objects.seen_by(request.user))
    answer = get_object_or_404(rows.select_related("inquiry__gathering"), pk=pk)
    claim = claim_for(request, answer.inquiry.gathering.claim_id, Act.WEIGH)
    answer.inquiry.gathering.claim = claim
    wanted, by = request.POST.get("act", ""), request.user

    def act() -> Answer:
        if wanted == "change":
            return gather.change_answer(answer=answer, by=by, **_given(request, claim))
        return gather.state_answer(answer=answer, by=by, withdrawn=_withdrawn(wanted))

    return _done(request, claim, act, answer.pk)


@require_POST
@login_required
def round_close(request: Request, pk: UUID) -> HttpResponse:
    """Close round one; what is missing is said."""
    claim = claim_for(request, pk, Act.WEIGH)
    return _turned(request, claim, lambda: gather.close_round(claim=claim, by=request.user))


@require_POST
@login_required
def round_return(request: Request, pk: UUID) -> HttpResponse:
    """Return the claim to round one (``because``)."""
    claim = claim_for(request, pk, Act.SETTLE)
    because = request.POST.get("because", "")
    return _turned(
        request, claim, lambda: gather.return_to_round_one(claim=claim, by=request.user, because=because)
    )


def _inquiries(request: Request) -> Any:
    rows = Inquiry.objects.filter(gathering__claim__in=Claim.objects.seen_by(request.user))
    return rows.select_related("gathering")


def _withdrawn(wanted: str) -> bool:
    if wanted not in ("withdraw", "restore"):
        raise ValidationError(_("Choose what to do with it."))
    return wanted == "withdraw"


def _given(request: Request, claim: Claim) -> dict[str, Any]:
    """The fields of an answer as the stage takes them."""
    post = request.POST
    kind = post.get("kind", "")
    try:
        evidence = Evidence.objects.filter(claim=claim, pk=UUID(post.get("passage", ""))).first()
    except ValueError:
        evidence = None
    text = post.get("yes_no", "") if kind == AnswerKind.BOOLEAN else post.get("text", "")
    return {"kind": kind, "text": text, "explanation": post.get("explanation", ""), "evidence": evidence}


def _done(request: Request, claim: Claim, act: Callable[[], object], about: UUID) -> HttpResponse:
    """Do it, and show questions and answers again; what was refused keeps what was typed (``about`` its row)."""
    try:
        act()
    except (ValidationError, PermissionDenied) as error:
        refused = {"round_refused": _messages(error), "round_typed": request.POST, "round_typed_for": about}
        return _round(request, claim, **refused) if request.htmx else _page(request, claim, **refused)
    return _round(request, claim, round_accepted=f"round:{about}") if request.htmx else _to(claim)


def _turned(request: Request, claim: Claim, act: Callable[[], object]) -> HttpResponse:
    """Turn to the other round, and show the panel again: more than the questions changes with it."""
    try:
        act()
    except (ValidationError, PermissionDenied) as error:
        refused = {"round_refused": _messages(error), "round_typed": request.POST, "status": 422}
        if not request.htmx:
            return _page(request, claim, **refused)
        return render_panel(request, bench_for(request, _article(claim)), claim, desk_of(request).role, **refused)
    if not request.htmx:
        return _to(claim)
    return render_panel(request, bench_for(request, _article(claim)), claim, desk_of(request).role)


def _messages(error: ValidationError | PermissionDenied) -> list[str]:
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]


def _article(claim: Claim) -> Any:
    return claim.revision.article


def _to(claim: Claim) -> HttpResponse:
    return redirect(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}#round")


def _round(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    """The fragment."""
    role = desk_of(request).role
    context = {"claim": claim, "article": claim.revision.article, **powers(role)}
    context |= round_shown(claim, request.user, role) | more
    return render(request, "claims/_round.html", context, status=422 if "round_refused" in more else 200)


def _page(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    """The whole page with what was refused, for whoever works without a script."""
    bench, role = bench_for(request, claim.revision.article), desk_of(request).role
    context = page(bench, role) | panel(bench, claim, request.user, role, **more)
    return render(request, "claims/article_detail.html", context, status=422)
