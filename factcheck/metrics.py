"""What is measured: each request by its route, each task by its end. Settings: factcheck/measured.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from celery import signals
from django.http import HttpRequest, HttpResponse

from claims.pipeline.heartbeat import tally

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
UNMATCHED = "unmatched"


class MetricsMiddleware:
    """Measures from the first to the last middleware; of an answer that streams, the time until it begins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and count it by the name of its address, never by the address."""
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = (match.view_name or match.route) if match else UNMATCHED
        method = request.method if request.method in METHODS else "other"
        labels = (route, str(method), str(response.status_code))
        tally.measured(name=tally.PAGES, labels=labels, seconds=time.perf_counter() - begun)
        return response


@signals.task_prerun.connect
def _begin_task(task: Any = None, **_: Any) -> None:
    task.request.measured_from = time.perf_counter()


@signals.task_postrun.connect
def _end_task(task: Any = None, args: Any = (), state: str | None = None, **_: Any) -> None:
    begun = getattr(task.request, "measured_from", None)
    if begun is None:
        return
    name = str(task.name).rpartition(".")[2].removesuffix("_task")
    tally.measured(name="task", labels=(name, (state or "lost").lower()), seconds=time.perf_counter() - begun)
    if name == "run_lookup" and args:
        _count_lookup(args[0])


def _count_lookup(pk: Any) -> None:
    """By service and by how it stands now: ended, or queued again because the service asked to wait."""
    from django.db import DatabaseError  # noqa: PLC0415 - workers import this before the apps are there

    from claims.models import Lookup  # noqa: PLC0415

    with suppress(DatabaseError):
        if found := Lookup.objects.filter(pk=pk).values_list("provider", "state").first():
            tally.counted(name="lookup", labels=found)
