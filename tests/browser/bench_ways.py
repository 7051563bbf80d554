"""Ways to every state of the workbench: lists, the claim or the sentence in hand, its folds, what went wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import (
    claims_of,
    expect_number,
    fill_in,
    judge,
    open_claim,
    open_seed,
    panel,
    part,
    put_in,
    rationale,
    save,
)  # fmt: skip
from tests.browser.closing import expect_draft_saved
from tests.browser.selections import select_words
from tests.browser.ways import OPEN, Way, throw_away_the_first

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_a_claim(page: Page) -> None:
    open_seed(page)
    claims_of(page).nth(2).click()
    part(page, "Who said it").wait_for()


def to_no_claim_with_these_words(page: Page) -> None:
    open_seed(page)
    page.goto(f"{page.url}?show=disputed&q=nowhere")


def to_a_sentence(page: Page) -> None:
    open_seed(page)
    page.goto(f"{page.url}?sentence=1")
    page.locator("#sentence-panel").wait_for()


def to_the_trash(page: Page) -> None:
    article = put_in(page, "the ramp of throwing away")
    throw_away_the_first(page)
    page.goto(f"{article}?show=trash")


def to_chosen_claims(page: Page) -> None:
    open_seed(page)
    panel(page).locator("[data-pick]").first.check()
    page.locator("#bulk-source > summary").click()


def to_selected_words(page: Page) -> None:
    to_a_claim(page)
    select_words(page, "TikTok")
    tools = page.get_by_role("toolbar", name="What the selected words are")
    tools.get_by_role("button", name="Waive the sentence").click()


def to_the_keys(page: Page) -> None:
    open_seed(page)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def to_open_folds(page: Page) -> None:
    """Editing, voice, look-ups, comments with an answer to one, and the history."""
    open_seed(page)
    claims_of(page).filter(has_text="We are convinced").first.click()
    part(page, "Who said it").wait_for()
    panel(page).locator("details").evaluate_all(OPEN)
    comments = part(page, "Comments")
    comments.get_by_label("Say something").fill("Which month is meant?")
    comments.get_by_role("button", name="Comment", exact=True).click()
    comments.locator(".words").first.wait_for()
    comments.locator("details").evaluate_all(OPEN)
    expect(page.locator("#history-fold")).to_contain_text("The splitter found this claim")


def to_a_judged_claim(page: Page) -> None:
    open_claim(page, put_in(page, "the ramp of verdicts"))
    judge(page, rating="True", why="First.")
    judge(page, rating="Half true", why="Second.")


def to_a_refused_verdict(page: Page) -> None:
    open_claim(page, put_in(page, "the ramp of refusals"))
    save(page)
    panel(page).get_by_role("alert").first.wait_for()


def to_two_texts_side_by_side(page: Page) -> None:
    """Begun here, while another device, which had opened the claim as well, has saved more."""
    open_claim(page, put_in(page, "the ramp of two hands"))
    assert page.context.browser
    device = page.context.browser.new_context(storage_state=page.context.storage_state())
    other = device.new_page()
    other.goto(page.url)
    rationale(other).fill("The mayor said so in May.")
    expect_draft_saved(other)
    device.close()
    rationale(page).fill("The mayor said so in June.")
    page.locator("#verdict-form .sides").wait_for()


def to_a_verdict_that_waits(page: Page) -> None:
    open_claim(page, put_in(page, "the ramp of tunnels"))
    page.context.set_offline(True)
    fill_in(page, why="Written in a tunnel.")
    save(page)
    expect(page.locator("#outbox")).to_contain_text(re.compile("1 verdict waits"))
    page.locator("#offline").wait_for()


def to_begun_verdicts(page: Page) -> None:
    """The desk, with a draft and with what waits on others."""
    open_claim(page, put_in(page, "the ramp of begun things"))
    judge(page, rating="True", why="Judged by one; another has to.")
    panel(page).get_by_role("link", name=re.compile("^Next")).first.click()
    expect_number(page, 2)
    rationale(page).fill("Half a thought.")
    expect_draft_saved(page)
    page.goto("/")
    page.get_by_role("heading", name="Begun and not given yet").wait_for()


BENCH: dict[str, Way] = {
    "the list of claims": Way(open_seed, "article-detail"),
    "a list without a claim": Way(to_no_claim_with_these_words, "article-detail"),
    "a claim in hand": Way(to_a_claim, "article-detail"),
    "a sentence in hand": Way(to_a_sentence, "article-detail"),
    "the trash": Way(to_the_trash, "article-detail"),
    "chosen claims": Way(to_chosen_claims, "article-detail"),
    "selected words": Way(to_selected_words, "article-detail"),
    "the keys": Way(to_the_keys, "article-detail"),
    "open folds": Way(to_open_folds, "article-detail"),
    "a judged claim": Way(to_a_judged_claim, "article-detail"),
    "a refused verdict": Way(to_a_refused_verdict, "article-detail"),
    "two texts side by side": Way(to_two_texts_side_by_side, "article-detail"),
    "a verdict that waits": Way(to_a_verdict_that_waits, "article-detail"),
    "a desk with begun things": Way(to_begun_verdicts, "desk"),
}
