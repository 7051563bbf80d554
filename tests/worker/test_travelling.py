"""Exports and imports through a real worker that is killed, cancelled and forgotten in the middle."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from claims import tasks
from claims.interchange.signs import EVERY_SECONDS
from claims.models import Article, Claim, Export, Import, Project, Span, User, work
from claims.pipeline import steer
from claims.pipeline.bring_in import begin, open_import
from claims.pipeline.export import export, open_export
from tests import factories
from tests.worker.crew import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.worker.crew import Crew

ARTICLES, CLAIMS = 60, 200
"""So many, and so many in each, that a worker is at it for seconds."""


@pytest.fixture
def place(crew: Crew, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the workers keep files. What a test leaves is cancelled before the tables are emptied."""
    settings.MEDIA_ROOT = configured.VAR / "media"
    monkeypatch.setattr(work, "UNSEEN_AFTER", work.timedelta(0))
    for kind in (Export, Import):
        monkeypatch.setattr(kind, "stale_after", work.timedelta(0))
    yield Path(settings.MEDIA_ROOT)
    crew.thaw()
    for kind in (Export, Import):
        kind.objects.cancel()


@pytest.fixture
def owner(desk: Project) -> User:
    return User.objects.get(memberships__project=desk)


def fill(desk: Project) -> None:
    """Articles with a claim in each line."""
    lines = [f"Bridge {number} closes for {number} months." for number in range(CLAIMS)]
    for number in range(ARTICLES):
        revision = factories.make_article(desk, text="\n".join(lines), title=f"Bridges {number}").latest()
        claims = Claim.objects.bulk_create(
            Claim(revision=revision, number=place, text=line, speech="narrated", splitter_version="test-1")
            for place, line in enumerate(lines, start=1)
        )
        starts = [revision.text.index(line) for line in lines]
        Span.objects.bulk_create(
            Span(revision=revision, claim=claim, role="content", start=start, end=start + len(claim.text))
            for claim, start in zip(claims, starts, strict=True)
        )


def asked(desk: Project, owner: User) -> Any:
    """An export that a worker has been told of; the row as a query."""
    row = open_export(project=desk, by=owner, fmt="jsonl", site="http://testserver")
    tasks.start(Export, [row.pk])
    return Export.objects.filter(pk=row.pk)


def begun(row: Any, place: Path) -> bool:
    """Whether a part of the file is on the disk, and more is to come."""
    parts = list((place / "exports" / "unfinished").glob(f"{row.get().pk}.*.part"))
    return any(part.stat().st_size > 100_000 for part in parts)


