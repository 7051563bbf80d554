"""Ways to notices, to questions to the editor and to what a claim's people say of its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.acts import expect_number, open_seed, panel, part
from tests.browser.bench_ways import to_a_claim
from tests.browser.ways import OPEN, Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_an_asked_question(page: Page) -> None:
    to_a_claim(page)
    page.locator("#ask-fold > summary").click()
    page.get_by_label("Your question about this claim").fill("Which month is meant?")
    page.locator("#ask-go").click()
    page.locator("#questions .threads").wait_for()


def to_an_answer(page: Page) -> None:
    to_an_asked_question(page)
    page.locator("#questions").get_by_role("link", name="Answer").first.click()
    page.locator("#as-example > summary").click()


def to_questions(page: Page) -> None:
    to_an_asked_question(page)
    page.goto("/questions/")
    page.get_by_role("heading", name="Questions", exact=True).wait_for()


def to_offered_names(page: Page) -> None:
    open_seed(page)
    panel(page).locator("#claim-list a").nth(2).click()
    expect_number(page, 3)
    comments = part(page, "Comments")
    comments.locator("details").evaluate_all(OPEN)
    comments.get_by_label("Say something").press_sequentially("Look, @")
    page.get_by_role("listbox", name="Who can be named").wait_for()


TALK: dict[str, Way] = {
    "notices": Way(at("/notices/"), "notice-list"),
    "notices by mail": Way(at("/settings/notices/"), "notice-settings"),
    "questions": Way(to_questions, "question-list"),
    "an asked question": Way(to_an_asked_question, "article-detail"),
    "an answer": Way(to_an_answer, "question-answer"),
    "offered names": Way(to_offered_names, "article-detail"),
}
