"""What is typed stays: on the device with every key, on the server soon after, for its author alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import fill_in, open_claim, panel, part, put_in, rationale, save
from tests.browser.closing import Machine, expect_draft_saved, expect_nothing_kept, kept
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.installation import Installation
    from tests.browser.windows import Windows

OFFLINE = ("ERR_INTERNET_DISCONNECTED", "htmx:(sendError|afterRequest)", "Failed to fetch", "fetching the script")


def test_every_key_is_kept_at_once(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of single keys"))
    rationale(page).focus()
    for typed in ("H", "Ha", "Hal", "Half"):
        page.keyboard.type(typed[-1])
        [record] = kept(page)
        assert f'["rationale","{typed}"]' in record


def test_a_line_that_is_cut_while_one_types_and_a_closed_browser_lose_no_character(
    chromium: Browser, installation: Installation, tmp_path: Path
) -> None:
    machine = Machine(chromium, installation.address, tmp_path / "profile")
    with machine.open(who="reviewer") as page:
        open_claim(page, put_in(page, "the dock of cut lines"))
        claim = page.url
        rationale(page).focus()
        page.keyboard.type("Before the tunnel, ")
        expect_draft_saved(page)
        page.keyboard.type("in the tu")
        page.context.set_offline(True)
        page.keyboard.type("nnel – “é🍵ü” and")
    with machine.open(claim) as page:
        expect(rationale(page)).to_have_value("Before the tunnel, in the tunnel – “é🍵ü” and")
        expect_draft_saved(page)


def test_an_answer_survives_a_reload(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of reloads"))
    fill_in(page, finding="Misattributed", rating="Outdated", why="Half a thought")
    page.reload()
    expect(rationale(page)).to_have_value("Half a thought")
    expect(panel(page).get_by_role("radio", name="Misattributed")).to_be_checked()
    expect(page.locator("#verdict-form [data-chosen]")).to_have_text("Misattributed · Outdated")


def test_a_rationale_survives_going_to_another_claim_and_back(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of detours"))
    rationale(page).fill("Begun here")
    panel(page).get_by_role("link", name="Next claim").click()
    expect(rationale(page)).to_have_value("")
    panel(page).get_by_role("link", name="Previous claim").click()
    expect(rationale(page)).to_have_value("Begun here")


def test_another_device_and_a_cleared_browser_bring_it_back(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of two devices"))
    fill_in(page, finding="Altered", rating="False", why="Begun at the desk")
    expect_draft_saved(page)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(rationale(page)).to_have_value("Begun at the desk")
    other = windows.open("reviewer", page.url)
    expect(rationale(other)).to_have_value("Begun at the desk")
    expect(panel(other).get_by_role("radio", name="Altered")).to_be_checked()
    expect_draft_saved(other)


def test_discarded_it_is_gone_everywhere_and_can_be_brought_back(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of second thoughts"))
    rationale(page).fill("No good")
    expect_draft_saved(page)
    with page.expect_response("**/draft/"):
        page.locator("#verdict-form").get_by_role("button", name="Discard").click()
    expect(rationale(page)).to_have_value("")
    panel(page).get_by_role("button", name="Bring it back").click()
    expect(rationale(page)).to_have_value("No good")
    expect_draft_saved(page)
    with page.expect_response("**/draft/"):
        page.locator("#verdict-form").get_by_role("button", name="Discard").click()
    page.reload()
    expect(rationale(page)).to_have_value("")


def test_what_two_devices_wrote_stands_side_by_side_until_one_chooses(windows: Windows) -> None:
    windows.allow("status of 409")
    first = windows.open("reviewer")
    open_claim(first, put_in(first, "the dock of two hands"))
    second = windows.open("reviewer", first.url)
    rationale(first).fill("The mayor said so in May.")
    expect_draft_saved(first)
    rationale(second).fill("The mayor said so in June.")
    told = panel(second).get_by_role("group", name=re.compile("You wrote more about this claim"))
    expect(told.locator("[data-side=theirs]")).to_contain_text("The mayor said so in May.")
    expect(told.locator("[data-side=theirs] mark")).to_have_text("May")
    expect(told.locator("[data-side=ours] mark")).to_have_text("June")
    expect(rationale(second)).to_have_value("The mayor said so in June.")
    second.reload()
    expect(told).to_be_visible()
    expect(rationale(second)).to_have_value("The mayor said so in June.")
    told.get_by_role("button", name="Put both texts together").click()
    expect(rationale(second)).to_have_value("The mayor said so in May.\n\nThe mayor said so in June.")
    expect_draft_saved(second)
    told.locator("[data-side=theirs]").get_by_role("button").click()
    expect(rationale(second)).to_have_value("The mayor said so in May.")
    told.locator("[data-side=ours]").get_by_role("button").click()
    expect_draft_saved(second)
    first.reload()
    expect(rationale(first)).to_have_value("The mayor said so in June.")


def test_what_two_windows_of_one_browser_wrote_without_a_line_is_both_kept(windows: Windows) -> None:
    windows.allow("status of 409", *OFFLINE)
    first = windows.open("reviewer")
    open_claim(first, put_in(first, "the dock of two windows"))
    second = windows.another(first, first.url)
    first.context.set_offline(True)
    rationale(first).fill("Typed in the first.")
    rationale(second).fill("Typed in the second.")
    expect(panel(second).get_by_text("Kept on this device, no connection")).to_be_visible()
    first.close()
    second.context.set_offline(False)
    told = panel(second).get_by_role("group", name=re.compile("You wrote more about this claim"))
    second.reload()
    expect(told).to_be_visible()
    expect(told).to_contain_text("Typed in the first.")
    expect(told).to_contain_text("Typed in the second.")


def test_the_next_person_at_the_device_sees_nothing_and_the_first_finds_all(
    chromium: Browser, installation: Installation, tmp_path: Path
) -> None:
    machine = Machine(chromium, installation.address, tmp_path / "profile")
    with machine.open(who="reviewer") as page:
        open_claim(page, put_in(page, "the dock of shared desks"))
        claim = page.url
        rationale(page).fill("On the server. ")
        expect_draft_saved(page)
        sign_out(page)
        assert kept(page) == [], "what the server has does not stay"
        sign_in(page, "editor")
        page.goto(claim)
        expect(rationale(page)).to_have_value("")
        page.context.set_offline(True)
        rationale(page).fill("The editor's own.")
        page.context.clear_cookies()
        page.context.set_offline(False)
        sign_in(page, "reviewer")
        page.goto(claim)
        expect(rationale(page)).to_have_value("On the server. ")
        sign_out(page)
        assert len(kept(page)) == 1, "words that the server lacks stay for their author"
        sign_in(page, "editor")
        page.goto(claim)
        expect(rationale(page)).to_have_value("The editor's own.")


def sign_out(page: Page) -> None:
    page.locator("summary", has=page.locator(".who")).last.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_what_the_server_has_as_a_verdict_is_no_draft_any_more(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of receipts"))
    fill_in(page, why="This is final.")
    save(page)
    expect(part(page, "Your verdicts")).to_contain_text("This is final.")
    expect_nothing_kept(page, "draft")
    page.reload()
    expect(page.locator("#verdict-form [data-draft-notice]")).to_be_hidden()


def test_a_pasted_article_survives_a_reload(windows: Windows) -> None:
    page = windows.open("reviewer", "/articles/new/")
    page.get_by_label("Text", exact=True).fill("The mayor said that the dock is long.")
    page.get_by_label("Byline").fill("Ann Other")
    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value("The mayor said that the dock is long.")
    expect(page.get_by_label("Byline")).to_have_value("Ann Other")
