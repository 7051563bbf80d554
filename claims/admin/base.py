"""What the admin's pages share: looking without touching, links between rows, acts on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from unfold.decorators import display

from claims.admin.acting import ActingAdmin
from claims.admin.paging import Bounded
from claims.admin.past import PastAdmin
from claims.admin.searching import SearchedAdmin, sorted_by_index
from claims.models import Event, Project

WORK_COLOURS = {"queued": "info", "running": "warning", "succeeded": "success", "failed": "danger"}


class LookAdmin(ActingAdmin, PastAdmin, SearchedAdmin):
    """Newest first, found by id or by words, with long texts left in the database; no count reads every row."""

    list_per_page = 50
    paginator = Bounded
    show_full_result_count = False
    list_filter_submit = True
    ordering: Sequence[str] = ["-id"]
    deferred: ClassVar[Sequence[str]] = ()
    """Columns that lists do without; the page of one row reads them when it shows them."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """All rows, without the deferred columns."""
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.defer(*self.deferred) if self.deferred else rows

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Addresses without a scheme are taken for https."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ReadOnlyAdmin(LookAdmin):
    """Rows that only the stages write: nothing is added, changed or deleted here, by nobody.

    There may be a million of them: they are sorted by what an index sorts.
    """

    def get_sortable_by(self, request: HttpRequest) -> set[str]:
        """The columns that begin an index."""
        return sorted_by_index(self.model) & {one for one in self.get_list_display(request) if isinstance(one, str)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False


class RecordedAdmin(LookAdmin):
    """Rows that are managed here; every act goes into the audit trail, and nothing is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody: what was used once is part of the record."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and say who did it; the page's transaction holds both."""
        super().save_model(request, obj, form, change)
        record(request, obj, "changed" if change else "created", form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows below, and say who did it."""
        for deleted in formset.deleted_forms:
            record(request, deleted.instance, "removed", [])
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            record(request, row, "created", [])
        for row, fields in formset.changed_objects:
            record(request, row, "changed", fields)


def record(request: HttpRequest, row: Any, act: str, fields: Sequence[str]) -> None:
    """One event about a row that was managed here."""
    project_id = row.pk if isinstance(row, Project) else getattr(row, "project_id", None)
    user: Any = request.user
    Event.objects.record(
        f"{row._meta.model_name}.{act}", row, project_id=project_id, by=user, fields=list(fields), label=str(row)
    )


def link(path: str, description: str) -> Callable[[Any], str | None]:
    """A column that leads to a related row; ``path`` goes over relations read by ``list_select_related``."""

    @admin.display(description=description, empty_value="–", ordering=path.replace(".", "__"))
    def column(row: Any) -> str | None:
        for name in path.split("."):
            row = getattr(row, name, None)
        if row is None:
            return None
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        return _anchor(address, Truncator(str(row)).chars(60))

    column.__name__ = path.replace(".", "_") + "_link"
    return column


def _anchor(address: str, words: str) -> str:
    return format_html('<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>', address, words)


def listing(model: str, field: str, description: str) -> Callable[[Any], str]:
    """A line on a row's page that leads to the list of rows which hang on it."""

    @admin.display(description=description)
    def column(row: Any) -> str:
        address = reverse(f"admin:claims_{model}_changelist")
        return _anchor(f"{address}?{field}={row.pk}", "Show")

    column.__name__ = f"{model}_listing"
    return column


def excerpt(field: str, description: str, length: int = 90) -> Callable[[Any], str]:
    """A column with the beginning of a long text."""

    @admin.display(description=description)
    def column(row: Any) -> str:
        return Truncator(str(getattr(row, field))).chars(length)

    column.__name__ = f"{field}_excerpt"
    return column


@display(description="state", ordering="state", label=WORK_COLOURS)  # type: ignore[untyped-decorator]
def work_state(row: Any) -> tuple[str, str]:
    """The state of a piece of work, as a word in its colour."""
    return row.state, row.get_state_display()
