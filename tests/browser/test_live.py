"""Two people at one article: each sees the other, and what the other does, without a reload and undisturbed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.windows import stays

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.windows import Windows

SOON = 20_000
"""Milliseconds in which the pulse, which beats every four seconds, has brought what is new."""

POST = """async ([path, fields]) => {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(path, { method: "POST", headers, body: new URLSearchParams(fields) });
  if (!answer.ok) throw new Error(answer.status);
}"""


@pytest.fixture
def article(windows: Windows, request: pytest.FixtureRequest) -> str:
    """An article of the test's own, split."""
    return acts.put_in(windows.open("owner"), f"live {request.node.name}")


def _claim(page: Page, number: int = 1) -> str:
    """The id of a claim of the list."""
    pk = acts.claims_of(page).nth(number - 1).get_attribute("data-claim")
    assert pk
    return pk


def _in_hand(windows: Windows, who: str, article: str, claim: str) -> Page:
    page = windows.open(who, f"{article}?claim={claim}")
    expect(page.locator("#claim-panel")).to_have_attribute("data-claim", claim)
    page.wait_for_load_state("load")
    return page


def _retie(page: Page, name: str) -> None:
    """Say that the first voice of the claim in hand is somebody else: an edit that the text and the list show."""
    form = page.locator("form[action*='/tie/']").first
    page.evaluate(POST, [form.get_attribute("action"), {"act": "set", "name": name, "kind": "person"}])


def _kept(page: Page) -> dict[str, Any]:
    """Where the person is: what they typed, the focus, and where on the screen it and the text stand."""
    kept: dict[str, Any] = page.evaluate(
        """() => {
          const field = document.activeElement;
          const tops = [field, document.getElementById("article-text")].map((one) => one.getBoundingClientRect().y);
          return { id: field.id, value: field.value, at: field.selectionStart, tops };
        }"""
    )
    return kept


def test_who_is_on_the_same_claim_is_seen_and_leaves_again(windows: Windows, article: str) -> None:
    reviewer = windows.open("reviewer", article)
    claim = _claim(reviewer)
    editor = _in_hand(windows, "editor", article, claim)
    badge = reviewer.locator(f'#claim-list a[data-claim="{claim}"] .at')
    expect(badge).to_have_attribute("title", re.compile("editor is on this claim"), timeout=SOON)
    acts.claims_of(reviewer).first.click()
    expect(reviewer.get_by_text("editor is on this claim too")).to_be_visible(timeout=SOON)
    expect(editor.get_by_text("reviewer is on this claim too")).to_be_visible(timeout=SOON)
    editor.goto(article)
    expect(reviewer.get_by_text("editor is on this claim too")).to_be_hidden(timeout=SOON)


def test_an_edit_arrives_at_the_list_and_the_text_without_a_reload(windows: Windows, article: str) -> None:
    reviewer = windows.open("reviewer", article)
    claim = _claim(reviewer)
    same = stays(reviewer)
    row = acts.claims_of(reviewer).first
    expect(row).not_to_contain_text("Ada Quist")
    _retie(_in_hand(windows, "editor", article, claim), "Ada Quist")
    expect(row).to_contain_text("Ada Quist", timeout=SOON)
    assert same()


def test_typing_is_not_disturbed_and_a_changed_claim_is_told_of(windows: Windows, article: str) -> None:
    windows_claim = _claim(windows.open("reviewer", article))
    reviewer = _in_hand(windows, "reviewer", article, windows_claim)
    editor = _in_hand(windows, "editor", article, windows_claim)
    why = acts.rationale(reviewer)
    why.press_sequentially("The release says")
    why.press("ArrowLeft")
    before, same = _kept(reviewer), stays(reviewer)
    _retie(editor, "Ada Quist")
    notice = reviewer.locator("[data-changed]")
    expect(notice).to_contain_text(re.compile(r"editor changed the source"), timeout=SOON)
    expect(acts.part(reviewer, "Who said it")).not_to_contain_text("Ada Quist")
    expect(reviewer.locator("#live")).to_contain_text("editor changed the source")
    reviewer.wait_for_timeout(1000)
    assert _kept(reviewer) == before
    assert same()
    notice.get_by_role("link", name="Show").click()
    expect(acts.part(reviewer, "Who said it")).to_contain_text("Ada Quist")
    expect(acts.rationale(reviewer)).to_have_value("The release says")
    expect(reviewer.locator("[data-changed]")).to_be_hidden()


def test_selected_words_stay_selected_until_they_are_let_go(windows: Windows, article: str) -> None:
    reviewer = windows.open("reviewer", article)
    claim = _claim(reviewer)
    editor = _in_hand(windows, "editor", article, claim)
    editor.evaluate(POST, [editor.locator("form[action*='/tie/']").first.get_attribute("action"), {"act": "break"}])
    reviewer.evaluate(
        """(claim) => getSelection().selectAllChildren(document.querySelector(`mark[data-claim="${claim}"]`))""",
        claim,
    )
    words = reviewer.evaluate("String(getSelection())")
    assert words
    _retie(editor, "Ada Quist")
    expect(acts.claims_of(reviewer).first).to_contain_text("Ada Quist", timeout=SOON)
    assert reviewer.evaluate("String(getSelection())") == words


