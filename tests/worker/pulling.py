"""A reviewer as a process: pulls and judges on the stages until nothing is left, or holds a claim until killed."""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402 - after Django is set up

from claims.models import Project, User  # noqa: E402
from claims.pipeline import judge, queue  # noqa: E402


def say(words: dict[str, object]) -> None:
    """A line for the test that started us."""
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


def main(username: str, stop_after: int) -> None:
    """Prints the ids of the claims it judged as JSON; ``stop_after`` 0 is never."""
    by = User.objects.get(username=username)
    project = Project.objects.select_related("scale").get(slug="queue")
    rating = project.scale.current().ratings.select_related("version__scale").get(slug="true")
    given: list[str] = []
    while seat := queue.take_next(project=project, by=by):
        if stop_after and len(given) == stop_after:
            say({"held": str(seat.claim_id), "given": given})
            time.sleep(3600)
        judge.record_verdict(claim=seat.claim, by=by, finding="confirmed", rating=rating, rationale="It says so.")
        given.append(str(seat.claim_id))
    say({"given": given})
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
