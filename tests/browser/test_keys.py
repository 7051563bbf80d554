"""Keys of one's own, keys that rest when they should, and keys that move about."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.acts import claims_of, expect_number, open_claim, open_seed, panel, part, put_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.windows import Windows


@pytest.fixture
def bench(windows: Windows) -> Page:
    """The reviewer's window on the demo's article."""
    page = windows.open("reviewer")
    open_seed(page)
    return page


@pytest.fixture
def own_keys(bench: Page) -> Iterator[Page]:
    """The same; whatever keys the test chooses are put back after it."""
    yield bench
    bench.goto("/settings/keys/")
    if bench.get_by_role("button", name="Switch them on").is_visible():
        bench.get_by_role("button", name="Switch them on").click()
    if bench.get_by_role("button", name="All back to the usual").is_visible():
        bench.get_by_role("button", name="All back to the usual").click()
    expect(bench.locator("main").get_by_text("Single keys are on.")).to_be_visible()


class TestKeysOfOnesOwn:
    def test_an_act_gets_another_key_and_the_hints_follow(self, own_keys: Page) -> None:
        page, article = own_keys, own_keys.url
        page.keyboard.press("?")
        page.get_by_role("link", name="Change the keys").click()
        page.wait_for_load_state("load")  # until then a key is added to the field's, not put in its place
        page.get_by_label("Next open claim", exact=True).focus()
        page.keyboard.press("q")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The keys are saved.")).to_be_visible()
        page.goto(article)
        page.keyboard.press("n")
        expect(claims_of(page).first).to_be_visible()
        expect(panel(page).get_by_role("link", name="Next open claim").locator("kbd")).to_have_text("q")
        page.keyboard.press("q")
        expect_number(page, 1)

    def test_a_key_that_is_taken_is_refused_by_name_and_stays_in_its_field(
        self, own_keys: Page, windows: Windows
    ) -> None:
        windows.allow("status of 422")
        page = own_keys
        page.goto("/settings/keys/")
        page.get_by_label("All claims", exact=True).fill("q")
        page.get_by_label("Write the rationale", exact=True).fill("j")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
        for label in ("Write the rationale", "Next claim, or next row"):
            expect(page.get_by_label(label, exact=True)).to_have_accessible_description(
                re.compile("“Next claim, or next row” and “Write the rationale”")
            )
        expect(page.get_by_label("Next claim, or next row", exact=True)).to_be_focused()
        expect(page.get_by_label("Write the rationale", exact=True)).to_have_value("j")
        expect(page.get_by_label("All claims", exact=True)).to_have_value("q")

    def test_switched_off_they_do_nothing_on_every_device(self, own_keys: Page, windows: Windows) -> None:
        page = own_keys
        hint = page.get_by_role("link", name="Next open claim").locator("kbd")
        expect(hint).to_be_visible()
        page.keyboard.press("?")
        with page.expect_response("**/settings/keys/"):
            page.get_by_label("Single keys are on").uncheck()
        page.keyboard.press("Escape")
        expect(hint).to_be_hidden()
        elsewhere = windows.open("reviewer")
        open_seed(elsewhere)
        for each in (page, elsewhere):
            for key in ("n", "j", "?", "/"):
                each.keyboard.press(key)
            expect(each.get_by_role("dialog")).to_be_hidden()
            expect(claims_of(each).first).to_be_visible()
            assert each.evaluate("document.activeElement.matches('body, #panel')")


class TestKeysThatRest:
    def test_while_somebody_types(self, bench: Page) -> None:
        bench.keyboard.press("/")
        field = bench.get_by_label("Filter by words")
        expect(field).to_be_focused()
        bench.keyboard.type("n?/j1c")
        expect(field).to_have_value("n?/j1c")
        expect(bench.get_by_role("dialog")).to_be_hidden()
        bench.keyboard.press("Escape")
        expect(field).not_to_be_focused()

    def test_while_the_sheet_is_open(self, bench: Page) -> None:
        bench.keyboard.press("?")
        sheet = bench.get_by_role("dialog", name="Keys")
        expect(sheet).to_be_visible()
        for key in ("n", "j", "l", "/"):
            bench.keyboard.press(key)
        bench.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        expect(claims_of(bench).first).to_be_visible()
        assert "claim=" not in bench.url

    def test_with_modifiers_and_in_an_open_menu(self, bench: Page) -> None:
        for key in ("Control+j", "Alt+n", "Meta+n"):
            bench.keyboard.press(key)
        menu = bench.get_by_role("banner").locator("summary", has_text="Demo reviewer")
        menu.focus()
        bench.keyboard.press("Enter")
        bench.keyboard.press("n")
        expect(bench.get_by_role("link", name="Keys", exact=True)).to_be_visible()
        bench.keyboard.press("Escape")
        assert "claim=" not in bench.url
        bench.keyboard.press("n")
        expect_number(bench, 1)

    def test_while_a_word_is_composed(self, bench: Page) -> None:
        composing = {"key": "n", "bubbles": True, "isComposing": True, "cancelable": True}
        assert bench.evaluate("(how) => document.body.dispatchEvent(new KeyboardEvent('keydown', how))", composing)
        plain = composing | {"isComposing": False}
        assert not bench.evaluate("(how) => document.body.dispatchEvent(new KeyboardEvent('keydown', how))", plain)
        expect_number(bench, 1)

    def test_keys_without_anything_to_do_are_left_to_the_browser(self, bench: Page) -> None:
        free = {"bubbles": True, "cancelable": True}
        for key in ("'", "q", "e", "v", "1", "Tab", " ", "ArrowDown", "F5"):
            assert bench.evaluate(
                "(how) => document.body.dispatchEvent(new KeyboardEvent('keydown', how))", free | {"key": key}
            ), key
        expect(bench.locator("[role=application]")).to_have_count(0)


class TestMoving:
    def test_rows_are_walked_where_no_claim_is_in_hand(self, bench: Page) -> None:
        bench.keyboard.press("j")
        expect(claims_of(bench).nth(0)).to_be_focused()
        bench.keyboard.press("j")
        expect(claims_of(bench).nth(1)).to_be_focused()
        bench.keyboard.press("k")
        expect(claims_of(bench).nth(0)).to_be_focused()
        bench.keyboard.press("Enter")
        expect_number(bench, 1)

    def test_caps_lock_and_keyboards_of_other_scripts(self, bench: Page) -> None:
        send = "(how) => document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, ...how}))"
        bench.evaluate(send, {"key": "N", "code": "KeyN", "modifierCapsLock": True})
        expect_number(bench, 1)
        bench.evaluate(send, {"key": "о", "code": "KeyJ"})
        expect_number(bench, 2)
        bench.evaluate(send, {"key": "K", "code": "KeyK"})  # Shift, and not Caps Lock
        bench.wait_for_timeout(200)
        expect_number(bench, 2)

    def test_the_field_of_the_search(self, windows: Windows) -> None:
        page = windows.open("reviewer", "/search/?q=TikTok")
        page.get_by_role("heading", level=2).first.click()
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page.locator("#results li > a").first).to_be_focused()


def test_an_undo_waits_for_the_edit_before_it(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the mole of hurried keys"))
    words = part(page, "The claim").get_by_role("heading")
    before = words.inner_text()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.split("/")[-2]))
    page.route("**/reshape/", lambda route: (time.sleep(0.3), route.continue_())[-1])
    with page.expect_response("**/undo/") as undone:
        page.keyboard.press(">")
        page.keyboard.press("u")
    assert undone.value.status == 200
    expect(words).to_have_text(before)
    expect(page.get_by_role("button", name="Redo: trimmed claim 1")).to_be_enabled()
    assert [one for one in asked if one in ("reshape", "undo")] == ["reshape", "undo"]
