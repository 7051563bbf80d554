"""No worker: the desk says so, work waits where people can see it, and goes on by itself."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import redis
from playwright.sync_api import expect

from factcheck.embedded import redis_url
from tests.browser.acts import STORY, claims_of

if TYPE_CHECKING:
    from tests.browser.installation import Installation
    from tests.browser.windows import Windows

BANNER = "No worker is running"


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
    page = windows.open("reviewer", "/jobs/")
    expect(page.get_by_text(BANNER)).to_have_count(0)
    with no_workers(installation):
        expect(page.get_by_text(BANNER)).to_be_visible(timeout=20_000)
    expect(page.get_by_text(BANNER)).to_have_count(0, timeout=20_000)


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
