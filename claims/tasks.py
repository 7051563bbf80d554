"""The conductor: ids in, one stage call, then enqueue the next. Doors call the ``start_`` verbs."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from celery import Task, shared_task
from django.db import OperationalError, transaction
from kombu.exceptions import OperationalError as BrokerDown
from redis.exceptions import RedisError

from claims.models import (
    Capture,
    Collection,
    CollectionKind,
    Delivery,
    Evidence,
    Export,
    Import,
    Intake,
    Lookup,
    NamesakeSearch,
    Revision,
    Ruling,
    Split,
    WaybackSave,
    Work,
    WorkState,
)
from claims.pipeline import (
    bring_in,
    capture,
    chain,
    collect,
    comment,
    digest,
    embed,
    export,
    fact_checks,
    ingest,
    library,
    look_up,
    namesake,
    purge,
    queue,
    read,
    settle,
    split,
    sweep,
    wayback,
    webhooks,
)

if TYPE_CHECKING:
    from claims.models import User

log = logging.getLogger(__name__)


class Stage(Task):  # type: ignore[type-arg]
    """A task that tries again when the database is away for a moment."""

    autoretry_for = (OperationalError,)
    retry_backoff = True
    retry_jitter = True
    max_retries = 3


def start_split(split_id: Any) -> None:
    """Split in the background, once the row is committed."""
    _after_commit(split_revision_task, [split_id])


def start_intake(intake_id: Any) -> None:
    """Read in the background, once the row is committed."""
    _after_commit(read_intake_task, [intake_id])


def start_lookups(lookup_ids: Iterable[Any], after: float = 0) -> None:
    """Look up in the background, once the rows are committed; ``after`` so many seconds."""
    _after_commit(run_lookup_task, list(lookup_ids), after)


def start_looking_up(claim_ids: Iterable[Any], by: User | None = None) -> None:
    """Open look-ups for claims that are new or say something else now, and begin them once committed.

    The rows are made at once, so that nothing is lost where Redis is away.
    """
    start_lookups(look_up.open_lookups(claims=list(claim_ids), by=by))


def start(kind: type[Work], ids: Iterable[Any]) -> None:
    """Begin work of any kind in the background, once the rows are committed."""
    _after_commit(TASKS[kind], list(ids))


def start_copies(document_id: Any) -> None:
    """Begin keeping the copies of a document that were asked for, once the rows are committed."""
    waiting = Capture.objects.filter(document=document_id, state=WorkState.QUEUED, due_at=None)
    start(Capture, waiting.values_list("pk", flat=True))


def start_settle(*claim_ids: Any) -> None:
    """Settle in the background, once the verdict, or the change of the claims' words or voice, is committed."""
    _after_commit(settle_claim_task, list(claim_ids))


def start_weighed(evidence: Evidence) -> None:
    """Keep the copies that weighing asked for, and look at the claim's ruling anew, once that is committed."""
    start_copies(evidence.document_id)
    if Ruling.objects.filter(claim=evidence.claim_id).exists():
        start_settle(evidence.claim_id)


def start_embedding() -> None:
    """Give what is new its meaning in the background, once it is committed."""
    _after_commit(embed_task, [EMBEDDED_AT_A_TIME])


def _after_commit(task: Stage, ids: list[Any], after: float = 0) -> None:
    transaction.on_commit(lambda: _send(task, ids, after))


def _send(task: Stage, ids: list[Any], after: float) -> None:
    """Send one message an id. Redis may be away: the rows wait, and the sweeper sends again."""
    try:
        for pk in ids:
            task.apply_async((str(pk),), countdown=after)
    except (BrokerDown, ConnectionError, RedisError) as error:
        log.warning("%s not sent, the sweeper will: %s", task.name, type(error).__name__)


@shared_task(base=Stage, soft_time_limit=200, time_limit=240)
def split_revision_task(split_id: str) -> None:
    """Split a revision, then look its claims up; also where a worker was lost between the two."""
    split.split_revision(split_id=split_id)
    done = Revision.objects.without_text().filter(split__pk=split_id, split__state=WorkState.SUCCEEDED)
    if revision := done.select_related("article").first():
        start_lookups(look_up.open_lookups(revision=revision))


@shared_task(base=Stage, soft_time_limit=60, time_limit=90)
def run_lookup_task(lookup_id: str) -> None:
    """Ask one provider about one claim; later again where it asks us to wait."""
    try:
        look_up.run_lookup(lookup_id=lookup_id)
    except look_up.TryLater as later:
        start_lookups([lookup_id], after=later.after)


@shared_task(base=Stage, soft_time_limit=90, time_limit=120)
def read_intake_task(intake_id: str) -> None:
    """Read a file or an address; where nobody is to look at it first, make it an article."""
    read.read_intake(intake_id=intake_id)
    unseen = Intake.objects.filter(pk=intake_id, accept_unseen=True, state=WorkState.SUCCEEDED, article=None)
    if intake := unseen.first():  # also where a worker was lost before this
        try:
            article = ingest.accept_intake(intake=intake, by=intake.created_by)
        except ingest.AlreadyHere as known:
            Intake.objects.filter(pk=intake_id).update(article=known.article)
        except ingest.Refused as reason:
            log.info("intake %s waits for a person: %s", intake_id, reason)
        else:
            start_split(article.latest().split.pk)


