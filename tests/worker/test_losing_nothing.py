"""Workers that die, a queue that is emptied, a database that restarts, messages that come twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import redis
from django.conf import settings as configured
from django.db import connection

from claims import splitting, tasks
from claims.models import Claim, Evidence, Lookup, Split
from factcheck.embedded.postgres import Postgres
from tests.worker.acts import STORY, all_ended, lookups_of, put_in, states_of
from tests.worker.crew import wait_until

if TYPE_CHECKING:
    from claims.models import Project
    from tests.worker.crew import Crew
    from tests.worker.outside import Outside


def test_a_worker_killed_in_the_middle_of_lookups_loses_none(
    crew: Crew, desk: Project, google: Outside, impatient_sweeper: Any
) -> None:
    google.script = ["success"]
    google.go_on.clear()
    article = put_in(desk)
    wait_until(lambda: len(google.seen) == 2, or_say=crew.logs)
    crew.kill("lookup")
    google.go_on.set()
    cut_off = [row.pk for row in lookups_of(article) if row.state == "running"]
    assert len(cut_off) >= 2
    crew.start("lookup")
    impatient_sweeper()
    wait_until(lambda: states_of(article) == {"succeeded"}, or_say=crew.logs)
    assert {row.attempts for row in lookups_of(article) if row.pk in cut_off} == {2}
    for claim in Claim.objects.filter(revision__article=article):
        found = Evidence.objects.filter(claim=claim, lookup__provider="google-factcheck")
        assert found.count() == found.values("document").distinct().count() == 3


def test_a_worker_killed_in_the_middle_of_a_split_saves_nothing_twice(
    crew: Crew, desk: Project, impatient_sweeper: Any
) -> None:
    text = "\n\n".join(f"The mayor said that bridge {number} closes." for number in range(250))
    article = put_in(desk, text)
    split = Split.objects.filter(revision__article=article)
    wait_until(split.filter(state="running").exists, or_say=crew.logs)
    crew.kill("split")
    assert split.get().state == "running"
    crew.start("split")
    impatient_sweeper()
    wait_until(split.filter(state="succeeded").exists, seconds=60, or_say=crew.logs)
    assert split.get().attempts == 2
    expected = [claim.text for claim in splitting.split(article.latest().text).claims]
    saved = Claim.objects.filter(revision__article=article).order_by("number")
    assert list(saved.values_list("text", flat=True)) == expected
    assert len(expected) > 150
    wait_until(lambda: not Lookup.objects.unfinished().exists(), seconds=60, or_say=crew.logs)


def test_an_emptied_queue_is_filled_again_from_the_rows(crew: Crew, desk: Project, impatient_sweeper: Any) -> None:
    crew.freeze()
    articles = [put_in(desk), put_in(desk)]
    with redis.Redis.from_url(configured.REDIS_URL) as queue:
        queue.flushall()
    crew.thaw()
    assert {Split.objects.get(revision__article=each).state for each in articles} == {"queued"}
    impatient_sweeper()
    wait_until(lambda: all(map(all_ended, articles)), or_say=crew.logs)
    assert set.union(*map(states_of, articles)) == {"succeeded"}


@pytest.mark.skipif(
    "database" not in configured.EMBEDDED, reason="the database of DATABASE_URL is not ours to stop"
)
def test_a_database_that_restarts_in_the_middle_of_lookups_loses_none(
    crew: Crew, desk: Project, google: Outside, impatient_sweeper: Any
) -> None:
    google.go_on.clear()
    article = put_in(desk)
    wait_until(lambda: len(google.seen) == 2, or_say=crew.logs)
    close_connections()
    server = Postgres(configured.VAR, durable=False)
    server.stop()
    google.go_on.set()
    server.start()
    impatient_sweeper()
    wait_until(lambda: states_of(article) == {"succeeded"}, or_say=crew.logs)


def close_connections() -> None:
    """Our own, which would not outlive the server."""
    connection.close()
    connection.close_pool()


def test_a_message_that_comes_twice_does_its_work_once(crew: Crew, desk: Project, google: Outside) -> None:
    article = put_in(desk)
    split = Split.objects.get(revision__article=article)
    tasks.split_revision_task.delay(str(split.pk))
    wait_until(lambda: all_ended(article), or_say=crew.logs)
    for lookup in lookups_of(article):
        tasks.run_lookup_task.delay(str(lookup.pk))
    last = put_in(desk, f"{STORY} The harbour stays open, the director added.")
    wait_until(lambda: all_ended(last), or_say=crew.logs)
    split.refresh_from_db()
    assert split.attempts == 1
    assert {row.attempts for row in lookups_of(article)} == {1}
    assert len(google.seen) == len(lookups_of(article, "google-factcheck")) + len(
        lookups_of(last, "google-factcheck")
    )
    numbers = list(Claim.objects.filter(revision__article=article).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
