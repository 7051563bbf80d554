"""axe finds nothing on any page, in light and dark, at a desk and on a phone; and nothing runs off the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.acts import claims_of, judge, open_claim, open_seed, panel, part, put_in
from tests.browser.test_files_and_addresses import hand_in, the_file
from tests.browser.windows import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.windows import Windows

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"runOnly": {"type": "tag", "values": TAGS}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
"""In the dark only the colours differ."""


def go(path: str) -> Callable[[Page], None]:
    """A way to a page that has an address of its own."""
    return lambda page: page.goto(path) and None


def to_a_claim(page: Page) -> None:
    open_seed(page)
    claims_of(page).nth(2).click()
    panel(page).get_by_role("region", name="Who said it").wait_for()


def to_a_judged_claim(page: Page) -> None:
    open_claim(page, put_in(page, "the ramp of verdicts"))
    judge(page, rating="True", why="First.")
    judge(page, rating="Half true", why="Second.")


def to_a_refused_verdict(page: Page) -> None:
    open_claim(page, put_in(page, "the ramp of refusals"))
    panel(page).get_by_role("button", name="Save verdict").click()
    panel(page).get_by_role("alert").first.wait_for()


def to_an_extraction(page: Page) -> None:
    hand_in(page, file=the_file("html"))
    page.get_by_role("button", name="Freeze and split").wait_for()


def to_a_refused_address(page: Page) -> None:
    hand_in(page, url="http://10.0.0.1/")
    page.get_by_role("alert").wait_for()


def to_a_document(page: Page) -> None:
    page.goto("/library/")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("heading", name="Set against").wait_for()


def to_a_source(page: Page) -> None:
    page.goto("/sources/?kind=anonymous")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("heading", name="Who it is").wait_for()
    for fold in page.locator("details.aside > summary").all():
        fold.click()


def to_the_sourcing(page: Page) -> None:
    open_seed(page)
    page.get_by_role("link", name="Sourcing").click()
    page.get_by_role("heading", name="Sourcing profile").wait_for()


def to_an_open_voice(page: Page) -> None:
    open_seed(page)
    claims_of(page).filter(has_text="We are convinced").first.click()
    part(page, "Who said it").wait_for()
    for fold in panel(page).locator("#voices details > summary, #lookups details > summary").all():
        fold.click()


def to_the_keys(page: Page) -> None:
    open_seed(page)
    page.keyboard.press("?")


def to_refused_keys(page: Page) -> None:
    page.goto("/settings/keys/")
    page.get_by_label("Undo", exact=True).fill("Tab")
    page.get_by_role("button", name="Save the keys").click()
    page.get_by_role("alert").wait_for()


def to_an_open_menu(page: Page) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_text("Demo editor").click()


PAGES: dict[str, Callable[[Page], None]] = {
    "the desk": go("/"),
    "an open menu": to_an_open_menu,
    "the articles": go("/articles/"),
    "a new article": go("/articles/new/"),
    "the list of claims": open_seed,
    "a claim in hand": to_a_claim,
    "a judged claim": to_a_judged_claim,
    "a refused verdict": to_a_refused_verdict,
    "the keys": to_the_keys,
    "the keys of a person": go("/settings/keys/"),
    "keys that are refused": to_refused_keys,
    "an extraction": to_an_extraction,
    "a refused address": to_a_refused_address,
    "the sources": go("/sources/"),
    "a source": to_a_source,
    "the sourcing of an article": to_the_sourcing,
    "an open voice and the look-ups": to_an_open_voice,
    "the search": go("/search/?q=TikTok"),
    "collections": go("/library/collections/"),
    "many documents": go("/library/many/"),
    "fact-checks": go("/fact-checks/"),
    "the library": go("/library/"),
    "a document": to_a_document,
    "a new document": go("/library/new/"),
    "the jobs": go("/jobs/?show=all"),
    "no such page": go("/nowhere/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on(windows: Windows, name: str) -> None:
    windows.allow("status of 4(04|22)")
    page = windows.open("editor")
    PAGES[name](page)
    assert troubles(page) == {}


def test_axe_finds_nothing_on_the_settings(windows: Windows) -> None:
    page = windows.open("owner")
    page.goto("/settings/")
    assert troubles(page) == {}


def test_axe_finds_nothing_at_the_door(windows: Windows) -> None:
    page = windows.open("")
    assert troubles(page) == {}
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    assert troubles(page) == {}


# axe takes for too small what a bar that stays in view happens to cover half.
TO_TOP = "(panels) => panels.forEach((panel) => { panel.scrollTop = 0; })"


def troubles(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page as it stands, by scheme and size; empty when nothing is."""
    found = {}
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.locator("#panel").evaluate_all(TO_TOP)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if told := [*violations(page, rules), *overflow(page)]:
                found[f"{scheme}, {size['width']} px"] = told
    return found


def violations(page: Page, rules: dict[str, object]) -> list[str]:
    """axe's findings: the rule and the first element of each."""
    answer = Axe().run(page, options=rules).response
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for each in answer["violations"]
        for node in each["nodes"][:2]
    ]


def overflow(page: Page) -> list[str]:
    """How far the page runs off its side."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"runs {wide} px off the side"] if wide > 0 else []
