"""Steer background work: ask again for what failed, cancel what has not ended."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from claims.models import Event, Lookup, Project, Work
from claims.providers.polite import close_breakers, connect

if TYPE_CHECKING:
    from claims.models import User
    from claims.retrieval.jobs import Kind, Scope

AT_ONCE = 2000


@transaction.atomic
def ask_again(*, work: Iterable[Work], by: User) -> list[Any]:
    """Queue failed and cancelled rows again, and those put off until later; answers their ids.

    What waits for a worker, runs or succeeded stays as it is. Services that the workers leave alone because
    they failed are asked at once.
    """
    willing = [row for row in work if not row.is_unfinished or row.is_put_off]
    again = [row for row in willing if _rows(row).requeue() and _record("asked_again", row, by)]
    _let_in({row.provider for row in again if isinstance(row, Lookup)})
    return [row.pk for row in again]


@transaction.atomic
def cancel(*, work: Iterable[Work], by: User) -> int:
    """Cancel rows that have not ended; answers how many."""
    return sum(1 for row in work if _rows(row).cancel() and _record("cancelled", row, by))


def ask_all_again(*, kinds: Iterable[Kind], scope: Scope, by: User) -> dict[type[Work], list[Any]]:
    """Queue again whatever of these kinds failed, 2,000 of each at once; answers their ids by what they are."""
    again = {kind.model: ask_again(work=kind.rows(scope, "failed")[:AT_ONCE], by=by) for kind in kinds}
    return {model: ids for model, ids in again.items() if ids}


def cancel_all(*, kinds: Iterable[Kind], scope: Scope, by: User) -> int:
    """Cancel whatever of these kinds has not ended, 2,000 of each at once; answers how many."""
    return sum(cancel(work=kind.rows(scope, "unfinished")[:AT_ONCE], by=by) for kind in kinds)


@transaction.atomic
def try_service(*, provider: str, project: Project, by: User) -> bool:
    """Have a service asked again that the workers leave alone; False where Redis does not answer."""
    if not _let_in({provider}):
        return False
    Event.objects.record("service.tried", project, project_id=project.pk, by=by, provider=provider)
    return True


def _let_in(providers: set[str]) -> bool:
    """Close the breakers of these; False where Redis, which keeps them, does not answer."""
    with suppress(RedisError):
        if providers:
            close_breakers(connect(settings.REDIS_URL), providers)
        return True
    return False


def _rows(row: Work) -> Any:
    return type(row)._default_manager.filter(pk=row.pk)


def _record(act: str, row: Work, by: User) -> bool:
    name = row._meta.model_name
    told = {"claim": str(row.claim_id)} if isinstance(row, Lookup) else {}
    Event.objects.record(f"{name}.{act}", row, project_id=row.of_project_id, by=by, **told)
    return True
