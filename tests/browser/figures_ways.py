"""Ways to the pages of figures and the states that they can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.ways import Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_a_filter_that_is_wrong(page: Page) -> None:
    page.goto("/figures/agreement/?from=May&article=nowhere")
    page.get_by_role("alert").wait_for()


FIGURES: dict[str, Way] = {
    "agreement": Way(at("/figures/agreement/"), "agreement-page"),
    "agreement, nothing fits": Way(at("/figures/agreement/?from=2200-01-01"), "agreement-page"),
    "agreement, a filter that is wrong": Way(to_a_filter_that_is_wrong, "agreement-page"),
    "claims behind figures": Way(at("/figures/agreement/claims/?show=excluded&why=open"), "agreement-claims"),
    "no claims behind figures": Way(at("/figures/agreement/claims/?a=true&b=false"), "agreement-claims"),
    "what is a claim": Way(at("/figures/spans/"), "span-agreement"),
}
