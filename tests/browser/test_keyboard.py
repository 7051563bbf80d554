"""The workbench by keyboard alone: a whole article judged; where the focus goes, and that it can be seen."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.acts import (
    claims_of,
    expect_number,
    open_claim,
    open_seed,
    panel,
    part,
    put_in,
    rationale,
    wait_for,
)  # fmt: skip
from tests.browser.exported import exported
from tests.browser.installation import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

MOST_PRESSES = 60
"""Beyond the texts of the rationales; what people type there is theirs."""

SEED = (ROOT / "seeds" / "tiktok-oracle.txt").read_text(encoding="utf-8")
VERDICTS = {
    1: ("c", "2", "confirmed", "mostly-true"),
    9: ("a", "3", "altered", "half-true"),
    18: ("c", "2", "confirmed", "mostly-true"),
}
"""From these claims on the verdict is another one; it is given by two keys, and as the last one after that."""


class Hands:
    """Two hands on a keyboard. ``pressed`` counts every key or chord; what is written in a field is not counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)

    def write(self, text: str) -> None:
        self.page.keyboard.insert_text(text)


def why(number: int) -> str:
    return f"{number}: compared with the library, by keyboard; j, k and n are letters here."


def to_the_article(hands: Hands) -> None:
    """From the list of articles into the newest one, and to its first open claim."""
    hands.page.goto("/articles/")
    article = hands.page.get_by_role("link", name="The seed by keyboard")
    for _time in range(3):  # on a busy machine the first key may come before the page listens
        hands.press("j")
        with suppress(AssertionError):
            expect(article).to_be_focused(timeout=2000)
            break
    expect(article).to_be_focused()
    hands.press("Enter")
    expect(claims_of(hands.page).first).to_be_visible()
    hands.page.wait_for_load_state("load")
    hands.press("n")


def judge_by_keys(hands: Hands, number: int, *, total: int) -> None:
    """The claim in hand: two questions, or the same as the last; why; on to the next open one."""
    expect(panel(hands.page).get_by_text(re.compile(rf"^\s*{number} of {total}\s*$"))).to_be_visible()
    hands.press(*(VERDICTS[number][:2] if number in VERDICTS else ("=",)))
    expect(rationale(hands.page)).to_be_focused()
    hands.write(why(number))
    with hands.page.expect_response(lambda answer: answer.request.method == "POST" and "/judge/" in answer.url):
        hands.press("Control+Enter")


def test_a_whole_article_is_judged_by_keyboard_alone(windows: Windows, capsys: pytest.CaptureFixture[str]) -> None:
    page = windows.open("editor")
    put_in(page, "The seed by keyboard", SEED.replace("{", "").replace("\n\n", "\n\n\n", 1))
    hands = Hands(page)
    to_the_article(hands)
    total = len(exported(page)["claims"])
    assert total > 20
    for number in range(1, total + 1):
        judge_by_keys(hands, number, total=total)
    given = {claim["number"]: claim["verdicts"] for claim in exported(page)["claims"]}
    assert {number: len(verdicts) for number, verdicts in given.items()} == dict.fromkeys(range(1, total + 1), 1)
    for number, [verdict] in given.items():
        _keys, _also, finding, rating = VERDICTS[max(first for first in VERDICTS if first <= number)]
        assert (verdict["finding"], verdict["rating"]["slug"]) == (finding, rating)
        assert verdict["rationale"] == why(number)
    with capsys.disabled():
        print(f"\n{total} claims judged by {hands.pressed} key presses beyond the rationales")  # noqa: T201
    assert hands.pressed < MOST_PRESSES


@pytest.fixture
def bench(windows: Windows) -> Page:
    """The reviewer's window on the demo's article."""
    page = windows.open("reviewer")
    open_seed(page)
    return page


class TestJudging:
    def test_the_focus_goes_to_the_rationale_with_the_second_answer(self, windows: Windows) -> None:
        page = windows.open("reviewer")
        open_claim(page, put_in(page, "the quay of two questions"))
        page.keyboard.press("2")
        expect(panel(page).locator("label", has_text="Mostly true").get_by_role("radio")).to_be_focused()
        page.keyboard.press("a")
        expect(rationale(page)).to_be_focused()
        page.keyboard.type("As it was said.")
        page.keyboard.press("Control+Enter")
        expect_number(page, 2)
        page.keyboard.press("k")
        expect_number(page, 1)
        page.keyboard.press("3")
        expect(panel(page).locator("label", has_text="Half true").get_by_role("radio")).to_be_focused()
        expect(rationale(page)).to_have_value("As it was said.")

    def test_evidence_is_walked_and_cited(self, windows: Windows) -> None:
        page = windows.open("reviewer")
        open_claim(page, put_in(page, "the quay of passages"))
        boxes = part(page, "Evidence").get_by_role("checkbox", name="Cite this passage")
        expect(boxes.nth(1)).to_be_visible()
        page.keyboard.press("e")
        expect(boxes.nth(0)).to_be_focused()
        page.keyboard.press("e")
        expect(boxes.nth(1)).to_be_focused()
        page.keyboard.press("Space")
        expect(boxes.nth(1)).to_be_checked()
        expect(boxes.nth(0)).not_to_be_checked()

    def test_to_the_verdict_and_the_list(self, windows: Windows) -> None:
        page = windows.open("reviewer")
        open_claim(page, put_in(page, "the quay of places"))
        page.keyboard.press("v")
        expect(panel(page).get_by_role("radio", name="Confirmed")).to_be_focused()
        page.keyboard.press("r")
        expect(rationale(page)).to_be_focused()
        page.keyboard.press("Escape")
        expect(panel(page)).to_be_focused()
        page.keyboard.press("l")
        expect(claims_of(page).first).to_be_visible()


OUTLINE = """() => {
  const outlined = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const around = [document.activeElement, document.activeElement.closest("label")].filter(Boolean);
  return around.some((one) => outlined(getComputedStyle(one)));
}"""
WHERE = """() => {
  const part = document.activeElement.closest(".skip, .top, #wb-head, #text-pane, #minimap, #panel, body");
  return part.id || part.classList[0];
}"""


class TestTheFocus:
    def test_it_goes_through_head_text_and_panel_in_this_order_and_can_be_seen(self, bench: Page) -> None:
        claims_of(bench).first.press("Enter")
        expect_number(bench, 1)
        bench.reload()
        bench.wait_for_load_state("load")
        order, unseen = [], []
        for _ in range(400):
            bench.keyboard.press("Tab")
            where = bench.evaluate(WHERE)
            if where == "bench":  # the body: round once
                break
            order += [where] if order[-1:] != [where] else []
            if not bench.evaluate(OUTLINE):
                unseen.append(bench.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        assert order == ["skip", "top", "wb-head", "text-pane", "minimap", "panel"]
        assert unseen == []

    def test_it_is_not_lost_when_the_panel_changes(self, bench: Page) -> None:
        for key, number in (("n", 1), ("j", 2), ("j", 3), ("k", 2)):
            bench.keyboard.press(key)
            expect_number(bench, number)  # and the panel has the focus
        bench.keyboard.press("l")
        expect(claims_of(bench).first).to_be_visible()
        wait_for(bench, "document.activeElement.closest('#panel')")
        bench.keyboard.press("j")
        expect(claims_of(bench).locator(":scope:focus")).to_have_count(1)
