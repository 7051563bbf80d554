"""How long lists are cut into pages."""

from rest_framework.pagination import CursorPagination, LimitOffsetPagination


class Newest(CursorPagination):
    """Newest first; cursors stay right while rows are added. Ids are UUIDv7, so they sort by time."""

    ordering = "-id"
    page_size_query_param = "limit"
    max_page_size = 200


class ByNumber(Newest):
    """In the order of the article."""

    ordering = "number"


class ByOffset(LimitOffsetPagination):
    """In an order that figures decide, counted from the first."""

    default_limit = 50
    max_limit = 200
