"""Pasting an article: odd letters, progress without a reload, refusals that keep what was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import STORY, claims_of, put_in, text_of
from tests.browser.exported import exported
from tests.browser.windows import stays

if TYPE_CHECKING:
    from tests.browser.windows import Windows

ODD = (
    "Zoë’s café 🍵 reopens\r\n\r\n"
    "The mayor said that the cafe\u0301 🍵👩‍👩‍👧 would reopen in May.\r\n\r\n"
    "“שלום לכולם,” said Rina Levi, the café’s owner.\r\n\r\n"
    "قال الوزير إن الميناء سيغلق في يونيو."
)


def test_an_odd_text_is_split_before_ones_eyes(windows: Windows) -> None:
    page = windows.open("reviewer", "/articles/new/")
    page.get_by_label("Text", exact=True).fill(ODD)
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë’s café 🍵 reopens")
    same = stays(page)
    expect(claims_of(page).first).to_be_visible()
    assert same()
    for words in ("cafe\u0301 🍵👩‍👩‍👧 would reopen", "שלום לכולם", "قال الوزير إن الميناء"):
        expect(text_of(page)).to_contain_text(words)
    found = exported(page)
    text = found["revision"]["text"]
    assert text == ODD.replace("\r\n", "\n")
    for claim in found["claims"]:
        for span in claim["spans"]:
            assert text[span["start"] : span["end"]] == span["quote"]
    marked = [claim for claim in found["claims"] if "cafe\u0301" in claim["text"]]
    assert marked
    covered = text_of(page).locator(f'mark[data-claim="{marked[0]["id"]}"]').evaluate("(mark) => mark.textContent")
    assert covered == marked[0]["spans"][0]["quote"]


def test_the_lookups_of_a_new_article_end_before_ones_eyes(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the pier of look-ups")
    claims_of(page).first.click()
    same = stays(page)
    page.locator("#lookups-fold").evaluate("(fold) => { fold.open = true }")  # closed where they ended already
    lookups = page.get_by_role("region", name="Look-ups").get_by_role("listitem")
    expect(lookups).to_have_count(3)
    for lookup in lookups.all():
        expect(lookup).to_contain_text("Succeeded")
    expect(lookups.first).to_contain_text(re.compile(r"\d+ passages? ·"))
    assert same()


def test_an_article_already_here_is_offered(windows: Windows) -> None:
    windows.allow("status of 422")
    page = windows.open("reviewer")
    article = put_in(page, "the pier of repeats")
    page.goto("/articles/new/")
    page.get_by_label("Text", exact=True).fill(STORY.format(title="the pier of repeats"))
    page.get_by_label("Publisher").fill("The Pier Post")
    page.get_by_role("button", name="Put it in").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("already here")
    expect(told.get_by_role("link", name="the pier of repeats")).to_have_attribute("href", article)
    expect(page.get_by_label("Publisher")).to_have_value("The Pier Post")
    page.get_by_label("Put it in all the same").check()
    page.get_by_role("button", name="Put it in").click()
    expect(claims_of(page).first).to_be_visible()
    assert not page.url.endswith(article)


def test_an_empty_text_is_refused_where_it_was_typed(windows: Windows) -> None:
    windows.allow("status of 422")
    page = windows.open("reviewer", "/articles/new/")
    page.get_by_label("Text", exact=True).fill("  \n ")
    page.get_by_label("Title").fill("A title that stays")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("A title that stays")
