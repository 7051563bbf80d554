"""Traces for OpenTelemetry: one span for each request and each task, and which of them asked for which.

A span tells what the log tells: the route, never the address, the status and the id of the request. No words of
articles, searches or errors are in it, no SQL and no names. Loaded only where telemetry.wanted().
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from celery import signals
from django.http import HttpRequest, HttpResponse
from opentelemetry import context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract, inject
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, Tracer, set_span_in_context

from claims.whence import request_id
from factcheck.metrics import METHODS, UNMATCHED

PARENT = "traceparent"
REQUEST_ID = "workbench.request_id"


@cache
def provider() -> TracerProvider:
    """Sends spans in the background; made when the first span is, in the process that makes it."""
    made = TracerProvider(resource=Resource({SERVICE_NAME: "claim-workbench"}).merge(Resource.create()))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made


def tracer() -> Tracer:
    """What spans are made with."""
    return provider().get_tracer("claim-workbench")


class TraceMiddleware:
    """A span for the request, below the caller's where the caller names one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request within its span."""
        above = extract({PARENT: request.headers.get(PARENT, "")})
        method = str(request.method) if request.method in METHODS else "other"
        with tracer().start_as_current_span(
            method, above, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            response = self.get_response(request)
            match = request.resolver_match
            route = (match.view_name or match.route) if match else UNMATCHED
            span.update_name(f"{method} {route}")
            span.set_attribute("http.request.method", method)
            span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", response.status_code)
            span.set_attribute(REQUEST_ID, request_id())
            if response.status_code >= 500:
                span.set_status(StatusCode.ERROR)
            return response


@signals.before_task_publish.connect
def _hand_on(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """A task is below what asked for it."""
    if headers is not None:
        inject(headers)


@signals.task_prerun.connect
def _begin_task(task: Any = None, **_: Any) -> None:
    named = getattr(task.request, PARENT, None) or (task.request.headers or {}).get(PARENT)  # called in place
    above = extract({PARENT: named or ""})
    name = str(task.name).rpartition(".")[2].removesuffix("_task")
    span = tracer().start_span(name, above, SpanKind.CONSUMER, {REQUEST_ID: request_id()})
    task.request.traced = span, context.attach(set_span_in_context(span))


@signals.task_postrun.connect
def _end_task(task: Any = None, state: str | None = None, **_: Any) -> None:
    span, mark = getattr(task.request, "traced", None) or (None, None)
    if span is None or mark is None:
        return
    span.set_attribute("celery.state", (state or "lost").lower())
    if state not in ("SUCCESS", "RETRY"):
        span.set_status(StatusCode.ERROR)
    context.detach(mark)
    span.end()
    task.request.traced = None
