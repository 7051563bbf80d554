"""The queue: the next claim in hand, one's own seats; for editors what waits, who holds what, and assignment."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from claims.models import Act, Claim, Project, User, allows
from claims.pipeline import queue
from claims.views.access import powers, project_at_hand, seat_for
from claims.views.queue_shown import load, own_seats, sifted
from claims.views.requests import Request
from claims.views.shell import desk_of


@require_safe
@login_required
def queue_list(request: Request) -> HttpResponse:
    """One's own seats; for editors also the open claims, with who holds them."""
    return _page(request, project_at_hand(request, Act.JUDGE))


@require_POST
@login_required
def queue_next(request: Request) -> HttpResponse:
    """On to the next claim, which is held from now on; ``skip`` names one that is not to be given now."""
    project = project_at_hand(request, Act.JUDGE)
    skip = _ids(request.POST, "skip")
    claims = Claim.objects.filter(revision__article__project=project)
    skipped = claims.select_related("revision__article").defer("search").filter(pk__in=skip).first()
    try:
        seat = queue.take_next(project=project, by=request.user, skip=skipped)
    except queue.Busy as busy:
        messages.error(request, str(busy))
        return redirect("claims:desk")
    if seat is None:
        said = (
            _("Nothing else waits for you in the queue.") if skipped else _("Nothing waits for you in the queue.")
        )
        messages.info(request, said)
        return redirect("claims:desk")
    claim = Claim.objects.select_related("revision").only("revision__article").get(pk=seat.claim_id)
    article = reverse("claims:article-detail", args=[claim.revision.article_id])
    return redirect(f"{article}?claim={claim.pk}")


@require_POST
@login_required
def queue_assign(request: Request) -> HttpResponse:
    """Give the ticked claims to a member; what is against it is said, and the others stay ticked."""
    project = project_at_hand(request, Act.ASSIGN)
    picked = _ids(request.POST, "claim")
    claims = Claim.objects.filter(pk__in=picked, revision__article__project=project).only("pk")
    to = _member(project, request.POST.get("to", ""))
    if to is None:
        return _page(request, project, picked=set(picked), refused=[_("Choose who is to judge them.")], status=422)
    hours = request.POST.get("hours", "")
    try:
        if hours and not (hours.isascii() and hours.isdigit() and len(hours) < 7):
            raise queue.Refused([_("Give the hours as a whole number.")])
        done = queue.assign(claims=claims, to=to, by=request.user, hours=int(hours) if hours else None)
    except queue.Refused as error:
        left = set(picked) - error.claims
        return _page(request, project, picked=left, refused=error.messages, to=to.pk, status=422)
    n = len(done.seats)
    words = ngettext("%(n)d claim is assigned to %(who)s.", "%(n)d claims are assigned to %(who)s.", n)
    messages.success(request, words % {"n": n, "who": to.label})
    where = _back(request)
    undo = f"{'&' if '?' in where else '?'}undo={done.batch}" if done.batch else ""
    return redirect(f"{where}{undo}")


@require_POST
@login_required
def queue_undo(request: Request) -> HttpResponse:
    """Take back an assignment."""
    project = project_at_hand(request, Act.ASSIGN)
    batch = next(iter(_ids(request.POST, "batch")), None)
    n = queue.undo_assignment(project=project, batch=batch, by=request.user) if batch else 0
    words = ngettext("%(n)d claim is taken back.", "%(n)d claims are taken back.", n)
    messages.info(request, words % {"n": n} if n else _("There is nothing left to take back."))
    return redirect(_back(request))


@require_POST
@login_required
def seat_release(request: Request, pk: UUID) -> HttpResponse:
    """Give one's own seat back; an editor takes away somebody else's."""
    seat = seat_for(request, pk, Act.JUDGE)
    if seat.holder_id == request.user.pk:
        queue.give_back(seat=seat, by=request.user)
        said = _("You gave claim %(n)d back. Somebody else gets it.")
    else:
        queue.take_away(seat=seat, by=request.user)
        said = _("Claim %(n)d is free again.")
    messages.success(request, said % {"n": seat.claim.number})
    return redirect(_back(request))


def _ids(sent: QueryDict, name: str) -> list[UUID]:
    """Those that are ids, each once."""
    found = []
    for value in dict.fromkeys(sent.getlist(name)):
        with suppress(ValueError):
            found.append(UUID(value))
    return found


def _member(project: Project, pk: str) -> User | None:
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return None
    return User.objects.filter(pk=int(pk), memberships__project=project).first()


def _back(request: Request) -> str:
    """Where the form stood, if it says so; the queue otherwise."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if back and safe else reverse("claims:queue-list")


def _page(request: Request, project: Project, *, status: int = 200, **more: Any) -> HttpResponse:
    role, now = desk_of(request).role, timezone.now()
    assigns = allows(role, Act.ASSIGN)
    context = {
        "nav": "desk",
        "seats": own_seats(project, request.user, now),
        "waits": queue.waiting_for(project, request.user, now).exists(),
        "undo": next(iter(_ids(request.GET, "undo")), None),
        "picked": set(),
        **(sifted(project, request.GET, now) | load(project, now) if assigns else {}),
        **powers(role),
    } | more
    return render(request, "claims/queue_list.html", context, status=status)
