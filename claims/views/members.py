"""The members of the project at hand: everybody in it sees who they are, owners let people in and out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.models import Act, Invitation, Membership, Project, Role, allows
from claims.pipeline import invite, members
from claims.views.access import member_for, powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of


@require_safe
@login_required
def member_list(request: Request) -> HttpResponse:
    """Who belongs to the project, in which role; skills and dates are for owners."""
    return page(request, project_at_hand(request, Act.READ))


@require_POST
@login_required
def member_add(request: Request) -> HttpResponse:
    """Let an existing account into the project."""
    project = project_at_hand(request, Act.MANAGE)
    typed = {name: request.POST.get(name, "") for name in ("username", "role", "skills")}
    try:
        row = members.add_member(project=project, by=request.user, **typed)
    except ValidationError as error:
        return page(request, project, typed=typed, wrong={"new": error.messages})
    return _done(request, _("%(name)s is a member now.") % {"name": row.user.label})


@require_POST
@login_required
def member_set(request: Request, pk: UUID) -> HttpResponse:
    """Give a member another role or other skills."""
    row = member_for(request, pk, Act.MANAGE)
    typed = {name: request.POST[name] for name in ("role", "skills") if name in request.POST}
    try:
        members.change_member(membership=row, by=request.user, **typed)
    except ValidationError as error:
        return page(request, row.project, typed=typed, wrong={row.pk: error.messages})
    return _done(request, _("Saved."))


@require_POST
@login_required
def member_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a person out of the project."""
    row = member_for(request, pk, Act.MANAGE)
    try:
        members.remove_member(membership=row, by=request.user)
    except ValidationError as error:
        return page(request, row.project, wrong={row.pk: error.messages})
    return _done(request, _("%(name)s is no member any more.") % {"name": row.user.label})


def _done(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("claims:member-list")


def page(
    request: Request, project: Project, wrong: dict[Any, list[str]] | None = None, **context: Any
) -> HttpResponse:
    """The page; ``wrong`` holds what was refused, by the member's id or "new"."""
    rows = Membership.objects.filter(project=project).select_related("user")
    ranked = sorted(rows, key=lambda row: (-Role(row.role).rank, row.user.label.casefold()))
    typed = context.pop("typed", {})
    for row in ranked:
        row.wrong = (wrong or {}).get(row.pk, [])  # type: ignore[attr-defined]
        row.typed = typed if row.wrong else {"role": row.role, "skills": ", ".join(row.skills)}  # type: ignore[attr-defined]
    invitations = Invitation.objects.open().filter(project=project).select_related("by")
    context |= {
        "invitations": invitations if allows(desk_of(request).role, Act.MANAGE) else [],
        "mail_set_up": settings.MAIL_SET_UP,
        "days": invite.CHOICES,
        "nav": "members",
        "members": ranked,
        "roles": list(Role),
        "new": typed if wrong and "new" in wrong else {"role": Role.REVIEWER},
        "new_wrong": (wrong or {}).get("new", []),
        "asked": typed if wrong and "asked" in wrong else {"role": Role.REVIEWER, "days": 7},
        "asked_wrong": (wrong or {}).get("asked", []),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/member_list.html", context, status=422 if wrong else 200)
