"""Who may do what, as a page: the table that every door asks, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.models import Act, Role, allows
from claims.views.access import powers, project_at_hand
from claims.views.requests import Request
from claims.views.shell import desk_of


@dataclass(frozen=True, slots=True)
class Row:
    """An act, and for each role whether it is enough."""

    act: Act
    roles: list[tuple[Role, bool]]


@require_safe
@login_required
def role_page(request: Request) -> HttpResponse:
    """Every act with the roles that may do it; one's own role is marked."""
    project = project_at_hand(request, Act.READ)
    acts = sorted(Act, key=lambda act: [allows(role, act) for role in Role], reverse=True)
    context = {
        "nav": "roles",
        "roles": list(Role),
        "rows": [Row(act, [(role, allows(role, act)) for role in Role]) for act in acts],
        "identities_read_by": Role(project.identities_read_by),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/role_page.html", context)
