"""Ways to what is asked of somebody outside, and to what is public: experts' links, publication, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.acts import open_claim, panel
from tests.browser.figures_ways import judged_by_two
from tests.browser.ways import Way, at
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_claims_for_an_expert(page: Page) -> None:
    page.goto("/experts/new/")
    page.get_by_role("button", name="Choose its claims").click()
    page.get_by_label("Whom you ask").wait_for()


def to_a_refused_link(page: Page) -> None:
    to_claims_for_an_expert(page)
    page.get_by_label("Whom you ask").fill("An economist")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("alert").wait_for()


def to_a_made_link(page: Page) -> None:
    to_claims_for_an_expert(page)
    page.get_by_label("Whom you ask").fill("An economist, prices and wages")
    page.get_by_label("Your words to them").fill("Thank you for looking at this.")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_label("The link").wait_for()


def to_links(page: Page) -> None:
    to_a_made_link(page)
    page.get_by_role("link", name="To the experts").click()


def to_an_experts_page(page: Page) -> None:
    to_a_made_link(page)
    page.goto(page.get_by_label("The link").input_value())
    page.get_by_role("button", name="Send the answers").wait_for()


def to_an_experts_mistake(page: Page) -> None:
    to_an_experts_page(page)
    page.get_by_label("Why, in your words").first.fill("It was more than that.")
    page.get_by_role("button", name="Send the answers").click()
    page.get_by_role("alert").first.wait_for()


def to_an_experts_answer(page: Page) -> None:
    to_an_experts_page(page)
    page.get_by_label("It is right in part").first.check()
    page.get_by_label("Why, in your words").first.fill("It was more than that.")
    page.get_by_role("button", name="Send the answers").click()
    page.get_by_text("your answers are kept").wait_for()


def to_a_published_ruling(page: Page, title: str = "the lock of open words") -> None:
    open_claim(page, judged_by_two(page, title))
    panel(page).get_by_role("link", name="Settle it").click()
    case = page.url
    page.get_by_role("button", name="Accept this").first.click()
    page.goto(case)
    page.get_by_role("button", name="Publish this ruling").click()
    page.get_by_role("heading", name="Published").wait_for()


def to_corrections(page: Page, title: str = "the lock of corrections") -> None:
    to_a_published_ruling(page, title)
    page.get_by_text("Take it back").click()
    page.get_by_label("Why it is reopened").fill("The office published another figure.")
    page.get_by_role("button", name="Reopen the claim").click()
    page.goto("/corrections/")
    page.get_by_text("The office published another figure.").first.wait_for()


def to_public_corrections(page: Page) -> None:
    to_corrections(page, "the lock of open corrections")
    assert page.context.browser
    owner = page.context.browser.new_context(base_url=page.url.split("/corr")[0]).new_page()
    sign_in(owner, "owner")
    owner.goto("/settings/")
    owner.get_by_label("Published rulings and corrections are public").check()
    owner.get_by_role("button", name="Save").click()
    owner.get_by_text("The settings are saved.").wait_for()
    owner.context.close()
    page.reload()
    page.get_by_role("link", name="The public page").click()
    page.get_by_text("The office published another figure.").first.wait_for()


OUTSIDE: dict[str, Way] = {
    "experts": Way(to_links, "expert-list"),
    "an article for an expert": Way(at("/experts/new/"), "expert-new"),
    "claims for an expert": Way(to_claims_for_an_expert, "expert-new"),
    "a refused link": Way(to_a_refused_link, "expert-new"),
    "a made link": Way(to_a_made_link, "expert-new"),
    "an expert's page": Way(to_an_experts_page, "expert-page"),
    "an expert's mistake": Way(to_an_experts_mistake, "expert-page"),
    "an expert's answer": Way(to_an_experts_answer, "expert-page"),
    "a link that leads nowhere": Way(at("/expert/unknown/"), "expert-page"),
    "a published ruling": Way(to_a_published_ruling, "claim-adjudicate"),
    "corrections": Way(to_corrections, "correction-list"),
    "public corrections": Way(to_public_corrections, "correction-public"),
}
