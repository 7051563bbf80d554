"""Filters that ask nothing of all rows of a large table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

LOOKED_AT = 3000


class NewestValues(admin.FieldListFilter):
    """What stands in a column of the newest 3,000 rows, and what is chosen now. Django's own reads every row."""

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
        newest = model_admin.get_queryset(request).order_by("-pk").values_list(field_path, flat=True)[:LOOKED_AT]
        self.values = sorted({str(value) for value in newest if value} | {self.chosen or ""} - {""})
        self.labels = dict(field.flatchoices)
        super().__init__(field, request, params, model, model_admin, field_path)

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
