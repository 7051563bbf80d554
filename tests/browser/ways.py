"""Ways to every page that has an address, and to the states a page can be in but for the workbench's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.browser.acts import open_seed, put_in, reload_until
from tests.browser.test_files_and_addresses import hand_in, the_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

Go = Callable[["Page"], object]
OPEN = "(folds) => folds.forEach((fold) => { fold.open = true; })"
"""For the folds of a page."""


@dataclass(frozen=True)
class Way:
    """How to get there; ``address`` is the name of the page that stands there in the end, "" for an error's."""

    go: Go
    address: str = ""
    who: str = "editor"


def at(path: str) -> Go:
    """Straight to an address."""
    return lambda page: page.goto(path)


def to_an_open_menu(page: Page) -> None:
    page.get_by_role("banner").get_by_text("Demo editor").click()


def to_nothing_found(page: Page) -> None:
    page.goto("/articles/?show=disputed&q=nowhere")
    page.get_by_role("heading", name="No article fits.").wait_for()


def to_a_refused_article(page: Page) -> None:
    page.goto("/articles/new/")
    page.get_by_role("button", name="Put it in").click()
    page.get_by_role("alert").first.wait_for()


def to_refused_settings(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_label("Reviewers per claim").evaluate("(field) => { field.value = '0'; field.form.submit(); }")
    page.locator(".errors").first.wait_for()


def to_refused_keys(page: Page) -> None:
    page.goto("/settings/keys/")
    page.get_by_label("Undo", exact=True).fill("Tab")
    page.get_by_role("button", name="Save the keys").click()
    page.get_by_role("alert").wait_for()


def to_keys_that_clash(page: Page) -> None:
    page.goto("/settings/keys/")
    page.get_by_label("Undo", exact=True).fill("j")
    page.get_by_role("button", name="Save the keys").click()
    page.get_by_role("alert").first.wait_for()


def to_an_extraction(page: Page) -> None:
    hand_in(page, file=the_file("html"))
    page.get_by_role("button", name="Freeze and split").wait_for()


def to_a_refused_address(page: Page) -> None:
    hand_in(page, url="http://10.0.0.1/")
    page.get_by_role("alert").wait_for()


def to_too_much(page: Page) -> None:
    much = {"name": "long.txt", "mimeType": "text/plain", "buffer": b"The mayor spoke. " * 1_200_000}
    hand_in(page, file=much)  # type: ignore[arg-type]
    page.get_by_role("heading", name="That is larger than").wait_for()


def to_a_form_too_old(page: Page) -> None:
    """The door's form, whose cookie is gone."""
    page.goto("/sign-in/")
    page.context.clear_cookies()
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="This form was too old to be sent.").wait_for()


def to_something_broken(page: Page) -> None:
    """What the server answers to an error of its own, as it would send it."""
    page.route(
        "**/broken/", lambda route: route.fulfill(content_type="text/html", body=render_to_string("500.html"))
    )
    page.goto("/broken/")


def to_a_wrong_password(page: Page) -> None:
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()


def to_the_first(path: str, heading: str) -> Go:
    """The first row of a table, by its link."""

    def go(page: Page) -> None:
        page.goto(path)
        page.get_by_role("table").get_by_role("link").first.click()
        page.get_by_role("heading", name=heading).wait_for()

    return go


def to_a_source(page: Page) -> None:
    to_the_first("/sources/?kind=anonymous", "Who it is")(page)
    for fold in page.locator("details.aside > summary").all():
        fold.click()


def from_the_seed(link: str, heading: str) -> Go:
    """A page that the demo's article leads to."""

    def go(page: Page) -> None:
        open_seed(page)
        page.get_by_role("link", name=link).click()
        page.get_by_role("heading", name=heading).first.wait_for()

    return go


def of_a_claim(path: str) -> Go:
    """A page of the first claim of the demo's article."""

    def go(page: Page) -> None:
        open_seed(page)
        claim = page.locator("#claim-list a[data-claim]").first.get_attribute("data-claim")
        page.goto(f"/claims/{claim}/{path}")

    return go


def throw_away_the_first(page: Page) -> None:
    """The first claim of the list, into the trash."""
    page.locator("#claim-list a[data-claim]").first.click()
    page.locator("#claim-edit").wait_for()
    page.locator("#panel details").evaluate_all(OPEN)
    with page.expect_response("**/trash/"):
        page.locator("#claim-trash").click()


def to_my_edits(page: Page) -> None:
    article = put_in(page, "the ramp of edits")
    throw_away_the_first(page)
    page.goto(article)
    throw_away_the_first(page)
    page.locator("#edit-undo").click()
    expect(page.locator("#edit-redo")).to_be_enabled()
    page.goto(f"{article}edits/")


REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "headline": "No, the ramp was not built overnight",
    "author": {"@type": "Organization", "name": "Check Desk", "url": "https://checks.example"},
    "datePublished": "2024-05-03",
    "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": 5, "alternateName": "Wrong"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A. Mayor"}},
}


