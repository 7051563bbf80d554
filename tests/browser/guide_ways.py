"""Ways to the pages of scales, guidelines and examples. No way changes the scale that other tests judge on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.ways import Way, at

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "# What counts as proof\n\nA **primary source**, or [two others](https://example.org/).\n\n- a release"


def to_the_scale(page: Page) -> None:
    page.goto("/scales/")
    page.get_by_role("link", name="Versions and retired ratings").click()
    page.get_by_role("heading", name="Versions").wait_for()


def to_its_form(page: Page) -> None:
    page.goto("/scales/")
    page.get_by_role("link", name="Change the ratings").click()
    page.get_by_role("button", name="Save as the new version").wait_for()


def to_its_form_with_a_row_moved_and_one_left_out(page: Page) -> None:
    to_its_form(page)
    page.get_by_role("button", name="Move down True").click()
    page.get_by_role("button", name="Leave out Opinion").click()
    page.get_by_role("heading", name="Left out").wait_for()


def to_a_refused_scale(page: Page) -> None:
    to_its_form(page)
    page.get_by_role("button", name="Add a rating").click()
    page.get_by_role("button", name="Save as the new version").click()
    page.get_by_role("alert").first.wait_for()


def to_a_choice_of_scale(page: Page) -> None:
    page.goto("/scales/")
    page.get_by_role("link", name="Use it").first.click()
    page.get_by_role("heading", name="What happens").wait_for()


def to_written_guidelines(page: Page) -> None:
    page.goto("/guidelines/change/")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_role("heading", name="What counts as proof").wait_for()


def to_a_version(page: Page) -> None:
    to_written_guidelines(page)
    page.get_by_role("main").get_by_role("link", name="Version 1").first.click()
    page.get_by_role("heading", name="The whole text").wait_for()


def to_a_look(page: Page) -> None:
    page.goto("/guidelines/change/")
    page.get_by_label("Text", exact=True).fill(f"{TEXT}\n- a witness")
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("heading", name="As it will be read").wait_for()


def to_an_example(page: Page) -> None:
    page.goto("/guidelines/examples/new/?rating=true")
    page.get_by_label("Statement").fill("Prices rose by 3.9 percent.")
    page.get_by_label("Why").fill("The release says so.")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("The release says so.").first.wait_for()


def to_a_changed_example(page: Page) -> None:
    to_an_example(page)
    page.get_by_role("link", name="Change “Prices rose").first.click()
    page.get_by_role("heading", name="Change an example").wait_for()


def to_a_refused_example(page: Page) -> None:
    page.goto("/guidelines/examples/new/")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("alert").first.wait_for()


GUIDE: dict[str, Way] = {
    "the scales": Way(at("/scales/"), "scale-list"),
    "the scales, for a reviewer": Way(at("/scales/"), "scale-list", "reviewer"),
    "a scale": Way(to_the_scale, "scale-page"),
    "the form of a scale": Way(to_its_form, "scale-change"),
    "a scale being changed": Way(to_its_form_with_a_row_moved_and_one_left_out, "scale-change"),
    "a refused scale": Way(to_a_refused_scale, "scale-change"),
    "a choice of scale": Way(to_a_choice_of_scale, "scale-choose"),
    "guidelines": Way(to_written_guidelines, "guideline-page"),
    "guidelines, for a reviewer": Way(at("/guidelines/"), "guideline-page", "reviewer"),
    "a version of the guidelines": Way(to_a_version, "guideline-version"),
    "a look at guidelines": Way(to_a_look, "guideline-change"),
    "guidelines with an example": Way(to_an_example, "guideline-page"),
    "an example being changed": Way(to_a_changed_example, "example-change"),
    "a refused example": Way(to_a_refused_example, "example-add"),
}
