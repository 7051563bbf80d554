"""Ways to the API's reference, to the tokens, to one that was just made, and to a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.ways import Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_a_made_token(page: Page) -> None:
    page.goto("/settings/tokens/")
    page.get_by_label("What it is for").fill("The paper's content management system")
    page.get_by_role("button", name="Make token").click()
    page.get_by_label("Token", exact=True).wait_for()


def to_a_refused_token(page: Page) -> None:
    page.goto("/settings/tokens/")
    page.get_by_label("What it is for").fill("Notebook")
    page.get_by_label("Read read").uncheck()
    page.get_by_role("button", name="Make token").click()
    page.get_by_text("Choose what the token may be used for.").wait_for()


TOKENS: dict[str, Way] = {
    "the API": Way(at("/api/"), "api-reference"),
    "an area of the API": Way(at("/api/?area=exports-and-imports")),
    "the API searched": Way(at("/api/?q=idempotency+nothing+such")),
    "tokens": Way(at("/settings/tokens/"), "token-list"),
    "a made token": Way(to_a_made_token),
    "a refused token": Way(to_a_refused_token),
}
