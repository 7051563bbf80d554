"""An article that goes in by the command line is split and looked up by workers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from claims.models import Article, Evidence, Split
from tests.worker.acts import STORY, lookups_of, put_in, states_of
from tests.worker.crew import ROOT, wait_until

if TYPE_CHECKING:
    from claims.models import Project
    from tests.worker.crew import Crew
    from tests.worker.outside import Outside


def test_ingest_waits_for_the_split_and_the_lookups_and_prints_the_id(
    crew: Crew, desk: Project, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "bridge.txt"
    file.write_text(STORY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "manage.py", "ingest", file, "--project", desk.slug, "--title", "The bridge", "--wait"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + crew.logs()
    article = Article.objects.get(pk=done.stdout.strip())
    assert article.title == "The bridge"
    assert Split.objects.get(revision__article=article).state == "succeeded"
    claims = article.latest().claims.count()
    assert claims >= 2
    local = [row for row in lookups_of(article) if row.provider in ("library", "precedents")]
    assert len(local) == 2 * claims
    assert {row.state for row in local} == {"succeeded"}
    assert Evidence.objects.filter(
        claim__revision__article=article, document__title="The mayor's statement"
    ).exists()


def test_a_slow_outside_service_holds_up_nothing_local(crew: Crew, desk: Project, google: Outside) -> None:
    google.go_on.clear()
    article = put_in(desk)
    wait_until(lambda: bool(google.seen), or_say=crew.logs)
    local = ("library", "precedents")
    wait_until(lambda: {row.state for row in lookups_of(article) if row.provider in local} == {"succeeded"})
    assert {row.state for row in lookups_of(article, "google-factcheck")} <= {"queued", "running"}
    google.go_on.set()
    wait_until(lambda: states_of(article) == {"succeeded"}, or_say=crew.logs)
