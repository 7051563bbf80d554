"""What people say on a claim: the fold in the panel, saying something, and changing what one said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import Act, Claim, Comment
from claims.pipeline import comment as talk
from claims.views.access import claim_for, powers
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from claims.models import User
    from claims.views.requests import Request

ACTS = {
    "resolve": talk.resolve_comment,
    "reopen": talk.reopen_comment,
    "withdraw": talk.withdraw_comment,
}


def comments_shown(claim: Claim, viewer: User, rows: Iterable[Comment] | None = None) -> dict[str, Any]:
    """Context for _claim_comments.html: the threads that the viewer may see, oldest first.

    ``rows`` are the comments that the viewer may see, oldest first, where they were read already; else one query.
    """
    if rows is None:
        seen = Comment.objects.filter(claim=claim).visible_to(viewer)
        rows = seen.select_related("by", "resolved_by").order_by("created_at", "id")
    answers: dict[UUID, list[Comment]] = defaultdict(list)
    threads: list[Any] = []
    for row in rows:
        if row.answers_id:
            answers[row.answers_id].append(row)
        else:
            threads.append(row)
    for thread in threads:
        thread.answered = answers[thread.pk]
    # A thread that was withdrawn and that nobody answered has nothing left to show.
    threads = [one for one in threads if one.answered or not one.withdrawn_at]
    told = [row for thread in threads for row in (thread, *thread.answered) if not row.withdrawn_at]
    waiting = sum(1 for thread in threads if not thread.resolved_at and not thread.withdrawn_at)
    return {"threads": threads, "comment_count": len(told), "comments_waiting": waiting}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comment_add(request: Request, pk: UUID) -> HttpResponse:
    """The comments of a claim; by POST one more, or an answer to one."""
    if request.method != "POST":
        return _comments(request, claim_for(request, pk, Act.READ), comments_open=False, as_it_was=True)
    claim = claim_for(request, pk, Act.COMMENT)
    text = request.POST.get("text", "")
    answers = _answered(request, claim)
    about = request.POST.get("about_verdict") == "on"
    try:
        talk.add_comment(claim=claim, by=request.user, text=text, about_verdict=about, answers=answers)
    except ValidationError as error:
        return _comments(request, claim, refused=error.messages, typed=text, typed_for=answers)
    return _comments(request, claim, accepted=f"comment:{answers.pk if answers else claim.pk}")


@require_POST
@login_required
def comment_change(request: Request, pk: UUID) -> HttpResponse:
    """Resolve or open a thread again, withdraw or change one's own words."""
    rows = Comment.objects.visible_to(request.user).filter(claim__in=Claim.objects.seen_by(request.user))
    comment = get_object_or_404(rows, pk=pk)
    claim = claim_for(request, comment.claim_id, Act.COMMENT)
    act, text = request.POST.get("act", ""), request.POST.get("text", "")
    try:
        if act == "reword":
            talk.reword_comment(comment=comment, by=request.user, text=text)
        elif act in ACTS:
            ACTS[act](comment=comment, by=request.user)
        else:
            raise ValidationError(_("Choose what to do with the comment."))
    except ValidationError as error:
        return _comments(request, claim, refused=error.messages, typed=text, reworded=comment)
    except PermissionDenied as error:
        return _comments(request, claim, refused=[str(error)])
    return _comments(request, claim, accepted=f"reword:{comment.pk}")


def _answered(request: Request, claim: Claim) -> Comment | None:
    wanted = request.POST.get("answers")
    if not wanted:
        return None
    rows = Comment.objects.visible_to(request.user).filter(claim=claim)
    try:
        return get_object_or_404(rows, pk=UUID(wanted))
    except ValueError:
        return get_object_or_404(rows.none())


def _comments(request: Request, claim: Claim, **more: Any) -> HttpResponse:
    """The fold, open; without a script the article with the claim in hand."""
    refused = more.get("refused", [])
    if not request.htmx:
        for words in refused:
            messages.error(request, words)
        return redirect(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}#comments")
    context = {"claim": claim, "comments_open": True, **comments_shown(claim, request.user)}
    context |= powers(desk_of(request).role) | more
    return render(request, "claims/_claim_comments.html", context, status=422 if refused else 200)
