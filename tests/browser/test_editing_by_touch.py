"""Claims made by selecting words with a finger, on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import part, put_in
from tests.browser.selections import select_words
from tests.browser.windows import PHONE

if TYPE_CHECKING:
    from tests.browser.windows import Windows


def test_a_finger_finds_the_tools_at_the_foot_of_a_phone(windows: Windows) -> None:
    page = windows.open("reviewer", viewport=PHONE, has_touch=True)
    put_in(page, "the wharf of thumbs")
    select_words(page, "its users in")
    tools = page.get_by_role("toolbar", name="What the selected words are")
    expect(tools).to_be_visible()
    bar = tools.bounding_box()
    assert bar
    assert bar["x"] == 0
    assert bar["width"] == PHONE["width"]
    assert bar["y"] + bar["height"] == PHONE["height"]
    tools.get_by_role("button", name="New claim").tap()
    expect(part(page, "The claim").get_by_role("heading")).to_have_text("its users in")
