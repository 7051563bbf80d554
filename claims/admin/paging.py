"""Lists that may be very long: nobody turns to the three-thousandth row, so nobody waits for its count."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

MOST = 3000


class Bounded(Paginator):  # type: ignore[type-arg] # Django has it generic for checkers alone
    """Counts, and leads to, so many rows at most."""

    template_name = "admin/claims/pages.html"

    @cached_property
    def count(self) -> int:
        """How many rows there are, ``MOST`` for more. In which order does not matter to it."""
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())

    @property
    def shown_count(self) -> str:
        """The count for people: "3,000+" where there may be more."""
        return f"{MOST:,}+" if self.count == MOST else str(self.count)
