"""Whether traces are sent, and where to: what OpenTelemetry's own variables say."""

from __future__ import annotations

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from factcheck.environment import text


def wanted() -> bool:
    """Whether OTEL_EXPORTER_OTLP_ENDPOINT names a collector. Raises ImproperlyConfigured without the packages."""
    if not text("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return False
    if not find_spec("opentelemetry"):
        raise ImproperlyConfigured(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and the packages that it takes are missing: make setup-otel"
        )
    return True
