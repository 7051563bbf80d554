"""The door, the desk behind it, and what stands around every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import panel, put_in
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from tests.browser.windows import Windows


def test_a_person_signs_in_and_the_desk_shows_the_next_claim(windows: Windows) -> None:
    page = windows.open()
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/$"))
    sign_in(page, "reviewer")
    next_claim = page.get_by_role("region", name="Next claim for you")
    wording = next_claim.locator("blockquote").inner_text()
    next_claim.get_by_role("button", name="Judge this claim").click()
    expect(panel(page).get_by_role("region", name="The claim")).to_contain_text(wording)
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()


def test_the_desk_lists_the_articles_in_work_with_their_progress(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the gate of progress")
    page.get_by_role("link", name="Desk", exact=True).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="the gate of progress"))
    expect(row).to_contain_text("0 of 3 settled")


def test_a_wrong_password_says_so_and_keeps_the_name(windows: Windows) -> None:
    page = windows.open()
    sign_in(page, "reviewer", "not-the-password")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    expect(page.get_by_label("User name")).to_have_value("reviewer")


def test_a_person_signs_out_and_the_pages_close(windows: Windows) -> None:
    page = windows.open()
    sign_in(page, "owner")
    page.get_by_role("banner").get_by_text("Demo owner").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto("/articles/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_dark_is_chosen_at_once_and_stays_on_the_next_page(windows: Windows) -> None:
    page = windows.open("reviewer", color_scheme="light")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    menu = page.get_by_role("banner").locator("details").filter(has_text="As the system")
    menu.locator("summary").click()
    with page.expect_response("**/theme/"):
        menu.get_by_role("button", name="Dark").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/articles/")
    assert page.evaluate(paper) == dark
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/theme/"):
        menu.get_by_role("button", name="As the system").click()
    assert page.evaluate(paper) == light


def test_an_address_that_names_nothing_leads_back(windows: Windows) -> None:
    windows.allow("status of 404")
    page = windows.open("reviewer", "/articles/00000000-0000-7000-8000-000000000000/")
    expect(page.get_by_role("heading", name="There is nothing at this address.")).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
