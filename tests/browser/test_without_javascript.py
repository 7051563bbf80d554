"""With scripts switched off: sign in, read, choose a claim, judge it, be told what is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.acts import fill_in, panel, part, put_in, rationale, save, text_of
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows


@pytest.fixture
def plain(windows: Windows) -> Page:
    """The reviewer's window with scripts switched off, signed in by the form."""
    page = windows.open(java_script_enabled=False)
    sign_in(page, "reviewer")
    return page


def test_an_article_is_read_and_a_claim_judged(windows: Windows, plain: Page) -> None:
    windows.allow("status of 422")
    article = put_in(windows.open("reviewer"), "the lock without scripts")
    plain.goto(article)
    expect(panel(plain)).to_contain_text(re.compile(r"\d+ claims"))
    text_of(plain).locator("mark").first.get_by_role("link").first.click()
    expect(part(plain, "Who said it")).to_contain_text("TikTok")
    fill_in(plain, finding="Confirmed", rating="Half true", why=" ")
    save(plain)
    expect(panel(plain).get_by_role("alert")).to_contain_text("Say why")
    rationale(plain).fill("Read on paper.")
    save(plain)
    expect(part(plain, "Your verdicts")).to_contain_text("Read on paper.")
    expect(part(plain, "Your verdicts")).to_contain_text("Half true")


def test_evidence_is_weighed_by_a_button(windows: Windows, plain: Page) -> None:
    article = put_in(windows.open("reviewer"), "the lock of weights")
    plain.goto(article)
    text_of(plain).locator("mark").first.get_by_role("link").first.click()
    passage = part(plain, "Evidence").get_by_role("listitem").first
    passage.get_by_text("Supports").click()
    passage.get_by_role("button", name="Save").click()
    expect(
        part(plain, "Evidence").get_by_role("listitem").first.get_by_role("radio", name="Supports")
    ).to_be_checked()


def test_an_article_is_pasted_and_its_claims_are_there_after_a_reload(plain: Page) -> None:
    plain.goto("/articles/new/")
    plain.get_by_label("Text", exact=True).fill("The mayor said that the lock without scripts was built in 1901.")
    plain.get_by_role("button", name="Put it in").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("The mayor said")
    for _ in range(50):
        plain.reload()
        if panel(plain).get_by_text("1 claim", exact=True).is_visible():
            break
    expect(panel(plain).get_by_role("link", name="the lock without scripts was built in 1901")).to_be_visible()
