"""Sweep: find work that no worker holds any more, and put it back or end it with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Intake, Lookup, Split, WorkState
from claims.models.work import MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Swept:
    """Ids to hand to workers again, by kind of work."""

    splits: list[Any] = field(default_factory=list)
    lookups: list[Any] = field(default_factory=list)
    intakes: list[Any] = field(default_factory=list)
    claims: list[Any] = field(default_factory=list)


def sweep() -> Swept:
    """Put overdue rows back into the queue; those that lost their worker three times fail and say so.

    A queued row whose message was lost (Redis emptied) is overdue like a running one whose worker died.
    """
    claims = Claim.objects.uncounted(since=timezone.now() - timedelta(days=1))
    return Swept(
        splits=_revive(Split),
        lookups=_revive(Lookup),
        intakes=_revive(Intake),
        claims=list(claims.values_list("pk", flat=True)[:500]),
    )


def _revive(kind: type[Split] | type[Lookup] | type[Intake]) -> list[Any]:
    rows = kind.objects.overdue()
    worn_out = rows.filter(state=WorkState.RUNNING, attempts__gte=MOST_ATTEMPTS)
    for pk in worn_out.values_list("pk", flat=True):
        kind.objects.fail(pk, _("The worker was lost three times while it worked on this."))
    ids = list(kind.objects.overdue().values_list("pk", flat=True)[:500])
    kind.objects.overdue().filter(pk__in=ids).revive()
    return ids
