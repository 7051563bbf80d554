"""Ways to what everybody may read: a published ruling, one that was taken back, and their list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.outside_ways import to_a_published_ruling, to_corrections
from tests.browser.ways import Way
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def opened_to_the_public(page: Page) -> None:
    """An owner says that the project publishes, and who speaks."""
    assert page.context.browser
    base_url = page.url.split("/", 3)
    owner = page.context.browser.new_context(base_url="/".join(base_url[:3])).new_page()
    sign_in(owner, "owner")
    owner.goto("/settings/")
    owner.get_by_label("Published rulings and corrections are public").check()
    owner.get_by_label("Publisher", exact=True).fill("The Harbour Gazette")
    owner.get_by_label("Publisher's address").fill("https://gazette.example")
    owner.get_by_role("button", name="Save").click()
    owner.get_by_text("The settings are saved.").wait_for()
    owner.context.close()


def to_a_public_ruling(page: Page, title: str = "the lock of public rulings") -> None:
    to_a_published_ruling(page, title)
    opened_to_the_public(page)
    page.reload()
    page.get_by_role("link", name="Public address").click()
    page.get_by_role("heading", name="How the ratings read").wait_for()


def to_a_ruling_taken_back(page: Page) -> None:
    to_corrections(page, "the lock of rulings taken back")
    opened_to_the_public(page)
    page.reload()
    page.get_by_role("link", name="All public rulings").click()
    row = page.get_by_role("listitem").filter(has_text="Taken back").first
    row.get_by_role("link").click()
    page.get_by_text("No outcome stands on this claim").wait_for()


def to_all_public_rulings(page: Page) -> None:
    to_a_public_ruling(page, "the lock of all public rulings")
    page.get_by_role("link", name="All fact-checks").first.click()
    page.get_by_role("heading", name="Fact-checks", exact=True).wait_for()


RULED: dict[str, Way] = {
    "a public ruling": Way(to_a_public_ruling, "ruling-public"),
    "a ruling taken back": Way(to_a_ruling_taken_back, "ruling-public"),
    "all public rulings": Way(to_all_public_rulings, "ruling-list"),
}
