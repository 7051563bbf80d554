"""Projects: to everybody a project in the trash is not there, but to its owners on the page of the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Event, Project, Work
from claims.pipeline.trash.refused import Refused

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def trash_project(*, project: Project, by: User, confirm: str) -> Project:
    """Put a project into the trash. ``confirm`` is its slug, typed by the owner. Raises Refused.

    Whatever runs for it is cancelled; feeds, webhooks, public pages and experts' links stand still.
    """
    row = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if confirm.strip() != row.slug:
        words = _("Type “%(slug)s” to put the whole project into the trash.") % {"slug": row.slug}
        raise Refused(words, confirmable=True)
    if row.deleted_at:
        return row
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    cancelled = sum(rows.put_away(row.deleted_at) for _kind, rows in _work(row))
    Event.objects.record("project.trashed", row, project_id=row.pk, by=by, slug=row.slug, cancelled=cancelled)
    return row


@transaction.atomic
def restore_project(*, project: Project, by: User) -> dict[type[Work], list[Any]]:
    """Bring a project back as it was; answers the work that goes on. Raises Refused where it is going for good."""
    row = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if row.purging_at:
        raise Refused(_("This project is being deleted for good; it cannot come back."), field="project")
    if row.deleted_at is None:
        return {}
    begun = {kind: rows.take_up(row.deleted_at) for kind, rows in _work(row)}
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    Event.objects.record("project.restored", row, project_id=row.pk, by=by, slug=row.slug)
    return begun


def _work(project: Project) -> list[tuple[type[Work], Any]]:
    kinds = [model for model in apps.get_app_config("claims").get_models() if issubclass(model, Work)]
    return [(kind, kind._default_manager.of_project(project)) for kind in kinds]  # type: ignore[attr-defined]
