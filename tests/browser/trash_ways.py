"""Ways to the trash, to what asks for a typed name, and to what is kept for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.acts import put_in
from tests.browser.ways import Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page

HELD = "A story that a letter holds"


def to_something_thrown_away(page: Page) -> None:
    put_in(page, "A story to be thrown away")
    page.get_by_role("button", name="Trash: move the article there").click()
    page.get_by_role("button", name="Undo").wait_for()


def to_the_end_of_it(page: Page) -> None:
    to_something_thrown_away(page)
    page.get_by_role("link", name="Delete for good: A story to be thrown away").first.click()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_role("alert").wait_for()


def to_a_source_to_be_thrown_away(page: Page) -> None:
    page.goto("/sources/")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Move to the trash").click()
    page.get_by_label("To confirm, type").wait_for()


def to_a_wrong_slug(page: Page) -> None:
    page.goto("/settings/trash/")
    page.get_by_role("button", name="Move to the trash").click()
    page.get_by_role("alert").wait_for()


def to_a_hold(page: Page, title: str = HELD) -> None:
    article = put_in(page, title)
    page.goto(f"{article}sourcing/")
    page.get_by_role("link", name="Place a legal hold on this article").click()
    page.get_by_label(f"Why the article “{title}” is held").fill("Letter of the court")
    page.get_by_role("button", name="Place the hold").click()
    page.get_by_role("button", name="Lift: Letter of the court").first.wait_for()


def to_a_held_article(page: Page) -> None:
    to_a_hold(page, "A story that another letter holds")
    page.goto("/articles/?q=another+letter")
    page.get_by_role("link", name="another letter").first.click()
    page.get_by_text("Legal hold on this article: Letter of the court").wait_for()


TRASH: dict[str, Way] = {
    "the trash": Way(at("/trash/"), "trash-page", "owner"),
    "something thrown away": Way(to_something_thrown_away, "trash-page", "owner"),
    "the end of it": Way(to_the_end_of_it, "trash-purge", "owner"),
    "a source to be thrown away": Way(to_a_source_to_be_thrown_away, "source-trash", "owner"),
    "a project to be thrown away": Way(at("/settings/trash/"), "project-trash", "owner"),
    "a wrong slug": Way(to_a_wrong_slug, "project-trash", "owner"),
    "keeping": Way(at("/settings/keeping/"), "keeping-page", "owner"),
    "a hold": Way(to_a_hold, "keeping-page", "owner"),
    "a held article": Way(to_a_held_article, "article-detail", "owner"),
}
