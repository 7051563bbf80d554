"""What all doors of the API share."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet


class Door(GenericViewSet[Any]):
    """A viewset over rows named by UUID."""

    lookup_value_regex: ClassVar[str] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

    def parsed(self, shape: type[BaseSerializer[Any]], **kwargs: Any) -> dict[str, Any]:
        """The request's body, checked; raises ValidationError."""
        serializer = shape(data=self.request.data, **kwargs)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values

    def paged(self, rows: Any, shape: type[BaseSerializer[Any]]) -> Response:
        """One page of a list."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shape(page, many=True, context=self.get_serializer_context()).data)

    def address(self, name: str, pk: Any) -> str:
        """The address of a row, by the route's name."""
        match = self.request.resolver_match
        prefix = f"{match.namespace}:" if match and match.namespace else ""
        url: str = reverse(f"{prefix}{name}", kwargs={"pk": pk}, request=self.request)
        return url