def test_comments_arrive_and_what_is_typed_there_is_left_alone(windows: Windows, article: str) -> None:
    claim = _claim(windows.open("reviewer", article))
    reviewer, editor = (_in_hand(windows, who, article, claim) for who in ("reviewer", "editor"))
    for page in (reviewer, editor):
        page.locator("#comments-fold > summary").click()

    def say(words: str) -> None:
        editor.locator("#comments").get_by_label("Say something").fill(words)
        editor.locator("#comments").get_by_role("button", name="Comment", exact=True).click()
        expect(editor.locator("#comments .words").get_by_text(words)).to_be_visible()

    say("Which month?")
    expect(reviewer.locator("#comments .words").get_by_text("Which month?")).to_be_visible(timeout=SOON)
    reviewer.locator("#comments").get_by_label("Say something").press_sequentially("It is for M")
    say("And which year?")
    expect(reviewer.locator("[data-changed]")).to_contain_text("editor commented", timeout=SOON)
    expect(reviewer.locator("#comments").get_by_label("Say something")).to_have_value("It is for M")
    expect(reviewer.locator("#comments").get_by_label("Say something")).to_be_focused()
    reviewer.locator("#comments").get_by_label("Say something").press_sequentially("ay.")
    reviewer.locator("#comments").get_by_role("button", name="Comment", exact=True).click()
    expect(reviewer.locator("#comments .words").get_by_text("It is for May.")).to_be_visible()
    expect(reviewer.locator("#comments .words").get_by_text("And which year?")).to_be_visible()
    expect(reviewer.locator("#comments").get_by_label("Say something")).to_have_value("")


def test_in_blind_review_nothing_of_a_verdict_arrives(windows: Windows, article: str) -> None:
    claim = _claim(windows.open("reviewer", article))
    reviewer, editor = (_in_hand(windows, who, article, claim) for who in ("reviewer", "editor"))
    heard: list[str] = []
    reviewer.on("response", lambda answer: heard.append(answer.url) if "/parts/" in answer.url else None)
    pulses: list[str] = []
    reviewer.on("response", lambda a: pulses.append(a.text()) if "/pulse/" in a.url and a.status == 200 else None)
    acts.judge(editor, why="A secret of the editor's.")
    with reviewer.expect_response(re.compile("/pulse/"), timeout=SOON):
        pass
    with reviewer.expect_response(re.compile("/pulse/"), timeout=SOON):
        pass
    expect(reviewer.locator("[data-changed]")).to_be_hidden()
    assert heard == []
    assert not [told for told in pulses if "verdict" in told or claim in told.partition('"events"')[2]]


def test_the_split_of_another_person_shows_its_progress_and_its_claims(windows: Windows, article: str) -> None:
    reviewer = windows.open("reviewer", article)
    claim = _claim(reviewer)
    acts.claims_of(reviewer).first.click()
    why = acts.rationale(reviewer)
    why.fill("Half a thought")
    same = stays(reviewer)
    with reviewer.expect_response(re.compile("/pulse/"), timeout=SOON):
        pass
    editor = windows.open("editor", article)
    with reviewer.expect_response(re.compile("/parts/.*all="), timeout=SOON):
        editor.evaluate(POST, [f"{article}split/again/", {}])
    expect(reviewer.locator("#claim-panel")).to_have_attribute("data-claim", claim)
    expect(why).to_have_value("Half a thought")
    assert same()


def test_the_history_opens_in_the_panel_and_as_a_page(windows: Windows, article: str) -> None:
    claim = _claim(windows.open("reviewer", article))
    reviewer = _in_hand(windows, "reviewer", article, claim)
    reviewer.locator("#history-fold > summary").click()
    expect(reviewer.locator("#history-fold")).to_contain_text("The splitter found this claim")
    page = windows.open("reviewer", f"/claims/{claim}/history/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("History of claim 1"))
    expect(page.get_by_text("The splitter found this claim")).to_be_visible()


def test_a_line_that_drops_stops_the_asking_and_goes_on_when_it_is_back(windows: Windows, article: str) -> None:
    windows.allow("ERR_INTERNET_DISCONNECTED", "Failed to load resource", "error occurred when fetching the script")
    reviewer = windows.open("reviewer", article)
    with reviewer.expect_response(re.compile("/pulse/"), timeout=SOON):
        pass
    reviewer.context.set_offline(True)
    asked: list[str] = []
    reviewer.on("request", lambda request: asked.append(request.url) if "/pulse/" in request.url else None)
    reviewer.wait_for_timeout(6000)
    assert asked == []
    with reviewer.expect_response(re.compile("/pulse/"), timeout=SOON):
        reviewer.context.set_offline(False)
