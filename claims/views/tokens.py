"""Tokens for programs: one's own, and for owners all that are limited to their project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from claims.models import Act, Project, Scope, Token, allows, require
from claims.pipeline import tokens
from claims.views.access import powers
from claims.views.requests import Request
from claims.views.shell import desk_of


@require_safe
@login_required
def token_list(request: Request) -> HttpResponse:
    """Those that may be seen, newest first, and the form for another."""
    return _page(request)


@require_POST
@login_required
@never_cache
def token_make(request: Request) -> HttpResponse:
    """Make a token for oneself; the answer shows its secret, this once."""
    given = request.POST
    slug = given.get("project", "")
    project = get_object_or_404(Project.objects.seen_by(request.user), slug=slug) if slug else None
    name, scopes, days = given.get("name", "")[:80], given.getlist("scopes"), given.get("days", "")
    try:
        row, secret = tokens.make_token(
            user=request.user,
            name=name,
            scopes=scopes,
            days=int(days) if days.isdecimal() else 0,
            project=project,
        )
    except ValidationError as error:
        typed = {"name": name, "scopes": scopes, "days": days, "project": slug}
        return _page(request, status=422, wrong=error.message_dict, typed=typed)
    return _page(request, made=row, secret=secret)


@require_POST
@login_required
def token_revoke(request: Request, pk: UUID) -> HttpResponse:
    """Revoke a token: one's own, or as an owner one of the project."""
    mine = Q(user=request.user) | Q(project__in=Project.objects.seen_by(request.user))
    row = get_object_or_404(Token.objects.filter(mine).select_related("project"), pk=pk)
    if row.project and row.user_id != request.user.pk:
        require(request.user, Act.MANAGE, row.project)
    tokens.revoke_token(token=row, by=request.user)
    messages.success(request, _("%(name)s opens nothing any more.") % {"name": row.name})
    return redirect("claims:token-list")


def _seen(request: Request) -> QuerySet[Token]:
    """One's own; for owners those of the project at hand, too."""
    desk = desk_of(request)
    seen = Q(user=request.user)
    if desk.project and allows(desk.role, Act.MANAGE):
        seen |= Q(project=desk.project)
    return Token.objects.filter(seen).select_related("project", "user")


def _page(request: Request, *, status: int = 200, **context: Any) -> HttpResponse:
    typed = context.pop("typed", {"scopes": [Scope.READ], "days": str(tokens.DAYS)})
    rows = list(_seen(request))
    now = timezone.now()
    live = [row for row in rows if row.revoked_at is None and row.expires_at > now]
    context |= {
        "nav": "tokens",
        "tokens": live,
        "ended": [row for row in rows if row not in live][:20],
        "scopes": list(Scope),
        "choices": tokens.CHOICES,
        "projects": Project.objects.seen_by(request.user),
        "typed": typed,
        **powers(desk_of(request).role),
    }
    return render(request, "claims/token_list.html", context, status=status)
