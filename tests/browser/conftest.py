"""One installation and one Chromium for all browser tests; windows that fail a test when they complain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as configured
from playwright.sync_api import Browser, expect, sync_playwright

from factcheck.embedded.postgres import DATABASE, Postgres
from tests import servers
from tests.browser import acts
from tests.browser.chromium import arguments, find
from tests.browser.installation import ROOT, Installation
from tests.browser.site import Site, site
from tests.browser.windows import Windows

UNFINISHED = """
    SELECT EXISTS (SELECT FROM claims_lookup),
           EXISTS (SELECT FROM claims_lookup WHERE state IN ('queued', 'running'))
"""
PICTURES = ROOT / "var" / "browser"
_failed = pytest.StashKey[bool]()
expect.set_options(timeout=20_000)  # the machine may be busy with other tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember that a test failed, for the picture."""
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="package")
def news() -> Iterator[Site]:
    """A site on this machine that serves articles, and redirects where it should not."""
    with site() as server:
        yield server


def begin_migrated(var: Path) -> None:
    """Begin with the tests' copy of a migrated database, empty as after the first migration: it saves seconds."""
    (var / "run").mkdir(parents=True, exist_ok=True)
    servers.begin_migrated(var)
    server = Postgres(var, durable=False)
    server.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {DATABASE}")
        connection.execute(f"ALTER DATABASE {servers.DATABASE} RENAME TO {DATABASE}")
    server.stop()


def wait_for_the_demo(var: Path) -> None:
    """Until the demo's article is split and looked up; it was handed to the workers when they started."""
    until = time.monotonic() + 60
    with psycopg.connect(Postgres(var).url(), autocommit=True) as connection:
        while connection.execute(UNFINISHED).fetchone() != (True, False):
            assert time.monotonic() < until, "the demo's article was not split"
            time.sleep(0.1)


@pytest.fixture(scope="package")
def installation(news: Site) -> Iterator[Installation]:
    """``manage.py up``, ready, with the demo's article split."""
    running = Installation(Path(configured.VAR) / "browser", FETCH_ALLOW_PRIVATE=news.address)
    begin_migrated(running.var)
    try:
        running.start()
        wait_for_the_demo(running.var)
        yield running
    finally:
        running.remove()


@pytest.fixture(autouse=True)
def _texts_of_its_own(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is tried again (pytest-rerunfailures) meets what it left: it puts in other texts."""
    if (take := getattr(request.node, "execution_count", 1)) > 1:
        monkeypatch.setattr(acts, "AGAIN", f"\n\nTake {take}.")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    path, _how = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def _signed_in() -> dict[str, Any]:
    """Cookies by person, so that only the first window of each has to sign in."""
    return {}


@pytest.fixture
def windows(
    request: pytest.FixtureRequest, chromium: Browser, installation: Installation, _signed_in: dict[str, Any]
) -> Iterator[Windows]:
    """Opens windows. What their consoles complain of, content policy included, fails the test."""
    opened = Windows(chromium, installation.address, _signed_in)
    yield opened
    if request.node.stash.get(_failed, False):
        opened.photograph(PICTURES, request.node.name.replace("/", "-")[:120])
    opened.close()
    assert opened.complaints == []
