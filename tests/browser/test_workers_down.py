"""No worker: the desk says so, work waits where people can see it, and goes on by itself."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import psutil
import redis
from playwright.sync_api import expect

from factcheck.embedded import redis_url
from tests.browser.acts import STORY, claims_of
from tests.browser.windows import stays

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.installation import Installation
    from tests.browser.windows import Windows

BANNER = "No worker is running"
ASKS_EVERY = 16_000  # milliseconds; a page asks every fifteen seconds, and tests need not wait for that


@contextmanager
def no_workers(installation: Installation) -> Iterator[None]:
    """Workers that hang, and whose last sign of life is forgotten as it would be after half a minute."""
    workers = [each for each in installation.processes() if "worker" in each.cmdline()]
    assert workers
    tell(workers, signal.SIGSTOP)
    with redis.Redis.from_url(redis_url(installation.var)) as queue:
        queue.delete("heartbeats")
    try:
        yield
    finally:
        tell(workers, signal.SIGCONT)


def tell(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        process.send_signal(number)


def test_the_banner_comes_and_goes_by_itself(windows: Windows, installation: Installation) -> None:
    page = windows.open("reviewer")
    page.clock.install()
    page.goto("/jobs/")
    banner = page.get_by_text(BANNER)
    expect(banner).to_have_count(0)
    same = stays(page)
    with no_workers(installation):
        page.clock.fast_forward(ASKS_EVERY)
        expect(banner).to_be_visible()
    wait_for_ready(page)
    page.clock.fast_forward(ASKS_EVERY)
    expect(banner).to_have_count(0)
    assert same()


def wait_for_ready(page: Page) -> None:
    """Until every queue has given a sign of life again, which takes five seconds."""
    until = time.monotonic() + 30
    while page.request.get("/readyz").status != HTTPStatus.OK:
        assert time.monotonic() < until, "the workers did not come back"


def test_an_article_put_in_meanwhile_waits_can_be_cancelled_and_goes_on(
    windows: Windows, installation: Installation
) -> None:
    page = windows.open("reviewer", "/articles/new/")
    with no_workers(installation):
        page.get_by_label("Text", exact=True).fill(STORY.format(title="the weir of waiting"))
        page.get_by_role("button", name="Put it in").click()
        expect(page.get_by_text("Splitting the text into claims")).to_be_visible()
        expect(page.get_by_text("The claims are on their way.")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("The split was cancelled.")).to_be_visible()
        page.get_by_role("button", name="Split again").click()
        expect(page.get_by_text("Splitting the text into claims")).to_be_visible()
    expect(claims_of(page).first).to_be_visible(timeout=30_000)
