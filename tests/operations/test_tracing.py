"""Traces, to a collector on this machine that speaks OTLP over HTTP."""

from __future__ import annotations

import gzip
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from celery import signals
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from factcheck import telemetry
from factcheck.celery import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Cast

SECRET = "unpublished words"
ABOVE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and what it was sent."""
    sent: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()


@pytest.fixture
def spans(
    collector: tuple[str, list[bytes]], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], list[Any]]]:
    """A function: the spans that were sent so far. Requests and tasks are traced until the end of the test."""
    address, sent = collector
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
    from factcheck import tracing  # noqa: PLC0415 - connects signals, which the end of the test disconnects

    hooks = [
        (signals.before_task_publish, tracing._hand_on),
        (signals.task_prerun, tracing._begin_task),
        (signals.task_postrun, tracing._end_task),
    ]
    for signal, hook in hooks:
        signal.connect(hook)
    tracing.provider.cache_clear()
    whence, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [whence, "factcheck.tracing.TraceMiddleware", *others]

    def told() -> list[Any]:
        assert tracing.provider().force_flush()
        whole = [ExportTraceServiceRequest.FromString(body) for body in sent]
        scopes = [scope for one in whole for kind in one.resource_spans for scope in kind.scope_spans]
        return [span for scope in scopes for span in scope.spans]

    yield told
    tracing.provider().shutdown()
    tracing.provider.cache_clear()
    for signal, hook in hooks:
        signal.disconnect(hook)


def values(span: Any) -> dict[str, Any]:
    """The attributes of a span."""
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_request_is_a_span_without_what_was_asked(
    cast: Cast, spans: Callable[[], list[Any]], collector: Any
) -> None:
    client = Client()
    client.force_login(cast.reviewer)
    answer = client.get("/search/", {"q": SECRET}, headers={"traceparent": ABOVE})
    assert answer.status_code == 200
    [span] = spans()
    assert span.name == "GET claims:search-page"
    assert span.trace_id.hex() == ABOVE.split("-")[1]
    assert values(span) == {
        "http.request.method": "GET",
        "http.route": "claims:search-page",
        "http.response.status_code": 200,
        "workbench.request_id": answer.headers["X-Request-ID"],
    }
    whole = b"".join(collector[1])
    assert b"unpublished" not in whole
    assert cast.reviewer.username.encode() not in whole


def test_what_nobody_answers_has_no_address_either(
    client: Client, spans: Callable[[], list[Any]], db: None
) -> None:
    client.get("/no-such-page-of-wilhelmina/")
    [span] = spans()
    assert span.name == "GET unmatched"
    assert "wilhelmina" not in str(span)


def test_a_task_is_below_what_asked_for_it(spans: Callable[[], list[Any]]) -> None:
    from factcheck import tracing  # noqa: PLC0415

    @app.task(name="claims.tasks.run_trial_task")
    def trial(words: str) -> None:
        raise ValueError(words)

    headers: dict[str, Any] = {}
    try:
        with tracing.tracer().start_as_current_span("GET claims:desk"):
            signals.before_task_publish.send(sender="trial", headers=headers)
        trial.apply(args=[SECRET], headers=headers)
    finally:
        app.tasks.unregister(trial.name)
    above, below = sorted(spans(), key=lambda span: span.start_time_unix_nano)
    assert (below.name, below.parent_span_id) == ("run_trial", above.span_id)
    assert values(below)["celery.state"] == "failure"
    assert SECRET not in str(below)


def test_without_the_packages_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    assert telemetry.wanted() is False
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    assert telemetry.wanted() is True
    monkeypatch.setattr(telemetry, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="make setup-otel"):
        telemetry.wanted()
