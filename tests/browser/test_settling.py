"""An editor's whole path: a dispute on the desk, both verdicts side by side, a ruling, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import judge, open_claim, panel, part, put_in, reload_until
from tests.browser.test_accessibility import troubles
from tests.browser.windows import DESK

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

TITLE = "the quay of rulings"


def test_a_dispute_is_settled_and_taken_back(windows: Windows) -> None:
    reviewer, editor = windows.open("reviewer"), windows.open("editor")
    article = put_in(reviewer, TITLE)
    _differ(reviewer, editor, article)
    _go_from_the_desk(editor)
    _write_a_ruling(editor)
    open_claim(reviewer, article)
    ruling = part(reviewer, "Ruling")
    expect(ruling).to_contain_text("The paper leaves out one half.")
    expect(ruling).to_contain_text("2 verdicts dissent")
    _take_it_back(editor, article)
    editor.get_by_role("button", name="Accept this (Demo reviewer)").click()
    reload_until(reviewer, ruling.get_by_text("1 verdict dissents").is_visible)


def test_a_dispute_goes_back_to_its_reviewer_and_two_rulings_are_put_together(windows: Windows) -> None:
    reviewer, editor = windows.open("reviewer"), windows.open("editor")
    article = put_in(reviewer, "the bridge of footnotes")
    _differ(reviewer, editor, article)
    panel(editor).get_by_role("link", name="Settle it").click()
    expect(editor.locator("body")).to_contain_text("A vote takes 3 voters besides its author")
    for box in editor.get_by_role("checkbox", name="Combine").all():
        box.check()
    editor.get_by_role("button", name="Start a ruling from the chosen ones").click()
    expect(editor.get_by_label("Why", exact=True)).to_have_value(
        "Demo reviewer (Confirmed, True): It is true, by what was read.\n\n"
        "Demo editor (Confirmed, False): It is false, by what was read."
    )
    editor.get_by_label("A question to those who judged it").fill("And the footnote?")
    editor.get_by_role("button", name="Send it back").click()
    expect(editor.get_by_role("region", name="Send it back")).to_contain_text("waits for an answer")
    assert troubles(editor) == {}
    reviewer.goto("/")
    reviewer.get_by_role("region", name="Came back to you").get_by_role("link").click()
    returned = part(reviewer, "Came back to you")
    expect(returned).to_contain_text("And the footnote?")
    assert troubles(reviewer) == {}
    returned.get_by_role("textbox").fill("It says the same.")
    returned.get_by_role("button", name="Answer").click()
    expect(part(reviewer, "Came back to you")).to_contain_text("It says the same.")
    editor.reload()
    expect(editor.get_by_role("region", name="Send it back")).to_contain_text("It says the same.")


def _differ(reviewer: Page, editor: Page, article: str) -> None:
    for page, rating in ((reviewer, "True"), (editor, "False")):
        open_claim(page, article)
        judge(page, rating=rating, why=f"It is {rating.lower()}, by what was read.")
    reload_until(editor, panel(editor).get_by_role("link", name="Settle it").is_visible)
    expect(panel(reviewer).get_by_role("link", name="Settle it")).to_have_count(0)


def _go_from_the_desk(editor: Page) -> None:
    editor.goto("/")
    editor.get_by_role("region", name="What waits on whom").get_by_role("link", name="disputed").click()
    editor.get_by_label("Article").select_option(label=f"{TITLE} (1)")
    editor.get_by_role("button", name="Show").click()
    editor.wait_for_url("**article=**")
    assert troubles(editor) == {}
    editor.locator(".disputes").get_by_role("link").click()
    columns = editor.get_by_role("region", name="The verdicts").get_by_role("heading", level=3)
    expect(columns).to_have_text(["Demo reviewer", "Demo editor"])
    assert troubles(editor) == {}


def _write_a_ruling(editor: Page) -> None:
    editor.get_by_role("link", name="Start from it (Demo editor)").click()
    expect(editor.get_by_label("Why", exact=True)).to_have_value("It is false, by what was read.")
    dissent = editor.locator("#dissent")
    expect(dissent).to_contain_text("Recorded as dissent Demo reviewer (Confirmed, True)")
    editor.get_by_role("group", name="Is it true?").get_by_role("radio", name="Half true").check()
    expect(dissent).to_contain_text("none of the verdicts as they stand")
    editor.get_by_label("Why", exact=True).fill("The paper leaves out one half.")
    editor.get_by_role("button", name="Settle it").click()
    expect(editor.locator("body")).to_contain_text("is settled: Confirmed, Half true")


def _take_it_back(editor: Page, article: str) -> None:
    editor.set_viewport_size(DESK)  # type: ignore[arg-type]
    open_claim(editor, article)
    part(editor, "Ruling").get_by_role("link", name="Review the ruling").click()
    editor.get_by_text("Take it back").click()
    assert troubles(editor) == {}
    editor.get_by_label("Why it is reopened").fill("The company answered.")
    editor.get_by_role("button", name="Reopen the claim").click()
    expect(editor.get_by_role("region", name="Rulings so far")).to_contain_text("The company answered.")
    expect(editor.get_by_role("heading", level=1)).to_contain_text("disputed")
