"""Filters that ask nothing of all rows of a large table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

LOOKED_AT = 3000
REACH = 100_000
FEW = {"queued", "running", "failed"}
"""States of work that are found by an index, and then need no end."""


class NewestValues(admin.FieldListFilter):
    """A column's choices; without any, what stands in the newest 3,000 rows. Django's own would read every row."""

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[models.Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        """Reads the newest rows that the person may see, by the primary key's index."""
        self.lookup_kwarg = field_path
        self.chosen: str | None = (params.get(field_path) or [None])[-1]
        self.labels = {str(value): label for value, label in field.flatchoices if value != ""}
        self.values = list(self.labels) or self._newest(request, model_admin, field_path)
        super().__init__(field, request, params, model, model_admin, field_path)

    def _newest(self, request: HttpRequest, model_admin: Any, column: str) -> list[str]:
        newest = model_admin.get_queryset(request).order_by("-pk").values_list(column, flat=True)[:LOOKED_AT]
        return sorted({str(value) for value in newest if value} | {self.chosen or ""} - {""})

    def expected_parameters(self) -> list[str | None]:
        """The column."""
        return [self.lookup_kwarg]

    def has_output(self) -> bool:
        """Where there is something to choose."""
        return len(self.values) > 1 or bool(self.chosen)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, then each value."""
        yield {
            "selected": self.chosen is None,
            "query_string": changelist.get_query_string(remove=[self.lookup_kwarg]),
            "display": _("All"),
        }
        for value in self.values:
            yield {
                "selected": self.chosen == value,
                "query_string": changelist.get_query_string({self.lookup_kwarg: value}),
                "display": str(self.labels.get(value, value)),
            }


class AmongNewest(NewestValues):
    """The same for a column without an index: a rare value is not looked for beyond the newest 100,000 rows."""

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[models.Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        """Says so in its title."""
        super().__init__(field, request, params, model, model_admin, field_path)
        self.title = _("%(column)s, among the newest %(n)s") % {"column": self.title, "n": f"{REACH:,}"}
        self.model_admin = model_admin

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any] | None:
        """From the row on that is the hundred-thousandth newest, found by the primary key's index."""
        rows = super().queryset(request, queryset)
        if rows is None or not self.chosen or request.GET.get("state__exact") in FEW:
            return rows
        oldest = self.model_admin.model._base_manager.order_by("-pk").values_list("pk", flat=True)[REACH:].first()
        return rows.filter(pk__gte=oldest) if oldest else rows
