"""Google's fact-checks through a real worker: found, put off, refused, asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims import tasks
from claims.models import Evidence
from claims.pipeline import steer
from tests.providers.loopback import KEY
from tests.worker.acts import all_ended, lookups_of, put_in
from tests.worker.crew import wait_until

if TYPE_CHECKING:
    from claims.models import Project
    from tests.worker.crew import Crew
    from tests.worker.outside import Outside

ONE_CLAIM = "The mayor said that the bridge closes for two years."


def test_what_is_found_becomes_evidence_with_its_publisher_and_rating(
    crew: Crew, desk: Project, google: Outside
) -> None:
    google.script = ["success"]
    article = put_in(desk, ONE_CLAIM)
    wait_until(lambda: all_ended(article), or_say=crew.logs)
    [lookup] = lookups_of(article, "google-factcheck")
    assert (lookup.state, lookup.hit_count, lookup.error) == ("succeeded", 3, "")
    found = Evidence.objects.get(lookup=lookup, document__url="https://checkdesk.example/bridge")
    assert (found.document.publisher, found.document.rating_as_given) == ("Check Desk", "False")
    assert found.stance == ""
    assert google.seen[0]["headers"]["x-goog-api-key"] == KEY
    assert KEY not in google.seen[0]["path"]


def test_a_quota_that_is_used_up_is_waited_for_as_long_as_the_service_says(
    crew: Crew, desk: Project, google: Outside
) -> None:
    google.script = ["busy", "success"]
    article = put_in(desk, ONE_CLAIM)
    wait_until(lambda: any(row.due_at for row in lookups_of(article, "google-factcheck")), or_say=crew.logs)
    [waiting] = lookups_of(article, "google-factcheck")
    assert waiting.error
    wait_until(lambda: all_ended(article), or_say=crew.logs)
    [lookup] = lookups_of(article, "google-factcheck")
    assert (lookup.state, lookup.attempts, lookup.error) == ("succeeded", 2, "")
    assert lookup.started_at >= waiting.due_at
    assert len(google.seen) == 2


def test_a_revoked_key_fails_with_the_reason_and_a_retry_works(crew: Crew, desk: Project, google: Outside) -> None:
    google.script = ["revoked"]
    article = put_in(desk, ONE_CLAIM)
    wait_until(lambda: all_ended(article), or_say=crew.logs)
    [lookup] = lookups_of(article, "google-factcheck")
    assert lookup.state == "failed"
    assert "Google Fact Check Tools" in lookup.error
    assert KEY not in lookup.error + crew.logs()
    google.script = ["success"]
    tasks.start_lookups(steer.ask_again(work=[lookup], by=desk.memberships.get().user))
    wait_until(lambda: all_ended(article), or_say=crew.logs)
    lookup.refresh_from_db()
    assert (lookup.state, lookup.error, lookup.hit_count) == ("succeeded", "", 3)