def is_whole(row: Export, desk: Project, owner: User) -> None:
    """The file is what a stream gives now, its checksum and counts are right, and nothing else lies about."""
    data = Path(row.file.path).read_bytes()
    assert (row.size, row.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert data == b"".join(export(project=desk, fmt="jsonl", viewer=owner, site="http://testserver"))
    assert row.counts == json.loads(data.splitlines()[-1])["counts"]
    assert row.counts["claim"] == row.done == row.total == ARTICLES * CLAIMS


def files_of(row: Any, place: Path) -> list[Path]:
    """Whatever is kept of an export, whole or not."""
    return [path for path in (place / "exports").rglob("*") if str(row.get().pk) in str(path) and path.is_file()]


def test_an_export_whose_worker_is_killed_is_written_whole_by_the_next(
    crew: Crew, desk: Project, owner: User, place: Path
) -> None:
    fill(desk)
    row = asked(desk, owner)
    wait_until(lambda: begun(row, place), or_say=crew.logs)
    crew.kill("lookup")
    assert row.get().state == "running"
    assert len(files_of(row, place)) == 1
    crew.start("lookup")
    tasks.sweep_task()
    wait_until(row.filter(state="succeeded").exists, seconds=60, or_say=crew.logs)
    assert row.get().attempts == 2
    is_whole(row.get(), desk, owner)
    assert len(files_of(row, place)) == 1


def test_a_cancelled_export_ends_soon_and_leaves_nothing(
    crew: Crew, desk: Project, owner: User, place: Path
) -> None:
    fill(desk)
    row = asked(desk, owner)
    wait_until(lambda: begun(row, place), or_say=crew.logs)
    crew.freeze()
    assert steer.cancel(work=[row.get()], by=owner) == 1
    crew.thaw()
    wait_until(lambda: not files_of(row, place), seconds=10, or_say=crew.logs)
    assert (row.get().state, row.get().file.name, row.get().sha256) == ("cancelled", "", "")


def test_an_export_that_nobody_was_told_of_is_written(crew: Crew, desk: Project, owner: User, place: Path) -> None:
    fill(desk)
    row = asked(desk, owner)
    wait_until(lambda: begun(row, place), or_say=crew.logs)
    crew.freeze()
    with redis.Redis.from_url(configured.REDIS_URL) as queue:
        queue.flushall()
    other = open_export(project=desk, by=owner, fmt="csv")
    crew.thaw()
    wait_until(row.filter(state="succeeded").exists, seconds=60, or_say=crew.logs)
    is_whole(row.get(), desk, owner)
    tasks.sweep_task()
    wait_until(Export.objects.filter(pk=other.pk, state="succeeded").exists, seconds=60, or_say=crew.logs)


def handed_in(desk: Project, owner: User, name: str, data: bytes, *, dry_run: bool = False) -> Any:
    """A file that a worker has been told of; the row as a query."""
    row = open_import(project=desk, by=owner, upload=SimpleUploadedFile(name, data), dry_run=dry_run)
    tasks.start(Import, [row.pk])
    return Import.objects.filter(pk=row.pk)


def taken_out(desk: Project, owner: User) -> bytes:
    """The filled project as a file; its articles are gone then, without a trace."""
    fill(desk)
    data = b"".join(export(project=desk, fmt="jsonl", viewer=None))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE claims_article CASCADE")
    return data


def all_in(desk: Project) -> None:
    """Every article once, with all its claims, each with its place."""
    assert sorted(Article.objects.values_list("title", flat=True)) == sorted(
        f"Bridges {number}" for number in range(ARTICLES)
    )
    for article in Article.objects.all():
        assert Claim.objects.filter(revision__article=article).count() == CLAIMS
    assert Span.objects.count() == ARTICLES * CLAIMS


@pytest.mark.parametrize("name", ["take.jsonl", "take.csv"])
def test_an_import_whose_worker_is_killed_comes_in_once_and_whole(
    name: str, crew: Crew, desk: Project, owner: User, place: Path
) -> None:
    data = taken_out(desk, owner) if name.endswith("jsonl") else table()
    row = handed_in(desk, owner, name, data)
    wait_until(lambda: 0 < Article.objects.count() < ARTICLES, seconds=60, or_say=crew.logs)
    crew.kill("lookup")
    assert row.get().state == "running"
    half = Article.objects.count()
    assert 0 < half < ARTICLES
    assert Claim.objects.count() == half * CLAIMS, "an article is there with all its claims"
    crew.start("lookup")
    tasks.sweep_task()
    wait_until(row.filter(state="succeeded").exists, seconds=60, or_say=crew.logs)
    there = row.get()
    assert (there.attempts, there.refused, there.report) == (2, 0, [])
    assert (there.added, there.known) == (ARTICLES - half, half)
    assert there.done == there.total == len(data)
    all_in(desk)


def table() -> bytes:
    """The same articles as a table of another tool."""
    lines = ["title;claim"]
    lines += [
        f"Bridges {article};Bridge {number} closes for {number} months."
        for article in range(ARTICLES)
        for number in range(CLAIMS)
    ]
    return "\n".join(lines).encode()


def test_a_cancelled_import_ends_soon_with_whole_articles_and_goes_on_where_it_was(
    crew: Crew, desk: Project, owner: User, place: Path
) -> None:
    data = taken_out(desk, owner)
    row = handed_in(desk, owner, "take.jsonl", data)
    wait_until(lambda: 0 < Article.objects.count() < ARTICLES, seconds=60, or_say=crew.logs)
    steer.cancel(work=[row.get()], by=owner)
    wait_until(all_idle, seconds=10, or_say=crew.logs)
    half = Article.objects.count()
    assert 0 < half < ARTICLES
    assert Claim.objects.count() == half * CLAIMS
    assert (row.get().state, row.get().added) == ("cancelled", 0)
    assert begin(row=row.get(), by=owner, dry_run=False)
    tasks.start(Import, [row.get().pk])
    wait_until(row.filter(state="succeeded").exists, seconds=60, or_say=crew.logs)
    assert (row.get().added, row.get().known) == (ARTICLES - half, half)
    all_in(desk)


def test_a_killed_dry_run_leaves_nothing_and_an_emptied_queue_loses_nothing(
    crew: Crew, desk: Project, owner: User, place: Path
) -> None:
    row = handed_in(desk, owner, "take.jsonl", taken_out(desk, owner), dry_run=True)
    wait_until(row.filter(state="running", done__gt=0).exists, seconds=60, or_say=crew.logs)
    crew.kill("lookup")
    with redis.Redis.from_url(configured.REDIS_URL) as queue:
        queue.flushall()
    assert (row.get().state, Article.objects.count()) == ("running", 0)
    crew.start("lookup")
    tasks.sweep_task()
    wait_until(row.filter(state="succeeded").exists, seconds=60, or_say=crew.logs)
    assert (row.get().added, row.get().refused, Article.objects.count()) == (ARTICLES, 0, 0)


def all_idle() -> bool:
    """Whether nobody else worked in the database for as long as a worker needs to hear that it is to stop."""
    until = time.monotonic() + 2 * EVERY_SECONDS
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle' AND query LIKE '%claims_%'"
            )
            if cursor.fetchone()[0]:
                return False
        time.sleep(0.01)
    return True
