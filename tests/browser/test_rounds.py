"""The whole way of two rounds: a reviewer asks and answers, two others judge from it, what differs returns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import judge, open_claim, panel, part, put_in, reload_until
from tests.browser.axe import troubles

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.windows import Windows

TITLE = "the quay of two rounds"
MINUTES = "The council met on the third of June. The plan was published on the same day."


def test_questions_then_verdicts_then_questions_again(windows: Windows) -> None:
    reviewer, editor, owner = (windows.open(who) for who in ("reviewer", "editor", "owner"))
    windows.allow(r"422 \(Unprocessable Entity\)")
    with _two_rounds(owner):
        article = put_in(reviewer, TITLE)
        open_claim(reviewer, article)
        _add_a_passage(reviewer)
        _gather(reviewer)
        expect(_round(reviewer)).to_contain_text("You took part in round one; somebody else judges the claim.")
        expect(reviewer.locator("#verdict-form")).to_have_count(0)
        for page, rating in ((editor, "True"), (owner, "False")):
            open_claim(page, article)
            expect(_round(page)).to_contain_text("The plan was published on the same day.")
            judge(page, rating=rating, why=f"By the answers it is {rating.lower()}.")
        returned = _round(reviewer).get_by_text("The claim came back to round one.")
        reload_until(reviewer, returned.is_visible)
        expect(panel(reviewer)).not_to_contain_text("By the answers it is")
        expect(_round(reviewer)).to_contain_text("ask something more, or answer anew")
        _ask(reviewer, "Who published it?")
        expect(_round(reviewer).locator(".threads > li")).to_have_count(2)
        assert troubles(reviewer) == {}


@contextmanager
def _two_rounds(owner: Page) -> Iterator[None]:
    _switch(owner, on=True)
    try:
        yield
    finally:
        _switch(owner, on=False)


def _switch(owner: Page, *, on: bool) -> None:
    owner.goto("/settings/")
    owner.get_by_label("Two rounds").set_checked(on)
    owner.get_by_role("button", name="Save").first.click()
    expect(owner.get_by_text("The settings are saved.")).to_be_visible()


def _round(page: Page) -> Locator:
    return part(page, "Questions and answers")


def _add_a_passage(page: Page) -> None:
    """A document of the library, quoted against the claim in hand; back at the claim."""
    claim = page.url.rpartition("claim=")[2]
    page.goto("/library/new/")
    page.get_by_label("Title").fill("Minutes of June")
    page.get_by_label("Text", exact=True).fill(MINUTES)
    page.get_by_role("button", name="Add to the library").click()
    page.get_by_role("heading", name="Minutes of June").wait_for()
    page.goto(f"{page.url.partition('?')[0]}?claim={claim}")
    page.get_by_label("The passage, word for word").fill("The plan was published on the same day.")
    page.get_by_role("button", name="Set it against the claim").click()
    expect(part(page, "Evidence")).to_contain_text("The plan was published on the same day.")


def _ask(page: Page, question: str) -> None:
    field = _round(page).get_by_label("A question that bears on the claim")
    field.fill(question)
    _round(page).get_by_role("button", name="Ask", exact=True).click()
    expect(_round(page).locator(".asked").filter(has_text=question)).to_be_visible()
    expect(field).to_have_value("")


def _gather(page: Page) -> None:
    expect(_round(page)).to_contain_text("Nothing has been asked yet.")
    assert troubles(page) == {}
    _ask(page, "When was the plan published?")
    _round(page).get_by_role("button", name="Close round one").click()
    expect(_round(page).get_by_role("alert")).to_contain_text("Question 1 has no answer yet")
    _round(page).get_by_text("Answer", exact=True).click()
    expect(_round(page).get_by_label("Yes", exact=True)).not_to_be_visible()
    passage = _round(page).get_by_label("The passage it rests on")
    passage.select_option(
        passage.locator("option").filter(has_text="The plan was published").get_attribute("value")
    )
    _round(page).get_by_label("The answer").fill("on the same day")
    _round(page).get_by_role("button", name="Give this answer").click()
    expect(_round(page).locator(".rests")).to_contain_text("The plan was published on the same day.")
    assert troubles(page) == {}
    _round(page).get_by_role("button", name="Close round one").click()
    expect(_round(page)).to_contain_text("Round two")
