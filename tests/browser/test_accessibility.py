"""axe finds nothing on any page in any state, in light and dark, at a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.browser.account_ways import ACCOUNTS
from tests.browser.axe import troubles
from tests.browser.bench_ways import BENCH
from tests.browser.figures_ways import FIGURES
from tests.browser.guide_ways import GUIDE
from tests.browser.outside_ways import OUTSIDE
from tests.browser.rulings_ways import RULED
from tests.browser.second_ways import SECOND
from tests.browser.talk_ways import TALK
from tests.browser.test_outbox import OFFLINE
from tests.browser.tokens_ways import TOKENS
from tests.browser.trash_ways import TRASH
from tests.browser.travel_ways import TRAVEL
from tests.browser.ways import ADDRESSED
from tests.browser.webhooks_ways import HOOKS
from tests.views.addresses import ADDRESSES

if TYPE_CHECKING:
    from tests.browser.site import Site
    from tests.browser.windows import Windows

PAGES = {
    **ADDRESSED,
    **BENCH,
    **FIGURES,
    **GUIDE,
    **OUTSIDE,
    **RULED,
    **TALK,
    **TOKENS,
    **TRASH,
    **TRAVEL,
    **HOOKS,
    **ACCOUNTS,
    **SECOND,
}
EXPECTED = (r"status of (401|403|404|409|413|422|429)", *OFFLINE)

NO_PAGE = {
    "article-export": "JSON",
    "article-pulse": "JSON",
    "agreement-file": "CSV",
    "service-worker": "a script",
    "first-account": "there is none where there are accounts; tests/accounts/test_first_account.py",
    "correction-atom": "a feed",
    "correction-json": "a feed",
    "ruling-atom": "a feed",
    "ruling-json": "a feed",
    "ruling-reviews": "a feed",
    "capture-file": "a file to save",
    "export-file": "a file to save",
    "import-refused": "a table to save",
    "capture-page": "the page of somebody else, shown still in the frame of capture-detail",
    "source-options": "the names of a list to choose from",
    "worker-banner": "a notice that every page has at its head",
    "split-progress": "leads to the article, or gives a part of it",
    "article-parts": "leads to the article, or gives parts of it",
    "claim": "leads to the article with the claim in hand",
    "lookup-list": "leads to the claim, or gives a part of it",
    "notice-open": "leads to what the notice is about",
    "round-detail": "leads to the claim, or gives a part of it",
    "comment-add": "leads to the claim, or gives a part of it",
}
"""What answers GET and is no page of its own, and why."""


def test_no_page_is_left_out() -> None:
    answering = {address.name for address in ADDRESSES if address.method == "get"}
    shown = {way.address for way in PAGES.values()}
    assert answering - shown - set(NO_PAGE) == set()
    assert set(NO_PAGE) & shown == set()
    assert set(NO_PAGE) <= answering


FAULTS = """() => { document.querySelector("main").innerHTML += `<img src="/static/img/icon.svg">
  <div><button type="button" class="mini">a</button><button type="button" class="mini">b</button></div>
  <p class="pale">Pale words</p>`;
  const faults = new CSSStyleSheet();
  faults.replaceSync(`.mini { all: unset; float: left; width: 9px; height: 9px; font-size: 9px; }
    .pale { color: #888; background: #999; width: 200vw; }`);
  document.adoptedStyleSheets.push(faults); }"""


def test_axe_sees_what_is_put_wrong_on_purpose(windows: Windows) -> None:
    page = windows.open("", "/sign-in/")
    page.evaluate(FAULTS)
    found = troubles(page)
    light = " ".join(found["light, 390 px"])
    for each in ("image-alt", "target-size", "color-contrast", "off the side"):
        assert each in light
    assert "color-contrast" in " ".join(found["dark, 1440 px"])


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on(windows: Windows, news: Site, name: str) -> None:
    windows.allow(*EXPECTED)
    way = PAGES[name]
    page = windows.open(way.who)
    page.evaluate("(url) => sessionStorage.setItem('news', url)", news.url("/kept"))
    way.go(page)
    if way.address:
        assert resolve(urlsplit(page.url).path).url_name == way.address
    assert troubles(page) == {}
