"""Invitations into the project at hand: made and revoked by owners, on the page of members."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from claims.models import Act, Invitation, Project, require
from claims.pipeline import invite
from claims.views.access import project_at_hand
from claims.views.members import page
from claims.views.requests import Request


@require_POST
@login_required
@never_cache
def invitation_make(request: Request) -> HttpResponse:
    """Invite one person. Where no mail goes out, the answer shows the link, this once."""
    project = project_at_hand(request, Act.MANAGE)
    typed = {name: request.POST.get(name, "").strip() for name in ("email", "role", "days")}
    days = int(typed["days"]) if typed["days"].isdecimal() else 0
    try:
        row, secret = invite.invite(
            project=project, by=request.user, role=typed["role"], email=typed["email"], days=days
        )
    except ValidationError as error:
        return page(request, project, typed=typed | {"days": days}, wrong={"asked": error.messages})
    url = request.build_absolute_uri(reverse("claims:invited", args=[secret]))
    if invite.send(invitation=row, url=url):
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": row.email})
        return redirect("claims:member-list")
    return page(request, project, link=url, link_for=row)


@require_POST
@login_required
def invitation_revoke(request: Request, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    mine = Project.objects.seen_by(request.user)
    row = get_object_or_404(Invitation.objects.filter(project__in=mine).select_related("project"), pk=pk)
    require(request.user, Act.MANAGE, row.project)
    invite.revoke(invitation=row, by=request.user)
    messages.success(request, _("The invitation lets nobody in any more."))
    return redirect("claims:member-list")
