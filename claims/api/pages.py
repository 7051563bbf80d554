"""How long lists are cut into pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination, LimitOffsetPagination
from rest_framework.request import Request

MOST = 200
LARGEST = 2**31 - 1


class Newest(CursorPagination):
    """Newest first; cursors stay right while rows are added. Ids are UUIDv7, so they sort by time."""

    ordering = "-id"
    page_size_query_param = "limit"
    max_page_size = MOST

    def get_page_size(self, request: Request) -> int | None:
        """As many as ``limit`` says; raises ValidationError for one that is no number of rows."""
        return _number(request, "limit", 1, self.page_size)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """With the range of ``limit``."""
        return _ranged(super().get_schema_operation_parameters(view))


class Latest(Newest):
    """Newest first, for work that the database itself made with ids that do not sort."""

    ordering = ("-queued_at", "-id")  # type: ignore[assignment]  # REST framework takes both


class ByNumber(Newest):
    """In the order of the article."""

    ordering = "number"


class ByPosition(Newest):
    """In the order of the text."""

    ordering = "position"


class ByPlace(Newest):
    """What was done last first."""

    ordering = "-place"


class ByOffset(LimitOffsetPagination):
    """In an order that figures decide, counted from the first."""

    default_limit = 50
    max_limit = MOST

    def get_limit(self, request: Request) -> int | None:
        """As many as ``limit`` says; raises ValidationError for one that is no number of rows."""
        return _number(request, "limit", 1, self.default_limit)

    def get_offset(self, request: Request) -> int:
        """The first to show; raises ValidationError for one that is no place."""
        return _number(request, "offset", 0, 0) or 0

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """With the ranges."""
        return _ranged(super().get_schema_operation_parameters(view))


def _number(request: Request, name: str, least: int, default: int | None) -> int | None:
    """A figure of the address; more rows than go at once are as many as go."""
    if (given := request.query_params.get(name)) is None:
        return default
    if (
        not given.isascii()
        or not given.isdigit()
        or len(given) > len(str(LARGEST))
        or not least <= int(given) <= LARGEST
    ):
        raise ValidationError({name: [_("A whole number from %(least)d on.") % {"least": least}]})
    return min(int(given), MOST) if name == "limit" else int(given)


def _ranged(parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ranges = {"limit": {"minimum": 1, "maximum": LARGEST}, "offset": {"minimum": 0, "maximum": LARGEST}}
    for one in parameters:
        if one["name"] in ranges:
            one["schema"] = {**one["schema"], **ranges[one["name"]]}
    return parameters
