"""The admin's first page: how the installation does, and for each trouble the next step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import redis
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models.installed import missing_migrations
from claims.pipeline import heartbeat
from claims.pipeline.backup import last_backup
from claims.pipeline.heartbeat import load, tally
from claims.pipeline.look_up import provider_names

SLOW_MS = 500
LONG_SECONDS = 300
OLD_BACKUP = timedelta(days=2)
LITTLE_ROOM = 0.1
SLOWEST = 8
SECONDS_TOLD = 60
TELLING = {"delivery"}
"""Work whose number tells that somebody judged: blind review keeps it from all but those who see everything."""
NO_PAGES = {"healthz", "readyz", "metrics", "unmatched", "admin:jsi18n"}


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong now, and what to do about it."""

    words: str
    step: str = ""
    url: str = ""


@dataclass(frozen=True)
class Queue:
    """One queue: its workers, and the messages that wait; None where Redis does not say."""

    name: str
    workers: int | None
    waiting: int | None


@dataclass(frozen=True)
class Line:
    """One row of a table of the page; ``url`` leads to the rows behind it, where the person may see them."""

    name: str
    numbers: tuple[Any, ...]
    url: str = ""
    loud: bool = False


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds what the page shows. Costs the same however many rows there are."""
    queues, redis_down = _queues()
    work = list(_work(request))
    failures = list(_failures(request))
    room, backup = _room(), _backup()
    slow = _slow()
    troubles = [
        *_troubles(queues, redis_down), *_stuck(work), *room["troubles"], *backup["troubles"],
        *_failed(failures, request),
    ]  # fmt: skip
    return context | {
        "title": _("How it does"),
        "queues": queues,
        "redis_down": redis_down,
        "clock": _clock(redis_down),
        "work": work,
        "failures": failures,
        "room": room,
        "backup": backup,
        "slow": slow,
        "troubles": troubles,
    }


def _slow() -> list[dict[str, Any]]:
    """What people waited for; what only monitors ask for, or nobody can, is left out."""
    measured = [one for one in tally.slowest(n=SLOWEST + len(NO_PAGES)) if one.route not in NO_PAGES]
    return [one._asdict() | {"loud": one.p95_ms > SLOW_MS} for one in measured[:SLOWEST]]


def _queues() -> tuple[list[Queue], bool]:
    """Each queue that needs a worker; and whether Redis is down."""
    names = heartbeat.expected()
    try:
        hosts, lengths = heartbeat.hosts(), load.queue_lengths()
    except redis.RedisError:
        return [Queue(name, None, None) for name in names], True
    return [Queue(name, hosts.get(name, 0), lengths.get(name, 0)) for name in names], False


def _clock(redis_down: bool) -> bool | None:
    """Whether the clock that starts the sweeper ticks; None where nobody knows."""
    if redis_down:
        return None
    try:
        return "beat" in heartbeat.alive()
    except redis.RedisError:
        return None


def _troubles(queues: list[Queue], redis_down: bool) -> Iterator[Trouble]:
    if missing := missing_migrations():
        n = len(missing)
        said = ngettext("%(n)d migration is not applied.", "%(n)d migrations are not applied.", n) % {"n": n}
        yield Trouble(said, _("Run: manage.py upgrade"))
    if redis_down:
        words = _("Redis does not answer: no worker gets anything to do, and nobody knows whether one is alive.")
        step = _("Nothing is lost: work waits as rows. Start Redis; “manage.py doctor” says whether it answers.")
        yield Trouble(words, step)
        return
    idle = [queue.name for queue in queues if not queue.workers]
    if len(idle) == len(queues):
        yield Trouble(_("No worker is alive: nothing is split, looked up or sent."), _worker_step())
    elif idle:
        words = _("Nobody serves the queue: %(names)s.") % {"names": ", ".join(idle)}
        yield Trouble(words, _worker_step())


def _worker_step() -> str:
    seen = heartbeat.last_seen()
    step = _("Start one with “manage.py up”, or see docs/workers.md.")
    if seen is None:
        return _("None gave a sign of life in the last hour.") + " " + step
    return _("The last sign of life came %(time)s ago.") % {"time": spoken(seen)} + " " + step


def _work(request: HttpRequest) -> Iterator[Line]:
    """What has not ended, by kind, the longest waiting first."""
    for one in sorted(load.waiting(), key=lambda kind: -kind.oldest_seconds):
        if not (one.queued or one.running) or (one.kind in TELLING and not request.user.is_superuser):
            continue
        model = apps.get_model("claims", one.kind)
        name = str(model._meta.verbose_name_plural).capitalize()
        oldest = spoken(one.oldest_seconds) if one.queued and one.oldest_seconds >= 1 else "–"
        url = _listed(request, model, "state__exact=queued") if one.queued else ""
        yield Line(name, (one.queued, one.running, oldest), url, one.oldest_seconds > LONG_SECONDS)


def _stuck(work: list[Line]) -> Iterator[Trouble]:
    for line in work:
        if line.loud:
            words = _("%(kind)s: the oldest has waited for %(time)s.")
            step = _("See what waits, and whether its queue has workers enough: docs/workers.md")
            yield Trouble(words % {"kind": line.name, "time": line.numbers[2]}, step, line.url)


def _failures(request: HttpRequest) -> Iterator[Line]:
    names = provider_names()
    lookup = apps.get_model("claims", "Lookup")
    for provider, number in load.failures_by_provider().items():
        url = _listed(request, lookup, f"state__exact=failed&provider={provider}")
        yield Line(names.get(provider, provider), (number,), url, loud=True)


def _failed(failures: list[Line], request: HttpRequest) -> Iterator[Trouble]:
    if failures:
        total = sum(line.numbers[0] for line in failures)
        said = ngettext(
            "%(n)d look-up failed in the last day.", "%(n)d look-ups failed in the last day.", total
        )  # fmt: skip
        url = _listed(request, apps.get_model("claims", "Lookup"), "state__exact=failed")
        yield Trouble(said % {"n": total}, _("Read why; then put them back into the queue"), url)


def _listed(request: HttpRequest, model: Any, query: str) -> str:
    if not admin.site.get_model_admin(model).has_view_permission(request):
        return ""
    return reverse(f"admin:claims_{model._meta.model_name}_changelist") + f"?{query}"


def _room() -> dict[str, Any]:
    """Of the disk that holds VAR_DIR: files, and the database where it is the embedded one."""
    usage = shutil.disk_usage(settings.VAR)
    share = usage.free / usage.total
    troubles = []
    if share < LITTLE_ROOM:
        words = _("The disk under VAR_DIR is nearly full.")
        troubles = [Trouble(words, _("Make room, or move VAR_DIR: docs/operations.md"))]
    return {
        "free": usage.free,
        "total": usage.total,
        "used_percent": round(100 * (1 - share)),
        "troubles": troubles,
    }


def _backup() -> dict[str, Any]:
    last = last_backup()
    step = _("Run: manage.py backup FILE, every night by cron: docs/operations.md")
    if last is None:
        return {"last": None, "troubles": [Trouble(_("No backup was made of this installation yet."), step)]}
    age = spoken(last.age.total_seconds())
    words = _("The last backup is %(age)s old.") % {"age": age}
    troubles = [Trouble(words, step)] if last.age > OLD_BACKUP else []
    return {"last": last, "age": age, "troubles": troubles}


def spoken(seconds: float) -> str:
    """A length of time in its largest unit."""
    n = max(int(seconds), 0)
    if n < SECONDS_TOLD:
        return ngettext("%(n)d second", "%(n)d seconds", n) % {"n": n}
    now = timezone.now()
    return timesince(now - timedelta(seconds=n), now, depth=1)
