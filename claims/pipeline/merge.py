"""Merge: two sources are one. Each keeps its row and is shown as the other, so that it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import ConfidentialIdentity, Event, Merge, Source

if TYPE_CHECKING:
    from claims.models import User


class Refused(ValidationError):
    """The two cannot be merged; the message says why. ``confirmable`` is True where a person may insist."""

    def __init__(self, message: str, *, confirmable: bool = False) -> None:
        super().__init__({"into": message})
        self.confirmable = confirmable


@transaction.atomic
def merge(*, source: Source, into: Source, by: User, reason: str = "", confirmed: bool = False) -> Merge:
    """Show ``source``, and what was merged into it, as ``into`` from now on; answers the record of it.

    A merged ``into`` stands for what it was merged into. The same again (a double click) answers the record
    there is. Raises Refused; ``confirmed`` insists where that may be.
    """
    Source.objects.one_at_a_time(source.project_id)
    rows = Source.objects.select_related("merged_into").defer("search", "merged_into__search")
    source = rows.get(pk=source.pk)
    into = rows.get(pk=into.pk)
    head = into.merged_into or into
    if source.merged_into_id and source.merged_into_id == head.pk:
        return Merge.objects.get(source=source, undone_at=None)
    _check(source, head)
    if not confirmed:
        _warn(source, head)
    carried = sorted(source.absorbed.values_list("pk", flat=True))
    done = Merge.objects.create(source=source, into=head, carried=carried, reason=reason.strip()[:500], by=by)
    Source.objects.filter(pk__in=[source.pk, *carried]).update(merged_into=head)
    data = {"into": str(head.pk), "names": [source.name, head.name], "carried": [str(pk) for pk in carried]}
    Event.objects.record("source.merged", source, project_id=source.project_id, by=by, **data)
    return done


@transaction.atomic
def unmerge(*, merge: Merge, by: User) -> Merge:
    """Take a merge back: everything it moved is shown as it would be, had it never been.

    Merges before and after it stand. A second call changes nothing.
    """
    Source.objects.one_at_a_time(merge.source.project_id)
    merge = Merge.objects.select_related("source").get(pk=merge.pk)
    if merge.undone_at:
        return merge
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    source = Source.objects.get(pk=merge.source_id)
    _show_anew(Source.objects.filter(merged_into=source.merged_into_id).exclude(merged_into=None))
    Event.objects.record("source.unmerged", source, project_id=source.project_id, by=by, was=str(merge.into_id))
    return merge


def _show_anew(merged: QuerySet[Source]) -> None:
    """Give each source the head that the merges in force lead to."""
    rows = list(merged.defer("search"))
    steps = dict(Merge.objects.filter(source__in=rows, undone_at=None).values_list("source_id", "into_id"))
    changed = []
    for row in rows:
        head = steps.get(row.pk)
        while head in steps:
            head = steps[head]
        if row.merged_into_id != head:
            row.merged_into_id = head
            changed.append(row)
    Source.objects.bulk_update(changed, ["merged_into"])


def _check(source: Source, head: Source) -> None:
    """What no person may insist on."""
    names = {"source": source.name, "into": head.name}
    if source.project_id != head.project_id:
        raise Refused(_("These sources belong to different projects."))
    if source.pk == head.pk:
        raise Refused(
            _("Both are the same source already, or one was merged into the other: take that back first.")
        )
    if source.merged_into:
        names["into"] = source.merged_into.name
        raise Refused(_("“%(source)s” is merged into “%(into)s” already. Take that back first.") % names)
    sealed = ConfidentialIdentity.objects.filter(source=source).exists()
    if sealed and head.is_named:
        raise Refused(_("“%(source)s” has a confidential identity; a merge with a name would tell it.") % names)


def _warn(source: Source, head: Source) -> None:
    """What is mostly a mistake."""
    if not source.is_named and head.is_named:
        raise Refused(
            _(
                "This tells everybody, in exports too, who the unnamed source is. If that must stay in the house, "
                "enter it as a confidential identity instead. Confirm if it may be told."
            ),
            confirmable=True,
        )
    if source.article_id != head.article_id and not (source.is_named or head.is_named):
        raise Refused(
            _("Unnamed sources of two articles are seldom the same person. Confirm if you know that they are."),
            confirmable=True,
        )
