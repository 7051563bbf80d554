"""Ways to the pages of webhooks and the states that they can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.ways import Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_a_webhook(page: Page) -> None:
    page.goto("/settings/webhooks/new/")
    page.get_by_label("Address").fill("https://receiver.invalid/hook")
    for kind in ("article.split", "lookups.done", "verdict.recorded", "claim.ruled"):
        page.get_by_role("checkbox", name=kind).uncheck()
    page.get_by_role("button", name="Make the webhook").click()
    page.get_by_role("heading", name="What was sent").wait_for()


def to_a_refused_address(page: Page) -> None:
    page.goto("/settings/webhooks/new/")
    page.get_by_label("Address").fill("http://169.254.169.254/")
    page.get_by_role("button", name="Make the webhook").click()
    page.get_by_role("alert").first.wait_for()


def to_a_paused_webhook(page: Page) -> None:
    to_a_webhook(page)
    page.get_by_role("button", name="Send a test message").click()
    page.get_by_text("webhook.test").first.wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Paused: nothing is sent there.").wait_for()
    page.get_by_text("The secret, by which").click()
    page.get_by_text("Message and answer").first.click()


def to_a_change(page: Page) -> None:
    to_a_webhook(page)
    page.get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Save").wait_for()


def to_the_list(page: Page) -> None:
    to_a_webhook(page)
    page.goto("/settings/webhooks/")
    page.get_by_text("receiver.invalid").first.wait_for()


HOOKS: dict[str, Way] = {
    "webhooks": Way(to_the_list, "webhook-list", "owner"),
    "a new webhook": Way(at("/settings/webhooks/new/"), "webhook-make", "owner"),
    "a refused address of a webhook": Way(to_a_refused_address, "webhook-make", "owner"),
    "a paused webhook": Way(to_a_paused_webhook, "webhook-page", "owner"),
    "a webhook to be changed": Way(to_a_change, "webhook-change", "owner"),
}
