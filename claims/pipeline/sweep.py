"""Sweep: find work that no worker holds any more, and put it back or end it with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, IdempotencyKey, Work, WorkState
from claims.models.work import MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Swept:
    """Ids to hand to workers again: of rows by kind of work, and of claims to be settled."""

    work: dict[type[Work], list[Any]] = field(default_factory=dict)
    claims: list[Any] = field(default_factory=list)


def sweep(*, kinds: Iterable[type[Work]]) -> Swept:
    """Put overdue rows back into the queue; those that lost their worker three times fail and say so.

    A queued row whose message was lost (Redis emptied) is overdue like a running one whose worker died.
    """
    claims = Claim.objects.uncounted(since=timezone.now() - timedelta(days=1))
    return Swept(
        work={kind: _revive(kind) for kind in kinds},
        claims=list(claims.values_list("pk", flat=True)[:500]),
    )


def forget_keys() -> None:
    """Idempotency-Keys are kept for 24 hours."""
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - timedelta(hours=24)).delete()


def _revive(kind: type[Work]) -> list[Any]:
    rows: Any = kind._default_manager
    worn_out = rows.overdue().filter(state=WorkState.RUNNING, attempts__gte=MOST_ATTEMPTS)
    for pk in worn_out.values_list("pk", flat=True):
        rows.fail(pk, _("The worker was lost three times while it worked on this."))
    ids = list(rows.overdue().values_list("pk", flat=True)[:500])
    rows.overdue().filter(pk__in=ids).revive()
    return ids
