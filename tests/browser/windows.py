"""Browser windows for tests: signed in by name, watched for complaints, photographed when a test fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PASSWORDS = {
    "reviewer": "check-every-claim",
    "editor": "settle-every-claim",
    "owner": "own-every-claim",
}
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# What a policy refuses is said in the console too, but not in every case and not with the element.
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`));"""


class Windows:
    """Opens windows in one Chromium. Every complaint of a page is kept; ``allow`` says which are expected."""

    def __init__(self, browser: Browser, address: str, states: dict[str, Any]) -> None:
        self._browser, self._address, self._states = browser, address, states
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []
        self._allowed: list[str] = []

    def open(self, who: str = "", path: str = "/", **options: Any) -> Page:
        """A window of its own, as if on a machine of its own, signed in as ``who``, at ``path``."""
        if who and who not in self._states:
            self._states[who] = self._signed_in(who)
        page = self._window(storage_state=self._states.get(who), **options)
        page.goto(path)
        return page

    def another(self, page: Page, path: str) -> Page:
        """A second window of the same browser: same cookies, same storage."""
        second = page.context.new_page()
        second.goto(path)
        return second

    def allow(self, *patterns: str) -> None:
        """Complaints that a test brings about on purpose, as regular expressions."""
        self._allowed += patterns

    @property
    def complaints(self) -> list[str]:
        """What pages complained of and nobody expected."""
        return [told for told in self._complaints if not any(re.search(each, told) for each in self._allowed)]

    def photograph(self, folder: Path, name: str) -> None:
        """A picture of every open window."""
        folder.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages, start=1):
            page.screenshot(path=folder / f"{name}-{number}.png")

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    def _window(self, **options: Any) -> Page:
        context = self._browser.new_context(
            base_url=self._address, reduced_motion="reduce", **{"viewport": DESK, **options}
        )
        context.set_default_timeout(15_000)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("page", self._watch)
        self._contexts.append(context)
        return context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _signed_in(self, who: str) -> Any:
        page = self._window()
        sign_in(page, who)
        return page.context.storage_state()


def sign_in(page: Page, who: str, password: str = "") -> None:
    """By the door that people use."""
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(who)
    page.get_by_label("Password").fill(password or PASSWORDS[who])
    page.get_by_role("button", name="Sign in").click()
    if not password:
        expect(page.get_by_role("link", name="Desk", exact=True)).to_have_attribute("aria-current", "page")


def stays(page: Page) -> Callable[[], bool]:
    """A function that tells later whether the page has been the same document all along."""
    page.evaluate("window.sameDocument = true")
    return lambda: bool(page.evaluate("window.sameDocument === true"))
