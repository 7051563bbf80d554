"""Sources: one in the trash is offered and listed no more; claims that rest on it still say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Event, Source, SourceKind
from claims.pipeline.trash.refused import Refused
from claims.sourcing.voices import claims_of

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def trash_source(*, source: Source, by: User, confirm: str = "") -> Source:
    """Put a source into the trash. Where claims rest on it, ``confirm`` must be its name. Raises Refused.

    A text that names it again, or a person who ties a claim to it, takes it out.
    """
    Source.objects.one_at_a_time(source.project_id)
    row = Source.objects.defer("search").get(pk=source.pk)
    if row.deleted_at:
        return row
    if row.kind == SourceKind.ARTICLE:
        raise Refused(_("This is the voice of an article; it goes with the article."), field="source")
    if row.merged_into_id:
        raise Refused(_("It is merged into another source. Take that back first."), field="source")
    count = claims_of(row).count()
    if count and " ".join(confirm.split()) != row.name:
        words = _("%(count)d claims rest on this source. Type its name to put it into the trash all the same.")
        raise Refused(words % {"count": count}, confirmable=True)
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    Event.objects.record("source.trashed", row, project_id=row.project_id, by=by, name=row.name, claims=count)
    return row


@transaction.atomic
def restore_source(*, source: Source, by: User) -> Source:
    """List and offer the source again. Twice is once."""
    Source.objects.one_at_a_time(source.project_id)
    row = Source.objects.defer("search").get(pk=source.pk)
    if row.deleted_at:
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        Event.objects.record("source.restored", row, project_id=row.project_id, by=by, name=row.name)
    return row
