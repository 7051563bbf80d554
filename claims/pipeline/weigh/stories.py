"""Copies of one story: three papers that print one agency's words are one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Document, Event

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def join_story(*, document: Document, other: Document, by: User) -> Document:
    """Say that ``document`` is a copy of ``other``, or of what that is a copy of; the copies of the one come along.

    Raises ValidationError for a document of another project, and for one and the same.
    """
    rows = Document.objects.select_for_update().defer("text").order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[document.pk, other.pk, other.same_story_as_id])}
    origin = locked[locked[other.pk].same_story_as_id or other.pk]
    if document.pk in (origin.pk, other.pk):
        raise ValidationError({"document": _("The two are one story already.")})
    if origin.project_id != document.project_id:
        raise ValidationError({"document": _("This document belongs to another project.")})
    Document.objects.filter(same_story_as=document).update(same_story_as=origin, same_story_set_by=by)
    document.same_story_as, document.same_story_set_by = origin, by
    document.save(update_fields=["same_story_as", "same_story_set_by"])
    told = {"origin": str(origin.pk)}
    Event.objects.record("document.joined", document, project_id=document.project_id, by=by, **told)
    return document


@transaction.atomic
def leave_story(*, document: Document, by: User) -> Document:
    """Say that the document is no copy after all."""
    document.same_story_as = document.same_story_set_by = None
    document.save(update_fields=["same_story_as", "same_story_set_by"])
    Event.objects.record("document.parted", document, project_id=document.project_id, by=by)
    return document
