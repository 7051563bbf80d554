"""Webhooks of the project at hand, for owners: which there are, a new one, one with its log."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import tasks
from claims.models import Act, Delivery, HookEvent, Project, Webhook, WorkState, require
from claims.pipeline import webhooks
from claims.views.access import powers, project_at_hand
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from uuid import UUID

    from claims.views.requests import Request

ON_PAGE = 30
UNFINISHED = [WorkState.QUEUED, WorkState.RUNNING]
SHOWN = {"all": Q(), "failed": Q(state=WorkState.FAILED), "waiting": Q(state__in=UNFINISHED)}


@require_safe
@login_required
def webhook_list(request: Request) -> HttpResponse:
    """The addresses that are told, of what, and how it went last."""
    project = project_at_hand(request, Act.MANAGE)
    rows = Webhook.objects.filter(project=project, removed_at=None).annotate(
        failed=Count("deliveries", filter=Q(deliveries__state=WorkState.FAILED)),
        waiting=Count("deliveries", filter=Q(deliveries__state__in=UNFINISHED)),
        arrived_at=Max("deliveries__finished_at", filter=Q(deliveries__state=WorkState.SUCCEEDED)),
    )
    return render(request, "claims/webhook_list.html", _context(request, webhooks=rows))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def webhook_make(request: Request) -> HttpResponse:
    """A form for a new one."""
    project = project_at_hand(request, Act.MANAGE)

    def save(url: str, events: list[str]) -> Webhook:
        return webhooks.make_webhook(project=project, url=url, events=events, by=request.user)

    return _form(request, save, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def webhook_change(request: Request, pk: UUID) -> HttpResponse:
    """Its address and its events, to be changed."""
    row = _webhook(request, pk)

    def save(url: str, events: list[str]) -> Webhook:
        return webhooks.change_webhook(webhook=row, url=url, events=events, by=request.user)

    return _form(request, save, row)


@require_safe
@login_required
@never_cache
def webhook_page(request: Request, pk: UUID) -> HttpResponse:
    """One webhook with its secret, and the log of what was sent to it."""
    row = _webhook(request, pk)
    asked = request.GET.get("show", "")
    shown = asked if asked in SHOWN else "all"
    counts = row.deliveries.aggregate(**{name: Count("pk", filter=each) for name, each in SHOWN.items()})
    page = Paginator(row.deliveries.filter(SHOWN[shown]), ON_PAGE).get_page(request.GET.get("page"))
    for delivery in page.object_list:
        delivery.type = delivery.payload.get("type", delivery.kind)
        delivery.body = json.dumps(delivery.payload, indent=2, ensure_ascii=False)
    labels = {"all": _("All"), "failed": _("Failed"), "waiting": _("Waiting")}
    context = _context(
        request,
        webhook=row,
        secret=webhooks.secret_of(webhook=row),
        deliveries=page.object_list,
        page_obj=page,
        counts=counts,
        filters=[
            {"url": f"?show={name}", "on": name == shown, "label": label, "count": counts[name]}
            for name, label in labels.items()
        ],
    )
    return render(request, "claims/webhook_page.html", context)


@require_POST
@login_required
def webhook_act(request: Request, act: str, pk: UUID) -> HttpResponse:
    """Pause, resume, a new secret, a test message, all that failed once more, or remove it."""
    row = _webhook(request, pk)
    if act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](row, request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("claims:webhook-list") if act == "remove" else redirect("claims:webhook-page", row.pk)


@require_POST
@login_required
def delivery_resend(request: Request, pk: UUID) -> HttpResponse:
    """Send one message again."""
    seen = Project.objects.seen_by(request.user)
    rows = Delivery.objects.filter(webhook__project__in=seen, webhook__removed_at=None)
    row = get_object_or_404(rows.select_related("webhook__project"), pk=pk)
    require(request.user, Act.MANAGE, row.webhook.project)
    try:
        webhooks.resend(delivery=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        tasks.start(Delivery, [row.pk])
        messages.success(request, _("The message is sent again."))
    return redirect("claims:webhook-page", row.webhook_id)


def _pause(row: Webhook, request: Request) -> str:
    webhooks.pause(webhook=row, by=request.user)
    return _("Paused: nothing is sent there, and nothing noted for it, until you resume it.")


def _resume(row: Webhook, request: Request) -> str:
    webhooks.resume(webhook=row, by=request.user)
    return _("Resumed: what happens from now on is sent.")


def _secret(row: Webhook, request: Request) -> str:
    webhooks.change_secret(webhook=row, by=request.user)
    return _("There is a new secret. For 24 hours messages are signed with the old one as well.")


def _test(row: Webhook, request: Request) -> str:
    tasks.start(Delivery, [webhooks.send_test(webhook=row, by=request.user).pk])
    return _("A test message is on its way. The log below shows how it goes.")


def _resend(row: Webhook, request: Request) -> str:
    ids = webhooks.resend_failed(webhook=row, by=request.user)
    said = ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", len(ids))
    return said % {"n": len(ids)}


def _remove(row: Webhook, request: Request) -> str:
    webhooks.remove(webhook=row, by=request.user)
    return _("The webhook is removed.")


ACTS: dict[str, Callable[[Webhook, Request], str]] = {
    "pause": _pause,
    "resume": _resume,
    "secret": _secret,
    "test": _test,
    "resend": _resend,
    "remove": _remove,
}


def _webhook(request: Request, pk: UUID) -> Webhook:
    """The webhook, or 404 for a stranger and 403 for a member whose role is not enough."""
    rows = Webhook.objects.filter(project__in=Project.objects.seen_by(request.user), removed_at=None)
    row = get_object_or_404(rows.select_related("project", "created_by"), pk=pk)
    require(request.user, Act.MANAGE, row.project)
    desk_of(request).project = row.project
    return row


def _form(request: Request, save: Callable[[str, list[str]], Webhook], row: Webhook | None) -> HttpResponse:
    typed: dict[str, Any] = {"url": row.url, "events": row.events} if row else {"events": HookEvent.values}
    context = _context(request, webhook=row, kinds=list(HookEvent), typed=typed)
    if request.method != "POST":
        return render(request, "claims/webhook_form.html", context)
    typed = {"url": request.POST.get("url", ""), "events": request.POST.getlist("events")}
    try:
        saved = save(typed["url"], typed["events"])
    except ValidationError as error:
        wrong = error.message_dict if hasattr(error, "error_dict") else {"url": error.messages}
        return render(request, "claims/webhook_form.html", context | {"typed": typed, "wrong": wrong}, status=422)
    messages.success(request, _("Saved."))
    return redirect("claims:webhook-page", saved.pk)


def _context(request: Request, **more: Any) -> dict[str, Any]:
    return {"nav": "webhooks", **more, **powers(desk_of(request).role)}
