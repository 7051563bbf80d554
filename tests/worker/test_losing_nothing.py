"""Workers that die, a queue that is emptied, a database that restarts, messages that come twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import redis
from django.conf import settings as configured
from django.db import connection

from claims import splitting, tasks
from claims.models import Claim, Document, Evidence, Lookup, LookupRun, Split
from factcheck.embedded.postgres import Postgres
from tests import factories
from tests.worker.acts import all_ended, lookups_of, put_in, states_of
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
    Lookup.objects.filter(state="queued").cancel()  # hundreds, which are another test's
    wait_until(lambda: not Lookup.objects.unfinished().exists(), seconds=60, or_say=crew.logs)


def test_an_emptied_queue_is_filled_again_from_the_rows(crew: Crew, desk: Project, impatient_sweeper: Any) -> None:
    crew.freeze()
    articles = [put_in(desk), put_in(desk), put_in(desk)]
    with redis.Redis.from_url(configured.REDIS_URL) as queue:
        queue.flushall()
    crew.thaw()
    # The first may have been handed over already: Redis answers the pop in which a frozen worker waits.
    assert {Split.objects.get(revision__article=each).state for each in articles[1:]} == {"queued"}
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


@pytest.mark.skipif(
    "database" not in configured.EMBEDDED, reason="the database of DATABASE_URL is not ours to stop"
)
def test_killed_then_emptied_then_restarted_in_the_middle_of_two_hundred_lookups(
    crew: Crew, desk: Project, google: Outside, impatient_sweeper: Any
) -> None:
    google.script = ["success"]
    lookups = two_hundred(desk)
    tasks.start_lookups(lookups.values_list("pk", flat=True))
    wait_until(lambda: lookups.filter(state="succeeded").count() >= 20, or_say=crew.logs)
    google.go_on.clear()
    wait_until(lookups.filter(state="running", provider="google-factcheck").exists, or_say=crew.logs)
    crew.kill("lookup")
    lost = set(lookups.filter(state="running").values_list("pk", flat=True))
    assert lost
    assert lookups.filter(state="succeeded").count() < 200
    with redis.Redis.from_url(configured.REDIS_URL) as queue:
        queue.flushall()
    close_connections()
    server = Postgres(configured.VAR, durable=False)
    server.stop()
    server.start()
    google.go_on.set()
    crew.start("lookup")
    impatient_sweeper()
    wait_until(lambda: not lookups.unfinished().exists(), seconds=60, or_say=crew.logs)
    assert set(lookups.values_list("state", flat=True)) == {"succeeded"}
    assert set(lookups.exclude(pk__in=lost).values_list("attempts", flat=True)) == {1}
    assert set(lookups.filter(pk__in=lost).values_list("attempts", flat=True)) == {2}
    nothing_twice(lookups)


def two_hundred(desk: Project) -> Any:
    """Look-ups of a hundred claims, in the library and at the outside service, whose five answers are one."""
    article = factories.make_article(desk, text="\n".join(f"Bridge {number} closes." for number in range(100)))
    revision = article.latest()
    claims = [factories.make_claim(revision, f"Bridge {number} closes", number=number + 1) for number in range(100)]
    rows = [
        Lookup(claim=claim, provider=provider, query=f"{claim.text} in spring")
        for claim in claims
        for provider in ("library", "google-factcheck")
    ]
    return Lookup.objects.filter(pk__in=[row.pk for row in Lookup.objects.bulk_create(rows)])


def nothing_twice(lookups: Any) -> None:
    """One run a look-up, one document a thing found, one piece of evidence a document and claim."""
    assert LookupRun.objects.filter(lookup__in=lookups).count() == lookups.count() == 200
    found = Evidence.objects.filter(lookup__provider="google-factcheck")
    assert found.count() == found.values("claim", "document").distinct().count() == 300
    assert Document.objects.filter(kind="outside").count() == 3
    for lookup in lookups:
        kept = Evidence.objects.filter(claim=lookup.claim_id, lookup__provider=lookup.provider).count()
        assert lookup.hit_count == kept == len(lookup.runs.get().hits)


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
    last = put_in(desk, "The director said that the harbour stays open.")  # words that no answer is kept for
    wait_until(lambda: all_ended(last), or_say=crew.logs)
    split.refresh_from_db()
    assert split.attempts == 1
    assert {row.attempts for row in lookups_of(article)} == {1}
    assert len(google.seen) == len(lookups_of(article, "google-factcheck")) + len(
        lookups_of(last, "google-factcheck")
    )
    assert LookupRun.objects.filter(lookup__claim__revision__article=article).count() == len(lookups_of(article))
    numbers = list(Claim.objects.filter(revision__article=article).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
