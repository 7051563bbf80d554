"""What people do again and again, as they do it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SEED = "ByteDance Partners Tiktok"
STORY = (
    "{title}\n\n"
    "TikTok said that all data of its users in the United States is stored in the United States. "
    "“Nobody was told about {title},” said Maria Ortega, the director of the harbour. "
    "The council denied that the plan was kept secret."
)


AGAIN = ""
"""What ends each text that is put in: nothing, until a test is tried again and needs another text."""


def put_in(page: Page, title: str, text: str = STORY) -> str:
    """Paste a text under a title of its own and wait for its claims; the article's path."""
    page.goto("/articles/new/")
    page.get_by_label("Text", exact=True).fill(text.format(title=title) + AGAIN)
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Put it in").click()
    _arrive(page)
    return page.url.removeprefix(str(page.evaluate("location.origin")))


def open_seed(page: Page) -> None:
    """The demo's article, from the list of articles."""
    page.goto("/articles/")
    seed = page.get_by_role("link", name=SEED)
    while not seed.is_visible():
        older = page.get_by_role("link", name="Older").get_attribute("href")
        page.goto(f"/articles/{older}")
    seed.click()
    _arrive(page)


def _arrive(page: Page) -> None:
    """Claims are there, and the scripts that answer to keys as well."""
    expect(claims_of(page).first).to_be_visible()
    page.wait_for_load_state("load")


def claims_of(page: Page) -> Locator:
    """The rows of the list of claims."""
    return panel(page).locator("#claim-list").get_by_role("link")


def text_of(page: Page) -> Locator:
    """The article's text."""
    return page.get_by_role("region", name="Article text").get_by_role("article")


def panel(page: Page) -> Locator:
    """The right-hand side: the list of claims or the claim in hand."""
    return page.get_by_role("region", name="Claims", exact=True)


def part(page: Page, name: str) -> Locator:
    """A part of the claim in hand, by its name: The claim, Who said it, Evidence, Your verdicts, …"""
    return panel(page).get_by_role("region", name=name, exact=True)


def open_claim(page: Page, article: str, number: int = 1) -> None:
    """The claim with a number, chosen from its article's list."""
    page.goto(article)
    claims_of(page).nth(number - 1).click()
    expect_number(page, number)


def expect_number(page: Page, number: int) -> None:
    """Wait until the claim with that number is in hand, and the keys lead from it."""
    expect(panel(page).get_by_text(re.compile(rf"^\s*{number} of \d+\s*$"))).to_be_visible()
    expect(panel(page)).to_be_focused()
    claim = panel(page).locator("#claim-panel").get_attribute("data-claim")
    expect(page).to_have_url(re.compile(rf"[?&]claim={claim}$"))


def judge(page: Page, *, finding: str = "Confirmed", rating: str = "True", why: str) -> None:
    """Fill the verdict's form in by hand and save it."""
    fill_in(page, finding=finding, rating=rating, why=why)
    save(page)
    expect(part(page, "Your verdicts").get_by_text(why)).to_be_visible()


def fill_in(page: Page, *, finding: str = "Confirmed", rating: str = "True", why: str) -> None:
    """Fill the verdict's form in by hand; a rating is named as the scale names it."""
    panel(page).get_by_role("group", name="Did they say it?").get_by_role("radio", name=finding).check()
    ratings = panel(page).get_by_role("group", name="Is it true?")
    ratings.locator("label").filter(has=page.get_by_text(rating, exact=True)).get_by_role("radio").check()
    rationale(page).fill(why)


def rationale(page: Page) -> Locator:
    """The field for the reasons."""
    return panel(page).get_by_role("textbox", name="Why")


def save(page: Page) -> None:
    """Press the button that saves and stays."""
    panel(page).get_by_role("button", name=re.compile("^Save (verdict|as my new verdict)$")).click()


def reload_until(page: Page, seen: Callable[[], bool], *, seconds: float = 15) -> None:
    """Load the page again until something is seen that a worker brings about."""
    until = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < until, "it did not happen in time"
        page.reload()


def wait_for(page: Page, expression: str, *, seconds: float = 15) -> None:
    """Ask the page until an expression is true. Its own polling evaluates in the page, which the policy refuses."""
    until = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < until, f"not true in {seconds} s: {expression}"
        page.wait_for_timeout(50)
