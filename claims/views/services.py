"""The outside services on the jobs page: which are on and how they are, what the others lack, asking one again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.models import Act, Role, allows
from claims.pipeline import look_up, steer
from claims.providers.overview import Seen
from claims.providers.polite import ServiceState
from claims.views.access import project_at_hand
from claims.views.requests import Request

MAY_TRY = Act.SETTLE
"""Editors and owners: a service that is asked too soon may shut out everybody."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One service that is on. ``look`` is the state of work whose shape and colour it takes."""

    name: str
    home: str
    terms: str
    quota: str
    look: str
    word: str
    why: str
    since: datetime | None
    until: datetime | None
    tokens: int | None
    burst: int
    succeeded_at: datetime | None
    failed_at: datetime | None
    failure: str
    slug: str
    may_try: bool


def services_shown(role: Role | None) -> dict[str, Any]:
    """Context for _services.html."""
    seen, told = look_up.services()
    may_try = allows(role, MAY_TRY)
    return {
        "services_on": [_shown(one, may_try=may_try) for one in seen if one.on],
        "services_off": [one for one in seen if not one.on],
        "services_told": told,
    }


@require_POST
@login_required
def service_try(request: Request) -> HttpResponse:
    """Ask a service again that the workers leave alone."""
    project = project_at_hand(request, MAY_TRY)
    slug = request.POST.get("service", "")
    name = {one.slug: one.name for one in look_up.services()[0] if one.on}.get(slug)
    if name is None:
        messages.error(request, _("This service is not switched on."))
    elif steer.try_service(provider=slug, project=project, by=request.user):
        messages.success(request, _("%(service)s is asked again from now on.") % {"service": name})
    else:
        messages.error(request, _("Redis does not answer, so nothing was changed."))
    return redirect(reverse("claims:job-list") + "#services")


def _shown(one: Seen, *, may_try: bool) -> Shown:
    state = one.state or ServiceState()
    look, word, why = _how(one.state)
    shut = state.breaker != "closed"
    return Shown(
        name=one.name,
        home=one.home,
        terms=one.terms,
        quota=one.quota.words,
        look=look,
        word=word,
        why=why,
        since=state.since if shut else None,
        until=state.until or state.paused_until,
        tokens=int(state.tokens) if one.state else None,
        burst=one.quota.burst,
        succeeded_at=state.succeeded_at,
        failed_at=state.failed_at,
        failure="" if why == state.failure else state.failure,
        slug=one.slug,
        may_try=may_try and shut,
    )


def _how(state: ServiceState | None) -> tuple[str, str, str]:
    """The look, the word for people, and the reason where something is the matter."""
    if state is None:
        return "queued", _("Not known"), ""
    if state.breaker == "open":
        return "failed", _("Lets us not in") if state.refused else _("Left alone"), state.reason
    if state.breaker == "half-open":
        return "running", _("To be tried again"), state.reason
    if state.paused_until:
        return "queued", _("Asked us to wait"), state.pause_reason
    if not state.succeeded_at and not state.failed_at:
        return "queued", _("Not asked yet"), ""
    return "succeeded", _("Works"), ""
