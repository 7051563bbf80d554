"""Ways to the pages of figures and the states that they can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.browser.acts import claims_of, judge, open_claim, panel, put_in, reload_until
from tests.browser.ways import Go, Way, at
from tests.browser.windows import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_a_filter_that_is_wrong(page: Page) -> None:
    page.goto("/figures/agreement/?from=May&article=nowhere")
    page.get_by_role("alert").wait_for()


def judged_by_two(page: Page, title: str) -> str:
    """An article whose first claim an editor and a reviewer judged; one more claim is in the trash."""
    article = put_in(page, title)
    number = claims_of(page).count()
    open_claim(page, article)
    judge(page, rating="True", why="It is what was read.")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    assert page.context.browser
    other = page.context.browser.new_context(base_url=origin, reduced_motion="reduce").new_page()
    sign_in(other, "reviewer")
    open_claim(other, article)
    judge(other, rating="False", why="It is not what was read.")
    if number > 1:
        open_claim(other, article, number)
        other.locator("#panel details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true; })")
        with other.expect_response("**/trash/"):
            other.locator("#claim-trash").click()
    other.context.close()
    reload_until(page, panel(page).get_by_role("link", name="Settle it").is_visible)
    return article


def to_figures(path: str, title: str) -> Go:
    """A page of figures, with something to compare."""

    def go(page: Page) -> None:
        judged_by_two(page, title)
        page.goto(path)
        page.get_by_role("table").first.wait_for()

    return go


def to_two_people(page: Page) -> None:
    to_figures("/figures/agreement/", "the mole of two people")(page)
    page.locator("#pairs").get_by_role("link").first.click()
    page.locator("#one-pair").wait_for()


def to_claims_in_dispute(page: Page) -> None:
    judged_by_two(page, "the weir of disputes")
    page.goto("/figures/agreement/claims/?show=disagreeing")
    page.locator(".disputes").wait_for()


FIGURES: dict[str, Way] = {
    "agreement": Way(to_figures("/figures/agreement/", "the pier of figures"), "agreement-page"),
    "agreement on findings": Way(
        to_figures("/figures/agreement/?dimension=finding", "the lock of findings"), "agreement-page"
    ),
    "agreement of two people": Way(to_two_people, "agreement-page"),
    "agreement, nothing fits": Way(at("/figures/agreement/?from=2200-01-01"), "agreement-page"),
    "agreement, a filter that is wrong": Way(to_a_filter_that_is_wrong, "agreement-page"),
    "claims behind figures": Way(to_claims_in_dispute, "agreement-claims"),
    "claims left out of figures": Way(at("/figures/agreement/claims/?show=excluded&why=open"), "agreement-claims"),
    "no claims behind figures": Way(at("/figures/agreement/claims/?a=opinion&b=outdated"), "agreement-claims"),
    "what is a claim": Way(to_figures("/figures/spans/", "the sluice of sentences"), "span-agreement"),
}
