"""What is typed stays on the device until the server has it: over a reload, over a line that drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import fill_in, open_claim, panel, part, put_in, rationale, save

if TYPE_CHECKING:
    from tests.browser.windows import Windows


def test_a_rationale_survives_a_reload(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of reloads"))
    fill_in(page, finding="Misattributed", rating="Outdated", why="Half a thought")
    page.reload()
    expect(rationale(page)).to_have_value("Half a thought")
    expect(panel(page).get_by_role("radio", name="Misattributed")).to_be_checked()
    expect(panel(page).get_by_text("Brought back from this device")).to_be_visible()


def test_a_rationale_survives_going_to_another_claim_and_back(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of detours"))
    rationale(page).fill("Begun here")
    panel(page).get_by_role("link", name="Next claim").click()
    expect(rationale(page)).to_have_value("")
    panel(page).get_by_role("link", name="Previous claim").click()
    expect(rationale(page)).to_have_value("Begun here")


def test_a_line_that_drops_loses_nothing(windows: Windows) -> None:
    windows.allow("ERR_INTERNET_DISCONNECTED", "htmx:(sendError|afterRequest)", "Failed to fetch")
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of dropped lines"))
    page.context.set_offline(True)
    expect(page.get_by_text("No connection. What you write is kept")).to_be_visible()
    fill_in(page, finding="Not found", rating="Unproven", why="Written in a tunnel.")
    save(page)
    expect(page.get_by_text("That did not reach the server.")).to_be_visible()
    expect(rationale(page)).to_have_value("Written in a tunnel.")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("No connection. What you write is kept")).to_be_hidden()
    expect(rationale(page)).to_have_value("Written in a tunnel.")
    save(page)
    expect(part(page, "Your verdicts")).to_contain_text("Written in a tunnel.")


def test_what_the_server_has_is_no_draft_any_more(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the dock of receipts"))
    fill_in(page, why="This is final.")
    save(page)
    expect(part(page, "Your verdicts")).to_contain_text("This is final.")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('draft:verdict'))")


def test_a_pasted_article_survives_a_reload(windows: Windows) -> None:
    page = windows.open("reviewer", "/articles/new/")
    page.get_by_label("Text", exact=True).fill("The mayor said that the dock is long.")
    page.get_by_label("Byline").fill("Ann Other")
    page.reload()
    expect(page.get_by_label("Text", exact=True)).to_have_value("The mayor said that the dock is long.")
    expect(page.get_by_label("Byline")).to_have_value("Ann Other")
