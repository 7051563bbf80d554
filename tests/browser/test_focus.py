"""The focus after parts of the page were swapped, and the page on narrow, zoomed and quiet screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.acts import claims_of, expect_number, fill_in, open_claim, open_seed, panel, part, put_in, save
from tests.browser.axe import overflow
from tests.browser.ways import OPEN

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

NARROW = {"width": 320, "height": 640}
"""CSS px of a window of 1280 px at 400 %, which text has to be read in without scrolling both ways."""

WIDE = """() => [...document.querySelectorAll("body, body *")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.clientWidth > 0)
  .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.matches("html, body, main, #panel, #text-pane"))
  .map((one) => one.outerHTML.slice(0, 100))"""
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running")
  .map((one) => [one.effect.target.outerHTML.slice(0, 80), one.effect.getComputedTiming().duration])
  .filter(([, duration]) => duration > 10)"""

# The body has the focus when what had it is gone; a watcher sees it however short that is after a swap has settled.
WATCH = """() => { window.lost = [];
  const isLost = () => document.activeElement === document.body;
  const then = (act) => setTimeout(() => { if (isLost()) act(); }, 250);  // twice: a swap may be just under way
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    then(() => then(() => window.lost.push(detail.requestConfig?.path ?? "swap")));
  }); }"""


def expect_focus_kept(page: Page, what: str) -> None:
    """Once nothing is swapped any more something other than the body has the focus, and can be seen."""
    page.wait_for_timeout(600)
    where = page.evaluate(
        "[document.activeElement === document.body, document.activeElement.outerHTML.slice(0, 120)]"
    )
    assert where[0] is False, f"the focus is lost after: {what}"
    assert page.evaluate("document.activeElement.checkVisibility()"), f"{where[1]} is out of sight after: {what}"
    assert page.evaluate("window.lost") == [], what


class TestTheFocusIsNotLost:
    @pytest.fixture
    def page(self, windows: Windows, request: pytest.FixtureRequest) -> Page:
        """A claim in hand on an article of the test's own."""
        page = windows.open("reviewer")
        open_claim(page, put_in(page, f"the stair of {request.node.name}"))
        page.evaluate(WATCH)
        return page

    def test_by_verdicts(self, page: Page) -> None:
        save(page)
        expect(panel(page).get_by_role("alert").first).to_be_visible()
        expect_focus_kept(page, "a verdict that is missing something")
        fill_in(page, why="As it was said.")
        save(page)
        expect(part(page, "Your verdicts")).to_contain_text("As it was said.")
        expect_focus_kept(page, "a verdict saved")
        fill_in(page, rating="Half true", why="On second thoughts.")
        panel(page).get_by_role("button", name="Save, next open").click()
        expect_number(page, 2)
        expect_focus_kept(page, "a verdict saved, on to the next")

    def test_by_edits_and_undoing(self, page: Page) -> None:
        panel(page).locator("details").evaluate_all(OPEN)
        for name in ("nudge-end-earlier", "nudge-start-later"):
            button = page.locator(f"#{name}")
            button.focus()
            with page.expect_response("**/reshape/"):
                button.press("Enter")
            expect_focus_kept(page, name)
            assert page.evaluate("document.activeElement.id") == name, "the next press does it again"
        for name in ("edit-undo", "edit-undo", "edit-redo"):
            with page.expect_response(lambda answer: "do/" in answer.url and answer.request.method == "POST"):
                page.locator(f"#{name}").press("Enter")
            expect_focus_kept(page, name)
        panel(page).locator("details").evaluate_all(OPEN)
        with page.expect_response("**/trash/"):
            page.locator("#claim-trash").press("Enter")
        expect_focus_kept(page, "into the trash")

    def test_by_comments(self, page: Page) -> None:
        page.locator("#comments-fold > summary").press("Enter")
        comments = part(page, "Comments")
        comments.get_by_label("Say something").fill("Which month?")
        comments.get_by_role("button", name="Comment", exact=True).press("Enter")
        expect(comments.locator(".words").first).to_be_visible()
        expect_focus_kept(page, "a comment added")
        comments.get_by_text("Answer", exact=True).first.press("Enter")
        comments.get_by_label("Your answer").fill("May.")
        comments.get_by_role("button", name="Answer", exact=True).press("Enter")
        expect(comments.locator(".words").nth(1)).to_be_visible()
        expect_focus_kept(page, "an answer added")
        comments.get_by_role("button", name="Resolve").first.press("Enter")
        expect(comments.locator("li.resolved")).to_have_count(1)
        expect_focus_kept(page, "a thread resolved")

    def test_by_evidence(self, page: Page) -> None:
        supports = part(page, "Evidence").get_by_role("radio", name="Supports").first
        supports.focus()
        with page.expect_response("**/weigh/"):
            supports.press("Space")
        expect_focus_kept(page, "a stance set")

    def test_by_filters_and_the_list(self, page: Page) -> None:
        panel(page).get_by_role("link", name="All claims").press("Enter")
        expect(claims_of(page).first).to_be_visible()
        expect_focus_kept(page, "back to the list")
        panel(page).get_by_role("navigation", name="Show").get_by_role("link").nth(1).press("Enter")
        expect(panel(page).get_by_role("navigation", name="Show").get_by_role("link").nth(1)).to_have_attribute(
            "aria-current", "true"
        )
        expect_focus_kept(page, "a filter chosen")
        claims_of(page).first.press("Enter")
        expect_number(page, 1)
        expect_focus_kept(page, "a claim chosen")


@pytest.mark.parametrize("path", ["/", "/articles/", "/articles/new/", "/settings/keys/", "/nowhere/"])
def test_on_320_px_nothing_is_scrolled_both_ways(windows: Windows, path: str) -> None:
    windows.allow("status of 404")
    page = windows.open("editor", viewport=NARROW)
    page.goto(path)
    assert overflow(page) == []
    assert page.evaluate(WIDE) == []


def test_the_workbench_on_320_px_is_not_scrolled_both_ways(windows: Windows) -> None:
    page = windows.open("editor", viewport=NARROW)
    open_seed(page)
    assert overflow(page) == []
    assert page.evaluate(WIDE) == []
    claims_of(page).nth(2).click()
    part(page, "Who said it").wait_for()
    panel(page).locator("details").evaluate_all(OPEN)
    expect(page.locator("#history-fold")).to_contain_text("The splitter found this claim")
    assert overflow(page) == []
    assert page.evaluate(WIDE) == []


def test_who_wants_less_motion_sees_none(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the stair of stillness"))
    fill_in(page, why="Nothing shall move.")
    for act in (lambda: save(page), lambda: page.keyboard.press("n"), lambda: page.keyboard.press("?")):
        act()
        assert page.evaluate(MOVING) == []
