"""What people say on a claim and its evidence: the folds in the panel, saying something, changing what one said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import Act, Claim, Comment, Evidence
from claims.pipeline import comment as talk
from claims.views.access import claim_for, powers
from claims.views.shell import desk_of
from claims.views.talking import Talks, comments_of, members_of, talk_shown

if TYPE_CHECKING:
    from claims.views.requests import Request

Row = TypeVar("Row", bound=Model)

ACTS = {
    "resolve": talk.resolve_comment,
    "reopen": talk.reopen_comment,
    "withdraw": talk.withdraw_comment,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comment_add(request: Request, pk: UUID) -> HttpResponse:
    """The comments of a claim; by POST one more, on it or on a piece of its evidence, or an answer to one."""
    if request.method != "POST":
        return _comments(request, claim_for(request, pk, Act.READ), comments_open=False, as_it_was=True)
    claim = claim_for(request, pk, Act.COMMENT)
    text, about = request.POST.get("text", ""), request.POST.get("about_verdict") == "on"
    answers = _named(request, "answers", Comment.objects.visible_to(request.user).filter(claim=claim))
    evidence = _named(request, "evidence", Evidence.objects.filter(claim=claim))
    place = answers.evidence_id if answers else evidence.pk if evidence else None
    given: dict[str, Any] = {"text": text, "about_verdict": about, "answers": answers, "evidence": evidence}
    try:
        talk.add_comment(claim=claim, by=request.user, **given)
    except ValidationError as error:
        return _comments(request, claim, place, refused=error.messages, typed=text, typed_for=answers)
    return _comments(request, claim, place, accepted=f"comment:{answers.pk if answers else place or claim.pk}")


@require_POST
@login_required
def comment_change(request: Request, pk: UUID) -> HttpResponse:
    """Resolve or open a thread again, withdraw or change one's own words."""
    rows = Comment.objects.visible_to(request.user).filter(claim__in=Claim.objects.seen_by(request.user))
    comment = get_object_or_404(rows, pk=pk)
    claim = claim_for(request, comment.claim_id, Act.COMMENT)
    act, text = request.POST.get("act", ""), request.POST.get("text", "")
    place = comment.evidence_id
    try:
        if act == "reword":
            talk.reword_comment(comment=comment, by=request.user, text=text)
        elif act in ACTS:
            ACTS[act](comment=comment, by=request.user)
        else:
            raise ValidationError(_("Choose what to do with the comment."))
    except ValidationError as error:
        return _comments(request, claim, place, refused=error.messages, typed=text, reworded=comment)
    except PermissionDenied as error:
        return _comments(request, claim, place, refused=[str(error)])
    return _comments(request, claim, place, accepted=f"reword:{comment.pk}")


def _named(request: Request, name: str, rows: QuerySet[Row]) -> Row | None:
    """The row that a field of the form names, None where it names none; 404 where there is no such row."""
    wanted = request.POST.get(name)
    if not wanted:
        return None
    try:
        return get_object_or_404(rows, pk=UUID(wanted))
    except ValueError:
        return get_object_or_404(rows.none())


def _comments(request: Request, claim: Claim, place: UUID | None = None, **more: Any) -> HttpResponse:
    """The fold, open; without a script the article with the claim in hand. ``place`` is the evidence, if any.

    What is fetched anew brings the talk on evidence along.
    """
    refused = more.get("refused", [])
    if not request.htmx:
        for words in refused:
            messages.error(request, words)
        spot = f"talk-{place}" if place else "comments"
        return redirect(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}#{spot}")
    people = members_of(claim.revision.article.project)
    talks = Talks(comments_of(claim, request.user), people)
    context = {"claim": claim, "comments_open": True, **talk_shown(talks, people), "talk": talks.on(place)}
    context |= powers(desk_of(request).role) | more
    if request.method != "POST":
        context["beside"] = talks.on_evidence()
    return render(request, "claims/_comments_again.html", context, status=422 if refused else 200)
