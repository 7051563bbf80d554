"""What happened to a row: the acts from the audit trail, and for superusers each earlier version of the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from claims.models import Event, User

ON_PAGE = 100
LONGEST = 240
NEVER_SHOWN = {"search", "embedding", "sealed", "sha256", "text_sha256"}


@dataclass(frozen=True)
class Moment:
    """One line of a row's past: when, who, what, and what it changed (name, before, after)."""

    at: datetime
    who: str
    what: str
    origin: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)


class PastAdmin(ModelAdmin):  # type: ignore[misc] # unfold carries no types
    """The page "History" tells from the database's own records, whoever wrote and through whichever door."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The newest hundred moments, and the way to older ones."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return missing
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        before = _moment(request.GET.get("before", ""))
        moments = self._past(request, row, before)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(row)s") % {"row": row},
            "opts": self.opts,
            "object": row,
            "moments": moments[:ON_PAGE],
            "older": moments[ON_PAGE - 1].at.isoformat() if len(moments) > ON_PAGE else "",
            "versioned": hasattr(self.model, "pgh_event_model"),
            "all_events": f"{reverse('admin:claims_event_changelist')}?q={_id_in_trail(row)}",
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/claims/history.html", context)

    def _past(self, request: HttpRequest, row: Any, before: datetime | None) -> list[Moment]:
        """Newest first, one more than fits a page where there are older ones."""
        user: Any = request.user
        moments = list(_from_trail(row, user, before))
        if (
            user.is_superuser
        ):  # who changed a row of a claim, and when, tells of verdicts that others may not know of
            hidden = NEVER_SHOWN | set(self.get_exclude(request, row) or ()) | {"id", *self._never(request)}
            moments += _from_versions(row, hidden, before)
        return sorted(moments, key=lambda one: one.at, reverse=True)[: ON_PAGE + 1]

    def _never(self, request: HttpRequest) -> Iterable[str]:
        """Further columns that no history shows."""
        return ()


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _id_in_trail(row: Any) -> UUID:
    """Under which id events tell of it; accounts have numbers."""
    return row.pk if isinstance(row.pk, UUID) else UUID(int=row.pk)


def _from_trail(row: Any, user: Any, before: datetime | None) -> Iterator[Moment]:
    about = Q(target_id=_id_in_trail(row))
    if row._meta.model_name == "claim":
        about |= Q(claim_id=row.pk)
    events: Any = Event.objects.filter(about)
    events = events if user.is_superuser else events.visible_to(user)
    if before:
        events = events.filter(created_at__lt=before)
    for event in events.order_by("-created_at")[: ON_PAGE + 1]:
        told = [(name, _short(value)) for name, value in event.data.items() if value not in ("", None, [], {})]
        origin = ", ".join(
            str(event.origin[name]) for name in ("door", "task", "address") if event.origin.get(name)
        )
        yield Moment(
            at=event.created_at,
            who=event.by_name or _("a machine"),
            what=event.verb,
            origin=origin if user.is_superuser else str(event.origin.get("door", "")),
            told=told,
        )


def _from_versions(row: Any, hidden: set[str], before: datetime | None) -> Iterator[Moment]:
    """What pghistory's table holds: a version whenever the row changed."""
    kept: Any = getattr(type(row), "pgh_event_model", None)
    if kept is None:
        return
    rows = kept.objects.filter(pgh_obj_id=row.pk).select_related("pgh_context")
    if before:
        rows = rows.filter(pgh_created_at__lt=before)
    versions = list(rows.order_by("-pgh_id")[: ON_PAGE + 2])
    names = _names(version.pgh_context.metadata.get("user") for version in versions if version.pgh_context)
    fields = [
        one for one in kept._meta.concrete_fields if not one.name.startswith("pgh_") and one.name not in hidden
    ]
    ends = len(versions) <= ON_PAGE + 1  # the last one is the first there was
    for newer, older in pairwise([*versions, *([None] if ends else [])]):
        metadata = newer.pgh_context.metadata if newer.pgh_context else {}
        where = [str(metadata[name]) for name in ("door", "url", "task", "address") if metadata.get(name)]
        yield Moment(
            at=newer.pgh_created_at,
            who=names.get(metadata.get("user"), _("a machine")),
            what=_("row changed") if older else _("row as it was first kept"),
            origin=", ".join(where),
            changes=_changes(fields, older, newer) if older else [],
        )


def _changes(fields: Iterable[Any], older: Any, newer: Any) -> list[tuple[str, str, str]]:
    return [
        (str(one.verbose_name), _shown(older, one), _shown(newer, one))
        for one in fields
        if getattr(older, one.attname) != getattr(newer, one.attname)
    ]


def _shown(version: Any, one: Any) -> str:
    if one.choices:
        return str(getattr(version, f"get_{one.name}_display")())
    return _short(getattr(version, one.attname))


def _short(value: Any) -> str:
    return "–" if value in (None, "") else Truncator(str(value)).chars(LONGEST)


def _names(numbers: Iterable[Any]) -> dict[Any, str]:
    wanted = {number for number in numbers if number}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "username")) if wanted else {}
