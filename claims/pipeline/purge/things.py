"""Documents, fact-checks, sources and feeds for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Attribution, Document, Evidence, FactCheck, Reading, Source, Subscription
from claims.pipeline.purge.refused import Refused, not_held
from claims.pipeline.purge.rows import take_away

if TYPE_CHECKING:
    from claims.models import User

Thing = Document | FactCheck | Source | Subscription
NAMES: dict[Any, str] = {
    Document: "document", FactCheck: "fact_check", Source: "source", Subscription: "subscription"
}  # fmt: skip


@transaction.atomic
def purge_thing(*, thing: Thing, by: User | None, why: str = "person") -> dict[str, int]:
    """Delete for good what is in the trash; answers how many rows of each table went. Raises Refused.

    What a claim rests on stays, though it is in the trash: a verdict must be able to show its evidence.
    """
    not_held(thing.project_id)
    if isinstance(thing, Source):
        Source.objects.one_at_a_time(thing.project_id)
    model: Any = type(thing)
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
    if row is None:
        return {}
    if row.deleted_at is None:
        raise Refused(_("Only what is in the trash can be deleted for good."), field="row")
    if is_needed(row):
        raise Refused(_("Claims rest on it, so it stays. In the trash it is out of the way."), field="row")
    gone = take_away({model: {row.pk}})
    gone.record(f"{NAMES[model]}.purged", row, project_id=row.project_id, by=by, why=why)
    return dict(gone.counts)


def is_needed(row: Any) -> bool:
    """Whether a claim rests on it, also one in the trash."""
    if isinstance(row, Document):
        return Evidence.objects.filter(document=row).exists()
    if isinstance(row, Source):
        said = Attribution.objects.filter(source__in=[row, *row.absorbed.all()])
        return said.exists() or Reading.objects.filter(source=row).exists()
    return False