@shared_task(base=Stage, soft_time_limit=100, time_limit=120)
def read_collection_task(collection_id: str) -> None:
    """Read a slice of a collection, then the next; archives are unpacked where processors are meant to be busy."""
    if Collection.objects.filter(pk=collection_id, kind=CollectionKind.DOCUMENTS_ZIP).exists():
        _send(unpack_collection_task, [collection_id], 0)
    else:
        if collect.read_collection(collection_id=collection_id, keep=KEEP):
            start(Collection, [collection_id])
        start_embedding()


@shared_task(base=Stage, soft_time_limit=100, time_limit=120)
def unpack_collection_task(collection_id: str) -> None:
    """Read a slice of an archive of files, then the next."""
    if collect.read_collection(collection_id=collection_id, keep=KEEP):
        _after_commit(unpack_collection_task, [collection_id])
    start_embedding()


EMBEDDED_AT_A_TIME = 256
"""Rows of one message: some ten seconds of a processor."""

KEEP: dict[str, collect.Keep] = {"document": library.add_documents, "fact_check": fact_checks.keep_fact_checks}
"""Which stage keeps what a collection holds."""


@shared_task(base=Stage, soft_time_limit=90, time_limit=120)
def run_capture_task(capture_id: str) -> None:
    """Keep a copy of a page; later again where the trouble may pass."""
    if wait := capture.run_capture(capture_id=capture_id):
        _after_commit(run_capture_task, [capture_id], wait)


@shared_task(base=Stage, soft_time_limit=90, time_limit=120)
def run_wayback_task(save_id: str) -> None:
    """Ask for a copy in the Wayback Machine, then after it, until it is there or has failed."""
    if wait := wayback.run_save(save_id=save_id):
        _after_commit(run_wayback_task, [save_id], wait)


@shared_task(base=Stage, soft_time_limit=60, time_limit=90)
def search_namesakes_task(search_id: str) -> None:
    """Ask a knowledge base about one source; later again where it asks us to wait."""
    try:
        namesake.run_search(search_id=search_id)
    except namesake.TryLater as later:
        _after_commit(search_namesakes_task, [search_id], later.after)


@shared_task(base=Stage, soft_time_limit=100, time_limit=120, expires=60)
def embed_task(limit: str) -> None:
    """Give so many rows their meaning, then the next; the sweeper sends it again while anything has none."""
    if embed.fill(limit=int(limit)) == int(limit):
        start_embedding()


@shared_task(base=Stage, soft_time_limit=30, time_limit=60)
def settle_claim_task(claim_id: str) -> None:
    """Settle a claim whose verdicts changed, and tell of remarks on them who may read these by now."""
    settle.settle_claim(claim_id=claim_id)
    comment.tell_late(claim_id=claim_id)


@shared_task(base=Stage, soft_time_limit=30, time_limit=60)
def sweep_task() -> None:
    """Hand lost work to workers again, and begin what is due."""
    swept = sweep.sweep(kinds=TASKS.keys() - {Delivery})  # messages have attempts of their own
    for kind, ids in swept.work.items():
        start(kind, ids)
    for pk in swept.claims:
        start_settle(pk)
    start(Collection, collect.open_due())
    queue.release_run_out()
    webhooks.lost()
    webhooks.prune()
    export.expire()
    sweep.forget_keys()
    if embed.missing():
        start_embedding()
    chain.seal_new(seconds=10)


@shared_task(base=Stage, soft_time_limit=60, time_limit=90)
def deliver_task(delivery_id: str) -> None:
    """Send a message to a webhook, then the next ones that wait for the same."""
    webhooks.deliver(delivery_id=delivery_id)


@shared_task(base=Stage, soft_time_limit=30, time_limit=60, expires=10)
def hand_messages_task() -> None:
    """Hand messages that are due to workers: the database made them, and no door knows of them."""
    _send(deliver_task, webhooks.due(), 0)


@shared_task(base=Stage, soft_time_limit=840, time_limit=880)
def run_export_task(export_id: str) -> None:
    """Write a file that somebody asked for; its row tells how far it is, every second."""
    export.run_export(export_id=export_id)


@shared_task(base=Stage, soft_time_limit=840, time_limit=880)
def run_import_task(import_id: str) -> None:
    """Bring a file in, or try to."""
    bring_in.run_import(import_id=import_id, keep=fact_checks.keep_fact_checks)


@shared_task(base=Stage, soft_time_limit=240, time_limit=300, expires=110)
def digest_task() -> None:
    """Send the mails with unread notices that are due."""
    digest.make_digests()


@shared_task(base=Stage, soft_time_limit=240, time_limit=300, expires=290)
def purge_task() -> None:
    """Delete for good what projects keep no longer and what owners asked for; the next one goes on."""
    purge.go_on(seconds=120)


TASKS: dict[type[Work], Stage] = {
    Split: split_revision_task,
    Intake: read_intake_task,
    Lookup: run_lookup_task,
    NamesakeSearch: search_namesakes_task,
    Collection: read_collection_task,
    Capture: run_capture_task,
    WaybackSave: run_wayback_task,
    Delivery: deliver_task,
    Export: run_export_task,
    Import: run_import_task,
}
"""The task that does each kind of work. The sweeper and the jobs page serve whatever stands here."""
