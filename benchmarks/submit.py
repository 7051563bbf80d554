"""From pressing the button to claims on the screen, in a real browser, against the bare split of the same text.

    python benchmarks/submit.py

The seed article is pasted into ``manage.py up`` (PostgreSQL, Valkey, web, warm workers) five times. Budget: 3 s.
"""

import statistics
import tempfile
import time
from pathlib import Path

import stage

stage.set_up()

from playwright.sync_api import Page, expect, sync_playwright

from claims import splitting
from tests.browser.acts import claims_of
from tests.browser.chromium import arguments, find
from tests.browser.installation import Installation
from tests.browser.windows import Windows

ROUNDS = 5
BUDGET = 3.0  # seconds
TEXT = (stage.ROOT / "seeds" / "tiktok-oracle.txt").read_text(encoding="utf-8")


def submit(page: Page, number: int) -> float:
    """Seconds from the click to the first claim in the list."""
    page.goto("/articles/new/")
    page.get_by_label("Text", exact=True).fill(f"{TEXT}\n\nCopy {number}.")
    page.get_by_label("Title").fill(f"Copy {number}")
    began = time.perf_counter()
    page.get_by_role("button", name="Put it in").click()
    expect(claims_of(page).first).to_be_visible(timeout=30_000)
    return time.perf_counter() - began


def bare() -> float:
    """Median seconds of the split alone, in this process, model loaded."""
    splitting.warm()
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        splitting.split(TEXT)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def main() -> None:
    """Measure both."""
    least = bare()
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "var", WEB_PROCESSES="2")
        installation.start()
        try:
            seconds = browse(installation.address)
        finally:
            installation.remove()
    median = statistics.median(seconds)
    print(stage.load())
    print(f"Seed article, {len(TEXT.split())} words, from the click to claims on the screen")
    print(f"  {stage.spread(seconds)}; under {BUDGET:.0f} s: {stage.verdict(median < BUDGET)}")
    print(f"  bare split {least * 1000:.1f} ms; ratio {median / least:.1f}")


def browse(address: str) -> list[float]:
    """Submit once to warm up, then for the figures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find()[0], args=arguments())
        page = Windows(browser, address, {}).open("reviewer")
        submit(page, 0)
        seconds = [submit(page, number) for number in range(1, ROUNDS + 1)]
        browser.close()
    return seconds


if __name__ == "__main__":
    main()
