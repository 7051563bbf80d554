"""Where somebody is signed in: a list, and an end to one or to all others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from claims.models import Event

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac",
    "Linux": "Linux",
}  # fmt: skip


SEEN = "seen"
SEEN_AGAIN = 300
"""Seconds after which a session counts as seen anew; what is listed is right to five minutes."""


@receiver(user_logged_in)
def begin(request: HttpRequest, **_given: Any) -> None:
    """Follow the session from the sign-in on."""
    request.session[SEEN] = int(time.time())


class SeenMiddleware:
    """Notes now and then that a session is in use, and from where."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Write at most once in five minutes; costs nothing in between."""
        seen = request.session.get(SEEN)
        if seen and time.time() - seen > SEEN_AGAIN and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)
            request.session[SEEN] = int(time.time())
        return self.get_response(request)


class Sessions(LoginRequiredMixin, View):
    """One's own sessions, newest first."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; this browser's own is entered if it was begun before sessions were listed."""
        UserSession.objects.create_from_request(request)
        rows: list[Any] = UserSession.objects.purge_and_list(request.user)
        for row in rows:
            row.browser, row.system = _named(row.user_agent, BROWSERS), _named(row.user_agent, SYSTEMS)
        rows.sort(key=lambda row: (not row.is_current(), -row.last_seen_at.timestamp()))
        return render(request, "usersessions/usersession_list.html", {"sessions": rows, "nav": "sessions"})

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session named, or all but this one."""
        mine = UserSession.objects.filter(user_id=request.user.pk).exclude(session_key=request.session.session_key)
        chosen = request.POST.get("session", "")
        rows = list(mine.filter(pk=chosen) if chosen.isdecimal() and len(chosen) < 18 else mine.none())
        if request.POST.get("all"):
            rows = list(mine)
        for row in rows:
            row.end()
        if rows:
            me: Any = request.user
            Event.objects.record("person.sessions-ended", me, project_id=None, by=me, n=len(rows))
            said = ngettext("%(n)s session is ended.", "%(n)s sessions are ended.", len(rows)) % {"n": len(rows)}
            messages.success(request, said)
        else:
            messages.info(request, _("There is no other session to end."))
        return redirect("usersessions_list")


def _named(agent: str, names: dict[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")
