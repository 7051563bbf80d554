"""Verdicts given without a line: they wait, are seen to wait, go out by themselves, once, and none is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import (
    expect_number,
    fill_in,
    judge,
    open_claim,
    panel,
    part,
    put_in,
    rationale,
    save,
    wait_for,
)  # fmt: skip
from tests.browser.closing import Machine, expect_draft_saved, expect_nothing_kept, kept
from tests.browser.exported import exported
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.installation import Installation
    from tests.browser.windows import Windows

OFFLINE = (
    r"ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE)",
    "htmx:(sendError|afterRequest)",
    "Failed to fetch",
    "when fetching the script",
)


def waiting(page: Page) -> Locator:
    """The list of what waits, on every page."""
    return page.locator("#outbox")


def save_and_go_on(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def verdicts(page: Page, article: str) -> list[list[str]]:
    """The rationales of each claim's verdicts, as the export has them."""
    claims = exported(page, article)["claims"]
    return [[given["rationale"] for given in claim["verdicts"]] for claim in claims]


def test_a_verdict_without_a_line_waits_and_goes_out_when_it_is_back(windows: Windows) -> None:
    windows.allow(*OFFLINE)
    page = windows.open("reviewer")
    article = put_in(page, "the pier of tunnels")
    with page.expect_response(lambda answer: answer.request.headers.get("hx-target") == "panel"):
        open_claim(page, article)
        page.wait_for_timeout(600)  # the next claim is fetched ahead
    page.context.set_offline(True)
    fill_in(page, finding="Not found", rating="Unproven", why="Written in a tunnel.")
    save_and_go_on(page)
    expect(waiting(page)).to_contain_text("1 verdict waits for the line")
    expect(waiting(page).get_by_role("link", name=re.compile("^Claim 1: "))).to_be_visible()
    expect_number(page, 2)
    fill_in(page, finding="Altered", rating="False", why="The second, in the tunnel.")
    save(page)
    expect(waiting(page)).to_contain_text("2 verdicts wait for the line")
    expect(rationale(page)).to_have_value("The second, in the tunnel.")
    page.context.set_offline(False)
    expect(waiting(page)).to_be_hidden(timeout=15_000)
    assert verdicts(page, article)[:2] == [["Written in a tunnel."], ["The second, in the tunnel."]]
    expect_nothing_kept(page, "outbox")
    expect_nothing_kept(page, "draft")
    page.reload()
    expect(part(page, "Your verdicts").get_by_role("listitem")).to_have_count(1)


def test_saved_twice_while_it_waits_it_is_one_verdict(windows: Windows) -> None:
    windows.allow(*OFFLINE)
    page = windows.open("reviewer")
    article = put_in(page, "the pier of patience")
    open_claim(page, article)
    page.context.set_offline(True)
    fill_in(page, rating="True", why="At first.")
    save(page)
    expect(waiting(page)).to_contain_text("1 verdict waits")
    rationale(page).fill("At first, and better put.")
    save(page)
    expect(waiting(page)).to_contain_text("1 verdict waits")
    page.context.set_offline(False)
    expect(waiting(page)).to_be_hidden(timeout=15_000)
    assert verdicts(page, article)[0] == ["At first, and better put."]


def test_it_survives_the_browsers_end_and_goes_out_with_the_next_page(
    chromium: Browser, installation: Installation, tmp_path: Path
) -> None:
    machine = Machine(chromium, installation.address, tmp_path / "profile")
    with machine.open(who="reviewer") as page:
        article = put_in(page, "the pier of closed lids")
        open_claim(page, article)
        page.context.set_offline(True)
        fill_in(page, rating="Half true", why="Then the lid was closed.")
        save(page)
        expect(waiting(page)).to_contain_text("1 verdict waits")
    with machine.open("/") as page:
        expect_nothing_kept(page, "outbox")
        assert verdicts(page, article)[0] == ["Then the lid was closed."]


