"""Claims made and changed by selecting words: with the keys and the pointer, undone and redone, one or many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from tests.browser.acts import claims_of, panel, part, put_in, text_of
from tests.browser.exported import exported
from tests.browser.selections import select, select_words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.windows import Windows

HARD = (
    "{title}\n\n"
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 The mayor said that "
    "the cafe\u0301 \U0001f3f3\ufe0f\u200d\U0001f308 "
    "closed in May\tafter  forty years. 😀😀 “Nobody 🇩🇪🇫🇷 was asked,” said Ann Other, who runs it.\r\n\r\n"
    "قال الوزير إن الميناء مغلق 🚢 منذ يناير. אמר ראש העיר שָׁלוֹם כי הנמל נסגר.\r\n\r\n"
    "The council 𝒜 denied that 中文 the plan was kept secret."
)


def tools(page: Page) -> Locator:
    """The bar beside the words that are selected."""
    return page.get_by_role("toolbar", name="What the selected words are")


def wording(page: Page) -> Locator:
    """The words of the claim in hand."""
    return part(page, "The claim").get_by_role("heading")


def kept(page: Page, article: str) -> list[dict[str, Any]]:
    """The exported claims that are not in the trash."""
    return [claim for claim in exported(page, article)["claims"] if claim["deleted_at"] is None]


def make(page: Page, words: str) -> None:
    """A claim of words that stand in the text, by key."""
    select_words(page, words)
    expect(tools(page)).to_be_visible()
    page.keyboard.press("i")
    expect(wording(page)).to_have_text(words)
    expect(tools(page)).to_be_hidden()


def test_selected_words_become_a_claim_to_the_character(windows: Windows) -> None:
    page = windows.open("reviewer")
    article = put_in(page, "the wharf of hard letters", HARD)
    text = exported(page, article)["revision"]["text"]

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.tuples(*[st.integers(0, len(text))] * 2), st.booleans())
    def holds(ends: tuple[int, int], backwards: bool) -> None:
        start, end = sorted(ends)
        said = text[start:end].strip()
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        there = exported(page, article)["claims"]
        known = {claim["id"] for claim in there}
        taken = [[(span["start"], span["end"]) for span in claim["spans"]] for claim in there]
        if not any(map(str.isalnum, said)) or [(first, first + len(said))] in taken:
            return  # a mark of punctuation is no claim, and no two stand on the same words
        select(page, start, end, backwards=backwards)
        expect(tools(page)).to_be_visible()
        with page.expect_response("**/claims/new/") as answer:
            page.keyboard.press("i")
        assert answer.value.status == 200, answer.value.text()
        expect(tools(page)).to_be_hidden()
        [made] = [claim for claim in exported(page, article)["claims"] if claim["id"] not in known]
        [span] = made["spans"]
        assert span["quote"] == said
        assert text[span["start"] : span["end"]] == said
        assert span["start"] == first

    holds()


def test_by_keys_alone_words_are_marked_and_made_a_claim(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the wharf of keys")
    page.keyboard.press("w")
    expect(text_of(page).or_(page.get_by_role("application"))).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Enter opens the tools")
    for key in ("ArrowDown", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(tools(page).get_by_role("button", name="New claim")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("application")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(wording(page)).to_have_text("said that")
    expect(panel(page)).to_be_focused()
    expect(page.get_by_role("application")).to_have_count(0)


def test_escape_leaves_the_words_as_they_were(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the wharf of escapes")
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("application")).to_have_count(0)
    expect(tools(page)).to_be_hidden()
    assert page.evaluate("String(document.getSelection())") == ""
    claims_of(page).first.click()
    expect(wording(page)).to_be_visible()


def test_a_pointer_selects_inside_a_claim_without_opening_it(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the wharf of pointers")
    words = text_of(page).locator("mark").first
    box = words.bounding_box()
    assert box
    url = page.url
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 90, box["y"] + 12, steps=6)
    page.mouse.up()
    expect(tools(page)).to_be_visible()
    said = page.evaluate("String(document.getSelection())")
    assert said.strip()
    assert page.url == url
    bar = tools(page).bounding_box()
    line = page.evaluate("document.getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
    assert bar
    assert bar["y"] >= line["bottom"] or bar["y"] + bar["height"] <= line["top"], "the bar covers the words"
    tools(page).get_by_role("button", name="New claim").click()
    expect(wording(page)).to_have_text(said.strip())


def test_a_claim_is_set_extended_trimmed_split_and_merged(windows: Windows) -> None:
    windows.allow("status of 404")  # what is fetched ahead may be in the trash when it is asked for
    page = windows.open("reviewer")
    put_in(page, "the wharf of shapes")
    make(page, "all data of its users")
    page.keyboard.press(".")
    expect(wording(page)).to_have_text("all data of its users in")
    page.keyboard.press("<")
    expect(wording(page)).to_have_text("data of its users in")
    select_words(page, "data of its users in the United States")
    tools(page).get_by_role("button", name="Set as its words").click()
    expect(wording(page)).to_have_text("data of its users in the United States")
    select_words(page, "kept secret")
    tools(page).get_by_role("button", name="Add to it").click()
    expect(wording(page)).to_have_text("data of its users in the United States kept secret")
    select_words(page, "kept secret")
    expect(tools(page)).to_be_visible()
    page.keyboard.press("s")
    expect(wording(page)).to_have_text("data of its users in the United States")
    page.keyboard.press("u")
    expect(wording(page)).to_have_text("data of its users in the United States kept secret")
    page.keyboard.press("y")
    expect(wording(page)).to_have_text("data of its users in the United States")
    page.keyboard.press("b")
    expect(wording(page)).not_to_have_text("data of its users in the United States")


def test_words_say_who_speaks_and_how(windows: Windows) -> None:
    page = windows.open("reviewer")
    article = put_in(page, "the wharf of voices")
    make(page, "plan was kept secret")
    select_words(page, "Maria Ortega")
    expect(tools(page)).to_be_visible()
    page.keyboard.press("p")
    expect(part(page, "Who said it")).to_contain_text("Maria Ortega")
    select_words(page, "denied")
    expect(tools(page)).to_be_visible()
    page.keyboard.press("t")
    expect(part(page, "Who said it")).to_contain_text("denied")
    [claim] = [one for one in exported(page, article)["claims"] if one["text"] == "plan was kept secret"]
    [voice] = claim["attributions"]
    assert [span["quote"] for span in voice["source_spans"]] == ["Maria Ortega"]
    assert [span["quote"] for span in voice["cue_spans"]] == ["denied"]


def drag_words(page: Page, words: str, onto: Locator) -> None:
    """Drag selected words with the pointer and drop them."""
    select_words(page, words)
    expect(tools(page)).to_be_visible()
    box = page.evaluate("document.getSelection().getRangeAt(0).getClientRects()[0].toJSON()")
    end = onto.evaluate("(element) => element.getClientRects()[0].toJSON()")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 12, box["y"] + box["height"] / 2 + 4, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 10, steps=8)
    page.mouse.up()


def test_words_dragged_onto_who_said_it_are_its_source(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the wharf of drags")
    make(page, "plan was kept secret")
    drag_words(page, "Maria Ortega", part(page, "Who said it"))
    expect(part(page, "Who said it")).to_contain_text("Maria Ortega")
    page.keyboard.press("u")
    expect(part(page, "Who said it")).not_to_contain_text("Maria Ortega")


def test_words_dragged_onto_another_claim_are_the_source_of_that_one(windows: Windows) -> None:
    page = windows.open("reviewer")
    put_in(page, "the wharf of drops")
    make(page, "Nobody was told")
    make(page, "plan was kept secret")
    claim = panel(page).locator("#claim-panel").get_attribute("data-claim")
    panel(page).get_by_role("link", name="All claims").click()
    expect(claims_of(page).first).to_be_visible()
    drag_words(page, "TikTok", text_of(page).locator(f'mark[data-claim="{claim}"]').first)
    expect(wording(page)).to_have_text("plan was kept secret")
    expect(part(page, "Who said it")).to_contain_text("TikTok")


def test_what_is_refused_is_said_at_the_words_and_they_stay_selected(windows: Windows) -> None:
    windows.allow("status of 422", "htmx:responseError")
    page = windows.open("reviewer")
    put_in(page, "the wharf of refusals")
    make(page, "plan was kept secret")
    select_words(page, "plan was kept secret")
    expect(tools(page)).to_be_visible()
    page.keyboard.press("s")
    expect(tools(page).get_by_role("alert")).to_contain_text("not all")
    assert page.evaluate("String(document.getSelection())") == "plan was kept secret"
    expect(wording(page)).to_have_text("plan was kept secret")


def test_a_sentence_is_waived_from_its_words(windows: Windows) -> None:
    page = windows.open("reviewer")
    text = "{title}\n\nThe mayor said that it closed.\n\nBuy our paper today."
    article = put_in(page, "the wharf of waivers", text)
    start = exported(page, article)["revision"]["text"].index("Buy our")
    for claim in [one for one in kept(page, article) if one["spans"][-1]["end"] > start]:
        page.goto(f"{article}?claim={claim['id']}")
        page.keyboard.press("d")
        expect(page.get_by_role("button", name=re.compile("Undo.*trash"))).to_be_visible()
    select_words(page, "our paper")
    tools(page).get_by_role("button", name="Waive the sentence").click()
    expect(tools(page).get_by_role("button", name="Opinion")).to_be_focused()
    page.keyboard.press("4")
    expect(text_of(page).locator(".waived").filter(has_text="Buy our paper")).to_be_visible()


def test_edits_are_undone_and_redone_after_a_reload(windows: Windows) -> None:
    page = windows.open("reviewer")
    article = put_in(page, "the wharf of second thoughts")
    make(page, "its users")
    select_words(page, "The council")
    expect(tools(page)).to_be_visible()
    page.keyboard.press("p")
    expect(part(page, "Who said it")).to_contain_text("The council")
    page.reload()
    page.wait_for_load_state("load")
    page.keyboard.press("u")
    expect(part(page, "Who said it")).not_to_contain_text("The council")
    page.reload()
    page.wait_for_load_state("load")
    page.keyboard.press("y")
    expect(part(page, "Who said it")).to_contain_text("The council")
    page.keyboard.press("u")
    expect(part(page, "Who said it")).not_to_contain_text("The council")
    page.keyboard.press("u")
    expect(claims_of(page).first).to_be_visible()
    assert "its users" not in [claim["text"] for claim in kept(page, article)]
    page.goto(article)
    page.wait_for_load_state("load")
    page.keyboard.press("y")
    expect(wording(page)).to_have_text("its users")


def test_many_claims_go_to_the_trash_at_once_and_come_back(windows: Windows) -> None:
    windows.allow("status of 404")  # what is fetched ahead may be in the trash when it is asked for
    page = windows.open("reviewer")
    article = put_in(page, "the wharf of crowds")
    there = max(2, claims_of(page).count())
    panel(page).locator("[data-pick-all]").check()
    panel(page).get_by_role("button", name=re.compile("trash", re.IGNORECASE)).first.click()
    expect(panel(page).get_by_role("heading", name="Every claim is in the trash.")).to_be_visible()
    assert kept(page, article) == []
    page.reload()
    page.wait_for_load_state("load")
    page.keyboard.press("u")
    expect(claims_of(page)).to_have_count(there)
    expect(text_of(page).locator("mark").first).to_be_visible()
