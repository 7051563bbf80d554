"""What a person should know of: the list, marking it read, and how often it goes out by mail."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.models import Digest, Notice
from claims.pipeline import digest, notify
from claims.views.requests import Request

ON_A_PAGE = 50


@require_safe
@login_required
def notice_list(request: Request) -> HttpResponse:
    """The person's notices, those not read yet first, by day."""
    is_read = Case(When(read_at=None, then=Value(False)), default=Value(True))
    rows = Notice.objects.of(request.user).with_places().annotate(is_read=is_read)
    page = Paginator(rows.order_by("is_read", "-created_at", "-id"), ON_A_PAGE).get_page(request.GET.get("page"))
    days = groupby(page.object_list, lambda row: (row.is_read, timezone.localdate(row.created_at)))
    context = {
        "nav": "notices",
        "page_obj": page,
        "days": [(is_read, day, list(some)) for (is_read, day), some in days],
    }
    return render(request, "claims/notice_list.html", context)


@require_safe
@login_required
def notice_open(request: Request) -> HttpResponse:
    """Go to the place that a notice is about; looking at it there is reading it."""
    found = Notice.objects.of(request.user).with_places().filter(pk__in=_ids([request.GET.get("notice", "")]))
    notice = found.first()
    if notice is None:
        return redirect("claims:notice-list")
    if request.method == "GET":
        notify.read_notices(by=request.user, ids=[notice.pk])
    return redirect(notice)


@require_POST
@login_required
def notices_read(request: Request) -> HttpResponse:
    """Mark one notice read, or all of them."""
    wanted = request.POST.getlist("notice")
    notify.read_notices(by=request.user, ids=_ids(wanted) if wanted else None)
    return redirect("claims:notice-list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice_settings(request: Request) -> HttpResponse:
    """How often the person's unread notices go out by mail."""
    refused: list[str] = []
    if request.method == "POST":
        try:
            notify.set_digest(by=request.user, digest=request.POST.get("digest", ""))
        except ValidationError as error:
            refused = error.messages
        else:
            messages.success(request, _("Saved."))
            return redirect("claims:notice-settings")
    context: dict[str, Any] = {
        "nav": "notice-settings",
        "choices": Digest.choices,
        "refused": refused,
        "mail_missing": digest.missing(),
        "hour": digest.DAILY_AT,
    }
    return render(request, "claims/notice_settings.html", context, status=422 if refused else 200)


def _ids(given: list[str]) -> list[UUID]:
    """Those that are ids."""
    found = []
    for one in given:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
