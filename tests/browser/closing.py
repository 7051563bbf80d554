"""A browser on a machine of its own whose windows can be closed and opened again with all that it has stored."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error, expect

from tests.browser.chromium import arguments, find
from tests.browser.windows import DESK, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Machine:
    """One profile on disk. ``open`` starts the browser on it, and closes it at the end of the block."""

    def __init__(self, browser: Browser, address: str, profile: Path) -> None:
        self._type, self._address, self._profile = browser.browser_type, address, profile

    @contextmanager
    def open(self, path: str = "/", who: str = "") -> Iterator[Page]:
        """A window at ``path``; signed in as ``who`` first where that is given."""
        path_of_browser, _how = find()
        context = self._type.launch_persistent_context(
            self._profile,
            executable_path=path_of_browser,
            args=arguments(),
            base_url=self._address,
            viewport=DESK,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        try:
            page = context.pages[0] if context.pages else context.new_page()
            if who:
                sign_in(page, who)
            page.goto(path)
            yield page
        finally:
            context.close()


def kept(page: Page, kind: str = "draft") -> list[str]:
    """What the device keeps of drafts, or of the queue ("outbox"), as it is stored."""
    names = "Object.keys(localStorage).filter((name) => name.startsWith(kind + ':'))"
    return list(page.evaluate(f"(kind) => {names}.map((name) => localStorage.getItem(name))", kind))


def expect_nothing_kept(page: Page, kind: str, *, seconds: float = 20) -> None:
    """Wait until the device keeps nothing of a kind any more, over pages that come and go."""
    until = time.monotonic() + seconds
    while (left := _kept_now(page, kind)) != []:
        assert time.monotonic() < until, left
        page.wait_for_timeout(100)


def _kept_now(page: Page, kind: str) -> list[str] | None:
    """What is kept; None between two pages."""
    try:
        return kept(page, kind)
    except Error:
        return None


def expect_draft_saved(page: Page) -> None:
    """Wait until the server has what is typed."""
    expect(page.locator("#verdict-form [data-draft-notice]")).to_contain_text("Draft saved", timeout=15_000)