def test_what_the_server_refuses_is_told_with_its_claim_and_the_text_is_kept(windows: Windows) -> None:
    windows.allow("status of 409", *OFFLINE)
    page = windows.open("reviewer")
    article = put_in(page, "the pier of crossed ways")
    open_claim(page, article)
    claim = page.url
    page.context.set_offline(True)
    fill_in(page, rating="False", why="Written in the tunnel.")
    save(page)
    expect(waiting(page)).to_contain_text("1 verdict waits")
    elsewhere = windows.open("reviewer", claim)
    judge(elsewhere, rating="True", why="Given at the desk.")
    page.context.set_offline(False)
    expect(waiting(page)).to_contain_text("1 verdict could not be saved; its text is kept", timeout=15_000)
    expect(waiting(page)).to_contain_text("You gave another verdict meanwhile.")
    assert verdicts(page, article)[0] == ["Given at the desk."]
    page.goto("/")
    waiting(page).get_by_role("link", name=re.compile("^Claim 1: ")).click()
    expect(rationale(page)).to_have_value("Written in the tunnel.")
    save(page)
    told = panel(page).get_by_role("group", name=re.compile("a newer verdict of yours"))
    expect(told.locator("[data-side=theirs]")).to_contain_text("Given at the desk.")
    expect(told.locator("[data-side=ours]")).to_contain_text("Written in the tunnel.")
    save(page)
    expect(waiting(page)).to_be_hidden()
    expect(part(page, "Your verdicts").get_by_role("listitem")).to_have_count(2)


def test_signed_out_meanwhile_it_waits_for_the_person(windows: Windows) -> None:
    windows.allow(*OFFLINE)
    page = windows.open("reviewer")
    article = put_in(page, "the pier of expiry")
    open_claim(page, article)
    page.context.set_offline(True)
    fill_in(page, rating="True", why="Before the session ended.")
    save(page)
    expect(waiting(page)).to_contain_text("1 verdict waits")
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    expect(waiting(page)).to_contain_text("You are signed out. Sign in and it goes out.", timeout=15_000)
    sign_in(page, "editor")
    expect(waiting(page)).to_be_hidden()
    page.context.clear_cookies()
    sign_in(page, "reviewer")
    expect_nothing_kept(page, "outbox")
    assert verdicts(page, article)[0] == ["Before the session ended."]


def test_without_a_line_a_page_says_what_is_kept_and_nothing_of_an_article_is(windows: Windows) -> None:
    windows.allow(*OFFLINE)
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the pier of no line"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_for(page, "navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    fill_in(page, rating="True", why="Kept.")
    save(page)
    expect(waiting(page)).to_contain_text("1 verdict waits")
    page.reload()
    expect(page.get_by_role("heading", name="The server cannot be reached.")).to_be_visible()
    expect(page.locator("[data-count=verdicts] strong")).to_have_text("1")
    expect(page.locator("[data-count=drafts] strong")).to_have_text("1")
    stored = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name))))"
        ".then((kept) => Promise.all(kept.map((one) => one.keys())))"
        ".then((all) => all.flat().map((request) => new URL(request.url).pathname))"
    )
    assert "/offline/" in stored
    assert [path for path in stored if not path.startswith("/static/")] == ["/offline/"]
    page.context.set_offline(False)
    expect_nothing_kept(page, "outbox")
    expect(part(page, "Your verdicts")).to_contain_text("Kept.", timeout=15_000)


def test_a_server_that_stops_in_the_middle_loses_nothing(windows: Windows, installation: Installation) -> None:
    windows.allow(*OFFLINE, "status of 50[234]")
    page = windows.open("reviewer")
    article = put_in(page, "the pier of restarts")
    open_claim(page, article)
    rationale(page).fill("Begun before the stop")
    expect_draft_saved(page)
    installation.stop()
    rationale(page).focus()
    page.keyboard.press("End")
    page.keyboard.type(", ended after it.")
    expect(panel(page).get_by_text("Kept on this device, no connection")).to_be_visible()
    fill_in(page, rating="Mostly true", why="Begun before the stop, ended after it.")
    save(page)
    expect(waiting(page)).to_contain_text("1 verdict waits")
    assert len(kept(page, "outbox")) == 1
    installation.start()
    page.reload()
    expect(waiting(page)).to_be_hidden()
    expect_nothing_kept(page, "outbox")
    assert verdicts(page, article)[0] == ["Begun before the stop, ended after it."]
