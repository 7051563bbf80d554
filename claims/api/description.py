"""The OpenAPI description of the API, for programs and for the page that shows it to people."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.doors import Hall
from claims.api.renderer import Json


def document() -> dict[str, Any]:
    """The description in the language at hand, made once a process."""
    return _document(get_language() or "")


@lru_cache(maxsize=8)
def _document(_language: str) -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


class Description(Hall):
    """OpenAPI 3.1, as JSON; as YAML for ``Accept: application/vnd.oai.openapi``."""

    renderer_classes = (Json, OpenApiJsonRenderer, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The whole of it."""
        return Response(document())
