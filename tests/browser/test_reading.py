"""An article and its claims: marked where they stand, chosen by hand and by key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.acts import claims_of, expect_number, open_seed, panel, part, text_of
from tests.browser.exported import exported

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

# The words that one claim's marks cover, a mark within a mark counted once.
MARKED = """(article, [selector, id]) => [...article.querySelectorAll(`${selector}[data-claim="${id}"]`)]
  .map((mark) => mark.textContent).join("")"""


@pytest.fixture
def bench(windows: Windows) -> Page:
    """The reviewer's window on the demo's article."""
    opened = windows.open("reviewer")
    open_seed(opened)
    return opened


def test_every_claim_is_marked_with_its_source_and_cue(bench: Page) -> None:
    claims = exported(bench)["claims"]
    assert len(claims) > 10
    expect(claims_of(bench)).to_have_count(len(claims))
    article = text_of(bench)
    for claim in claims:
        words = "".join(span["quote"] for span in claim["spans"])
        assert article.evaluate(MARKED, ["mark", claim["id"]]) == words
        for role, key in ((".src", "source_spans"), (".cue", "cue_spans")):
            quotes = [span["quote"] for hop in claim["attributions"] for span in hop[key]]
            assert article.evaluate(MARKED, [role, claim["id"]]) == "".join(sorted(quotes, key=words_at(claim)))


def words_at(claim: dict[str, Any]) -> Any:
    """Where a quote stands, so that several come in the order of the text."""
    places = {
        span["quote"]: span["start"]
        for hop in claim["attributions"]
        for key in ("source_spans", "cue_spans")
        for span in hop[key]
    }
    return places.__getitem__


def test_the_text_on_the_page_is_the_frozen_text(bench: Page) -> None:
    frozen = exported(bench)["revision"]["text"]
    shown = text_of(bench).evaluate("(article) => article.textContent")
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", frozen)


def test_a_claim_is_chosen_by_a_click_in_the_text(bench: Page) -> None:
    mark = text_of(bench).locator("mark").nth(2)
    mark.get_by_role("link").first.click()
    expect(part(bench, "The claim")).to_contain_text(mark.inner_text().strip()[:30])
    expect(bench).to_have_url(re.compile(r"\?claim="))
    expect(part(bench, "Who said it")).to_be_visible()
    expect(mark).to_have_class(re.compile(r"\bon\b"))


def test_who_said_it_names_source_cue_and_kind_of_speech(bench: Page) -> None:
    claim = next(
        each
        for each in exported(bench)["claims"]
        if each["speech"] == "indirect"
        and (hops := each["attributions"])
        and hops[0]["source_spans"]
        and hops[0]["cue"]
    )
    claims_of(bench).nth(claim["number"] - 1).click()
    hop = claim["attributions"][0]
    expect(part(bench, "The claim")).to_contain_text("Indirect")
    expect(part(bench, "Who said it")).to_contain_text(hop["source_spans"][0]["quote"])
    expect(part(bench, "Who said it").locator("q")).to_have_text(hop["cue"])


def test_keys_walk_through_the_claims(bench: Page) -> None:
    bench.keyboard.press("n")
    expect_number(bench, 1)
    bench.keyboard.press("j")
    expect_number(bench, 2)
    bench.keyboard.press("j")
    expect_number(bench, 3)
    bench.keyboard.press("k")
    expect_number(bench, 2)
    bench.go_back()
    expect_number(bench, 3)
    bench.keyboard.press("l")
    expect(claims_of(bench).first).to_be_visible()


def test_the_question_mark_shows_the_keys_and_escape_closes_them(bench: Page) -> None:
    bench.keyboard.press("?")
    sheet = bench.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    bench.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_the_list_is_filtered_by_words(bench: Page) -> None:
    bench.keyboard.press("/")
    bench.keyboard.type("walmart")
    for row in claims_of(bench).filter(visible=True).all():
        expect(row).to_contain_text(re.compile("walmart", re.IGNORECASE))
    bench.keyboard.type(" and no such words")
    expect(panel(bench).get_by_text("No claim has these words.")).to_be_visible()
