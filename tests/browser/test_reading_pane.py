"""The text's pane in every guise: beside its small map, right to left, zoomed, on paper, in forced colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import claims_of, open_seed, panel, text_of, wait_for
from tests.browser.windows import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

ARABIC = (
    "الأسعار ترتفع\n\nقال الوزير إن الأسعار ارتفعت بنسبة 4 في المئة في مايو، ونفى مصدر مطلع ذلك.\n\n"
    "The minister said that prices rose by 4 percent in May."
)
ZOOMED = {"width": 720, "height": 450}
"""What a window of 1440 × 900 px has at 200 %."""

DIRECTIONS = "(article) => [...article.children].map((one) => getComputedStyle(one).direction)"
LOOKS = """(mark) => { const style = getComputedStyle(mark);
  return [style.backgroundColor, style.textDecorationStyle, getComputedStyle(mark, "::before").content]; }"""
STROKES = """(path) => path.getAttribute("d").split("M").length - 1"""


def runs_off(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def in_hand(page: Page) -> None:
    """Take the first open claim in hand."""
    page.keyboard.press("n")
    expect(panel(page).get_by_role("region", name="Who said it")).to_be_visible()


def test_the_small_map_has_every_open_claim_and_leads_there(windows: Windows) -> None:
    bench = windows.open("reviewer")
    open_seed(bench)
    pane, nav = bench.locator("#text-pane"), bench.get_by_role("navigation", name="The text at a glance")
    open_now = text_of(bench).locator("mark.s-open:not(.cont)").count()
    # Measured by the script, one stroke a mark; the server joins those that touch.
    wait_for(bench, f"({STROKES})(document.querySelector('#minimap path.open')) >= {open_now}")
    assert pane.evaluate("(pane) => pane.scrollTop") == 0
    drawing = nav.locator("svg.map").bounding_box()
    assert drawing is not None
    bench.mouse.click(drawing["x"] + 5, drawing["y"] + drawing["height"] - 5)
    assert pane.evaluate("(pane) => pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2")
    nav.get_by_role("link", name="Next claim to judge").click()
    expect(bench).to_have_url(re.compile("[?&]claim="))
    expect(text_of(bench).locator("mark.on")).not_to_have_count(0)
    wait_for(bench, f"({STROKES})(document.querySelector('#minimap path.hand')) > 0")


def test_a_link_says_what_its_look_says(windows: Windows) -> None:
    bench = windows.open("reviewer")
    open_seed(bench)
    link = text_of(bench).locator("mark.u > a").first
    expect(link).to_have_accessible_description(re.compile("^claim, .+ source not named$"))


def test_right_to_left_text_is_set_from_the_right_among_others(windows: Windows) -> None:
    page = windows.open("editor", "/articles/new/")
    page.get_by_label("Text", exact=True).fill(ARABIC)
    page.get_by_label("Title").fill("الأسعار ترتفع")
    page.get_by_role("button", name="Put it in").click()
    expect(text_of(page)).to_contain_text("قال الوزير")
    assert text_of(page).evaluate(DIRECTIONS) == ["rtl", "rtl", "ltr"]
    heading = page.get_by_role("heading", level=1)
    assert heading.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    assert not runs_off(page)


def test_at_200_percent_nothing_runs_off_and_nothing_is_lost(windows: Windows) -> None:
    page = windows.open("reviewer", viewport=ZOOMED)
    open_seed(page)
    assert not runs_off(page)
    expect(page.get_by_text(re.compile("sentences? accounted for|sentences? left")).first).to_be_visible()
    claims_of(page).first.click()
    expect(panel(page).get_by_role("region", name="Who said it")).to_be_visible()
    assert not runs_off(page)


def test_on_a_phone_the_small_map_makes_room(windows: Windows) -> None:
    page = windows.open("reviewer", viewport=PHONE)
    open_seed(page)
    expect(page.locator("#minimap")).to_be_hidden()
    assert not runs_off(page)


def test_in_forced_colours_the_claim_in_hand_and_the_lines_stay_apart(windows: Windows) -> None:
    page = windows.open("reviewer", forced_colors="active")
    open_seed(page)
    in_hand(page)
    others = text_of(page).locator("mark:not(.on)")
    hand, other = text_of(page).locator("mark.on").first.evaluate(LOOKS), others.first.evaluate(LOOKS)
    assert hand[0] != other[0]
    assert others.locator("xpath=self::*[contains(@class, ' u')]").first.evaluate(LOOKS)[1] == "wavy"


def test_on_paper_claims_have_numbers_and_there_are_no_controls(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_seed(page)
    page.emulate_media(media="print")
    for gone in ("banner", "navigation"):
        expect(page.get_by_role(gone).filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    mark = text_of(page).locator("mark[data-n]").first
    assert mark.evaluate(LOOKS)[2].startswith(f'"{mark.get_attribute("data-n")}')
    assert page.pdf().startswith(b"%PDF")


def test_the_paper_copy_has_every_claim_of_the_list(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_seed(page)
    total = claims_of(page).count()
    page.get_by_role("link", name="Paper").click()
    sheets = page.get_by_role("region", name=f"{total} claims")
    expect(sheets.get_by_role("listitem")).to_have_count(total)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to the workbench")).to_be_hidden()
