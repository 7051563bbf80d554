"""Whether the process is up, and whether the installation can do its work. For monitors: no login, no secrets."""

from __future__ import annotations

from collections.abc import Callable

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models.installed import missing_migrations
from claims.pipeline import heartbeat

Check = tuple[bool, str]


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers."""
    return JsonResponse({"status": "up"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, Redis and a worker for each queue are there; otherwise 503, saying which."""
    checks = {name: check() for name, check in CHECKS.items()}
    ready = all(fine for fine, _ in checks.values())
    body = {
        "status": "ready" if ready else "not ready",
        "checks": {name: {"ok": fine, "state": state} for name, (fine, state) in checks.items()},
    }
    answer = JsonResponse(body, status=200 if ready else 503)
    vars(answer)["_has_been_logged"] = True  # or Django logs each 503 as an error, and a monitor asks often
    return answer


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False, "does not answer"
    return True, "answers"


def _migrations() -> Check:
    try:
        missing = missing_migrations()
    except DatabaseError:
        return False, "unknown: the database does not answer"
    return (False, f"{len(missing)} not applied") if missing else (True, "all applied")


def _redis() -> Check:
    try:
        heartbeat.alive()
    except redis.RedisError:
        return False, "does not answer"
    return True, "answers"


def _workers() -> Check:
    unserved = heartbeat.unserved()
    if unserved:
        return False, f"no sign of a worker for {', '.join(unserved)} in {heartbeat.FRESH_SECONDS} seconds"
    return True, "every queue is served"


CHECKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
    "workers": _workers,
}