def to_what_was_brought_in(page: Page, words: str = "The ramp was built overnight") -> None:
    page.goto("/library/many/")
    page.get_by_role("radio", name="Fact-checks, a ClaimReview file").check()
    data = json.dumps(
        [
            {**REVIEW, "claimReviewed": words, "url": f"https://checks.example/{len(words)}"},
            {"@type": "ClaimReview"},
        ]
    ).encode()
    page.locator("#id_upload").set_input_files(
        {"name": "ramp.json", "mimeType": "application/json", "buffer": data}
    )
    page.get_by_role("button", name="Bring it in").click()
    reload_until(page, lambda: page.get_by_role("link", name=words).is_visible())


def to_a_fact_check(page: Page) -> None:
    words = "The ramp was never built"
    to_what_was_brought_in(page, words)
    page.get_by_role("link", name=words).click()
    page.get_by_role("heading", level=1, name=words).wait_for()


def to_an_archived_copy(page: Page) -> None:
    """Of the page whose address the test left in the window."""
    page.goto("/library/new/")
    page.get_by_label("Title").fill("A page to keep")
    page.locator("#id_url").fill(page.evaluate("sessionStorage.getItem('news')"))
    page.get_by_label("Text", exact=True).fill("The mayor said that the ramp will close in June.")
    page.get_by_role("button", name="Add to the library").click()
    page.get_by_role("button", name="Keep a copy now").click()
    copy = page.get_by_role("link", name="Copy of")
    reload_until(page, copy.is_visible)
    copy.click()
    page.get_by_role("heading", name="Archived copy").wait_for()


ADDRESSED: dict[str, Way] = {
    "the desk": Way(at("/"), "desk"),
    "an open menu": Way(to_an_open_menu, "desk"),
    "the articles": Way(at("/articles/"), "article-list"),
    "articles narrowed to none": Way(to_nothing_found, "article-list"),
    "a new article": Way(at("/articles/new/"), "article-new"),
    "a refused article": Way(to_a_refused_article, "article-new"),
    "an extraction": Way(to_an_extraction, "intake-detail"),
    "a refused address": Way(to_a_refused_address, "intake-detail"),
    "the settings": Way(at("/settings/"), "project-settings", "owner"),
    "the members": Way(at("/settings/members/"), "member-list", "owner"),
    "the members to a reader": Way(at("/settings/members/"), "member-list", "reviewer"),
    "the roles": Way(at("/settings/roles/"), "role-page", "reviewer"),
    "progress": Way(at("/figures/progress/"), "progress-page"),
    "refused settings": Way(to_refused_settings, "project-settings", "owner"),
    "the keys of a person": Way(at("/settings/keys/"), "key-map"),
    "keys that are refused": Way(to_refused_keys, "key-map"),
    "keys that clash": Way(to_keys_that_clash, "key-map"),
    "a paper copy": Way(from_the_seed("Paper", "claims"), "article-paper"),
    "the sourcing of an article": Way(from_the_seed("Sourcing", "Sourcing profile"), "article-sourcing"),
    "disputes": Way(at("/adjudication/"), "adjudication-list"),
    "the queue": Way(at("/queue/"), "queue-list"),
    "claims sent back": Way(at("/adjudication/?show=sent_back"), "adjudication-list"),
    "claims in a vote": Way(at("/adjudication/?show=voting"), "adjudication-list"),
    "rulings that are due": Way(at("/adjudication/?show=stale"), "adjudication-list"),
    "a claim to settle": Way(of_a_claim("adjudicate/"), "claim-adjudicate"),
    "my edits": Way(to_my_edits, "edit-list"),
    "the history of a claim": Way(of_a_claim("history/"), "claim-history"),
    "the sources": Way(at("/sources/"), "source-list"),
    "a source": Way(to_a_source, "source-detail"),
    "the search": Way(at("/search/?q=TikTok"), "search-page"),
    "a search for nothing there": Way(at("/search/?q=xyzzyqwert"), "search-page"),
    "the library": Way(at("/library/"), "document-list"),
    "a document": Way(to_the_first("/library/", "Set against"), "document-detail"),
    "a new document": Way(at("/library/new/"), "document-new"),
    "many documents": Way(at("/library/many/"), "collection-new"),
    "collections": Way(at("/library/collections/"), "collection-list"),
    "what was brought in": Way(to_what_was_brought_in, "collection-detail"),
    "fact-checks": Way(at("/fact-checks/"), "fact-check-list"),
    "a fact-check": Way(to_a_fact_check, "fact-check-detail"),
    "an archived copy": Way(to_an_archived_copy, "capture-detail"),
    "the jobs": Way(at("/jobs/?show=all"), "job-list"),
    "without a line": Way(at("/offline/"), "offline"),
    "the door": Way(at("/sign-in/"), "login", ""),
    "a wrong password": Way(to_a_wrong_password, "login", ""),
    "no such page": Way(at("/nowhere/")),
    "a role that does not reach so far": Way(at("/settings/"), "project-settings", "reviewer"),
    "a form too old": Way(to_a_form_too_old, "login", ""),
    "something broken": Way(to_something_broken),
    "too much at once": Way(to_too_much, "article-new"),
}
