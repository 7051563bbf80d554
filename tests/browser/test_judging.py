"""Verdicts: given by hand and by key, changed, blind, agreed, refused, crossed by another window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.acts import (
    expect_number,
    fill_in,
    judge,
    open_claim,
    panel,
    part,
    put_in,
    rationale,
    reload_until,
    save,
)  # fmt: skip
from tests.browser.exported import exported
from tests.browser.windows import stays

if TYPE_CHECKING:
    from tests.browser.windows import Windows


def test_a_claim_is_judged_by_keys_alone_and_cites_evidence(windows: Windows) -> None:
    page = windows.open("reviewer")
    article = put_in(page, "the quay of keys")
    same = stays(page)
    page.keyboard.press("n")
    expect_number(page, 1)
    expect(part(page, "Evidence").get_by_role("checkbox").first).to_be_visible()
    for key in ("e", "Space", "a", "2"):  # the second answer leads on to the rationale
        page.keyboard.press(key)
    page.keyboard.type("Compared with the library; keys like j and n are letters here.")
    expect(part(page, "Evidence").get_by_role("checkbox").first).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect_number(page, 2)
    page.keyboard.press("k")
    verdict = part(page, "Your verdicts")
    expect(verdict).to_contain_text("Altered")
    expect(verdict).to_contain_text("Mostly true")
    expect(verdict).to_contain_text("Compared with the library; keys like j and n are letters here.")
    assert same()
    [claim, *_others] = exported(page, article)["claims"]
    [given] = claim["verdicts"]
    assert given["cited"] == [claim["evidence"][0]["id"]]


def test_a_second_verdict_supersedes_the_first_and_keeps_it(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the quay of second thoughts"))
    judge(page, rating="True", why="At first sight.")
    expect(
        panel(page)
        .get_by_text("you judged it")
        .or_(panel(page).get_by_text("judged by you"))
        .or_(panel(page).get_by_text("yours", exact=False))
        .first
    ).to_be_attached()
    judge(page, rating="False", why="At second sight.")
    verdicts = part(page, "Your verdicts").get_by_role("listitem")
    expect(verdicts).to_have_count(2)
    expect(verdicts.first).to_contain_text("At second sight.")
    expect(verdicts.last).to_contain_text("At first sight.")


def test_two_people_judge_blind_and_agreement_settles(windows: Windows) -> None:
    reviewer, editor = windows.open("reviewer"), windows.open("editor")
    article = put_in(reviewer, "the quay of agreement")
    open_claim(reviewer, article)
    judge(reviewer, finding="Altered", rating="Half true", why="The reviewer read the transcript.")
    open_claim(editor, article)
    expect(part(editor, "Other verdicts")).to_contain_text("Blind review")
    expect(editor.get_by_text("The reviewer read the transcript.")).to_have_count(0)
    hidden = exported(editor, article)
    assert hidden["claims"][0]["verdicts"] == []
    assert hidden["complete"] is False
    judge(editor, finding="Altered", rating="Half true", why="The editor heard the tape.")
    expect(part(editor, "Other verdicts")).to_contain_text("The reviewer read the transcript.")
    for page in (reviewer, editor):
        reload_until(page, panel(page).get_by_text("settled", exact=True).is_visible)


def test_verdicts_that_differ_are_shown_as_disputed(windows: Windows) -> None:
    reviewer, editor = windows.open("reviewer"), windows.open("editor")
    article = put_in(reviewer, "the quay of dispute")
    for page, rating in ((reviewer, "True"), (editor, "False")):
        open_claim(page, article)
        judge(page, rating=rating, why=f"It is {rating.lower()}, by what was read.")
    reload_until(editor, panel(editor).get_by_text("disputed", exact=True).is_visible)
    editor.goto("/")
    expect(editor.get_by_role("region", name="What waits on whom")).to_contain_text("You, as an editor")


def test_a_missing_rationale_is_said_at_the_form_and_nothing_is_lost(windows: Windows) -> None:
    windows.allow("status of 422")
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the quay of silence"))
    fill_in(page, finding="Out of context", rating="Mostly false", why="   ")
    part(page, "Evidence").get_by_role("checkbox").first.check()
    panel(page).get_by_text("High", exact=True).check()
    save(page)
    expect(panel(page).get_by_role("alert")).to_have_text(re.compile("Say why"))
    expect(rationale(page)).to_have_attribute("aria-invalid", "true")
    expect(panel(page).get_by_role("radio", name="Out of context")).to_be_checked()
    expect(panel(page).locator("label", has_text="Mostly false").get_by_role("radio")).to_be_checked()
    expect(panel(page).get_by_label("High")).to_be_checked()
    expect(part(page, "Evidence").get_by_role("checkbox").first).to_be_checked()
    rationale(page).fill("Now with a reason.")
    save(page)
    expect(part(page, "Your verdicts")).to_contain_text("Now with a reason.")


def test_the_second_of_two_windows_sees_what_changed_and_loses_nothing(windows: Windows) -> None:
    windows.allow("status of 409")
    first = windows.open("reviewer")
    open_claim(first, put_in(first, "the quay of two windows"))
    second = windows.another(first, first.url)
    fill_in(second, rating="False", why="Written in the second window.")
    judge(first, rating="True", why="Saved in the first window.")
    save(second)
    told = panel(second).get_by_role("alert")
    expect(told).to_contain_text("a newer verdict of yours")
    expect(panel(second).get_by_text("Saved in the first window.").first).to_be_visible()
    expect(rationale(second)).to_have_value("Written in the second window.")
    save(second)
    verdicts = part(second, "Your verdicts").get_by_role("listitem")
    expect(verdicts).to_have_count(2)
    expect(verdicts.first).to_contain_text("Written in the second window.")
    expect(verdicts.last).to_contain_text("Saved in the first window.")


def test_a_passage_is_weighed_and_set_aside_and_brought_back(windows: Windows) -> None:
    page = windows.open("reviewer")
    open_claim(page, put_in(page, "the quay of weights"))
    evidence = part(page, "Evidence")
    passages = evidence.locator("blockquote")
    expect(passages.first).to_be_visible()
    wording = passages.first.inner_text()
    item = evidence.get_by_role("listitem").filter(has_text=wording).first
    with page.expect_response("**/weigh/"):
        item.get_by_text("Refutes").click()
    expect(page.get_by_role("button", name="weighed evidence on claim 1")).to_be_visible()  # a new list
    expect(item.get_by_role("radio", name="Refutes")).to_be_checked()
    item.get_by_role("button", name="Set aside").click()
    expect(passages.filter(has_text=wording)).to_have_count(0)
    evidence.get_by_text("passage set aside").click()
    evidence.get_by_role("button", name="Put it back").click()
    expect(passages.filter(has_text=wording)).to_have_count(1)
