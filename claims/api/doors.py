"""What all doors of the API share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, Throttled, ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from claims.api import conditions, rates, repeating, sparse
from claims.api.shapes.telling import listed
from claims.api.strict import refuse_other_kinds, refuse_unknown


class Hall(APIView):
    """What stands around every door: limits of rate, conditional requests, keys for repeating, sparse fields.

    A view that is none of these is found by a test.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in who may, and put what is done around every act around the one that was asked for."""
        _refuse_what_no_database_keeps(request)
        rates.refuse_guessing(request)
        super().initial(request, *args, **kwargs)
        name = (request.method or "").lower()
        act = getattr(self, name, None)
        if act is not None and name != "options":
            around = self._reading if request.method in SAFE_METHODS else self._writing
            setattr(self, name, partial(around, act))

    def handle_exception(self, exc: Exception) -> Response:
        """As REST framework does; refusals of sign-ins are counted."""
        if isinstance(exc, AuthenticationFailed | NotAuthenticated):
            try:
                rates.count_refusal(self.request)
            except Throttled as too_many:
                exc = too_many
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """With the figures of the rate."""
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        counted: rates.Count | None = getattr(getattr(request, "_request", request), "rate", None)
        for name, value in (counted.headers if counted else {}).items():
            answer[name] = value
        return answer

    def _reading(self, act: Callable[..., Any], request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = act(request, *args, **kwargs)
        if not isinstance(response, Response) or response.status_code != HTTPStatus.OK:
            return response  # type: ignore[no-any-return]
        etag = conditions.etag_of(response.data, weak=getattr(self, "action", "") != conditions.ROW)
        known = conditions.is_known(request, etag)
        fewer = sparse.cut(request, response.data)
        answer: Any = HttpResponse(status=HTTPStatus.NOT_MODIFIED) if known else response
        if known:
            del answer["Content-Type"]
        else:
            response.data = fewer
        answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
        return answer  # type: ignore[no-any-return]

    def _writing(self, act: Callable[..., Any], request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def done() -> HttpResponseBase:
            answer = conditions.written_as_seen(request, partial(act, request, *args, **kwargs))
            return conditions.with_new_etag(request, answer) if request.method in ("PATCH", "PUT") else answer

        key = repeating.key_of(request) if request.method == "POST" else None
        return done() if key is None else repeating.once(request, key, done)


class Door(Hall, GenericViewSet[Any]):
    """A viewset over rows named by UUID."""

    lookup_value_regex: ClassVar[str] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

    def lock(self) -> None:
        """Lock the row of the address against every other writer, until the transaction ends."""
        rows = self.get_queryset().model._base_manager.select_for_update().filter(pk=self.kwargs["pk"])
        rows.values_list("pk").first()

    def parsed(self, shape: type[BaseSerializer[Any]], **kwargs: Any) -> dict[str, Any]:
        """The request's body, checked; raises ValidationError, also for a field that there is not."""
        serializer = shape(data=self.request.data, **kwargs)
        refuse_unknown(serializer, self.request.data)
        if not isinstance(self.request.data, QueryDict):  # forms know text alone
            refuse_other_kinds(serializer, self.request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values

    def paged(self, rows: Any, shape: type[BaseSerializer[Any]]) -> Response:
        """One page of a list."""
        page = self.paginate_queryset(rows) or []
        if type(self).get_serializer_context is not Door.get_serializer_context:
            return self.get_paginated_response(shape(page, many=True, context=self.get_serializer_context()).data)
        return self.get_paginated_response(listed(shape, page))

    def address(self, name: str, pk: Any) -> str:
        """The address of a row, by the route's name."""
        match = self.request.resolver_match
        prefix = f"{match.namespace}:" if match and match.namespace else ""
        url: str = reverse(f"{prefix}{name}", kwargs={"pk": pk}, request=self.request)
        return url


def _refuse_what_no_database_keeps(request: Request) -> None:
    for name, values in request.query_params.lists():
        if any("\0" in value for value in [name, *values]):
            raise ValidationError({name.replace("\0", ""): [_("This holds a character (NUL) that no text has.")]})
