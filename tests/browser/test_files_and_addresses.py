"""Files and addresses: what was read is shown, corrected and frozen; what cannot be read says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.acts import claims_of, text_of
from tests.browser.exported import exported
from tests.extraction import files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.site import Site
    from tests.browser.windows import Windows

LINES = ["The mayor said that the {} bridge will close in June.", "Nobody was told, the council said."]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def the_file(kind: str) -> dict[str, object]:
    """A small article as a file of that kind, as a browser sends it."""
    lines = [line.format(kind) for line in LINES]
    page = files.PAGE.replace("two months", f"two {kind} months")
    made = {
        "txt": ("text/plain", "\r\n\r\n".join(lines).encode("cp1252")),
        "html": ("text/html", page.encode()),
        "docx": (WORD, files.docx(*lines, title="The bridge")),
        "pdf": ("application/pdf", files.pdf(lines, title="The bridge")),
    }
    content_type, data = made[kind]
    return {"name": f"bridge.{kind}", "mimeType": content_type, "buffer": data}


def hand_in(page: Page, *, file: dict[str, object] | None = None, url: str = "") -> None:
    """Choose the way and send the form."""
    page.goto("/articles/new/")
    if file:
        page.get_by_role("radio", name="Upload").check()
        page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    else:
        page.get_by_role("radio", name="Address").check()
        page.get_by_role("textbox", name="Address").fill(url)
    page.get_by_role("button", name="Put it in").click()


@pytest.mark.parametrize("kind", ["txt", "html", "docx", "pdf"])
def test_a_file_is_read_corrected_and_frozen(windows: Windows, kind: str) -> None:
    page = windows.open("reviewer")
    hand_in(page, file=the_file(kind))
    read = page.get_by_label("Text", exact=True)
    expect(read).to_have_value(re.compile(rf"The mayor said .*{kind}"))
    read.fill(read.input_value() + f"\n\nThe editor added that the {kind} file was short.")
    page.get_by_label("Title").fill(f"The bridge, from {kind}")
    page.get_by_role("button", name="Freeze and split").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"The bridge, from {kind}")
    expect(claims_of(page).first).to_be_visible()
    expect(text_of(page)).to_contain_text(f"The editor added that the {kind} file was short.")
    revision = exported(page)["revision"]
    assert revision["extractor"].endswith(", corrected")


def test_a_page_on_the_web_is_fetched_and_shown_before_it_is_frozen(windows: Windows, news: Site) -> None:
    page = windows.open("reviewer")
    hand_in(page, url=news.url("/bridge"))
    expect(page.get_by_label("Text", exact=True)).to_have_value(article_at("/bridge"))
    expect(page.get_by_label("Publisher")).to_have_value("The Paper")
    expect(page.get_by_label("Byline")).to_have_value("Jane Doe")
    expect(page.get_by_label("Published")).to_have_value("2024-05-03")
    page.get_by_role("button", name="Freeze and split").click()
    expect(claims_of(page).first).to_be_visible()
    expect(page.get_by_role("link", name="Original")).to_have_attribute("href", news.url("/bridge"))


def article_at(path: str) -> str:
    """What the site's article says at that address."""
    return files.ARTICLE.replace("two months", f"two months ({path})")


REFUSED = {
    "http://169.254.169.254/latest/meta-data/": "points inside a private network",
    "http://10.0.0.1/": "points inside a private network",
    "http://[::1]/": "points inside a private network",
}


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_inside_is_not_fetched_and_says_so(windows: Windows, url: str) -> None:
    page = windows.open("reviewer")
    hand_in(page, url=url)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("This could not be read.")
    expect(told).to_contain_text(REFUSED[url])
    expect(page.get_by_role("link", name="Paste the text instead")).to_be_visible()


def test_a_redirect_inside_is_not_followed_and_says_so(windows: Windows, news: Site) -> None:
    page = windows.open("reviewer")
    hand_in(page, url=news.url("/to-metadata"))
    expect(page.get_by_role("alert")).to_contain_text("points inside a private network")


def test_an_address_that_is_none_is_refused_at_the_form(windows: Windows) -> None:
    windows.allow("status of 422")
    page = windows.open("reviewer")
    hand_in(page, url="ftp://example.org/bridge")
    expect(page.get_by_role("alert")).to_contain_text("http")
    expect(page.get_by_role("textbox", name="Address")).to_have_value("ftp://example.org/bridge")


def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_reason(windows: Windows) -> None:
    page = windows.open("reviewer")
    hand_in(
        page,
        file={"name": "bridge.pdf", "mimeType": "application/pdf", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 64},
    )
    told = page.get_by_role("alert")
    expect(told).to_contain_text("This could not be read.")
    expect(told).not_to_contain_text("Unexpected")


def test_a_file_of_twenty_megabytes_is_refused_before_it_is_read(windows: Windows, tmp_path: Path) -> None:
    windows.allow("status of 413")
    large = tmp_path / "large.txt"
    large.write_text("The mayor spoke. " * 1_200_000, encoding="utf-8")
    page = windows.open("reviewer")
    page.goto("/articles/new/")
    page.get_by_role("radio", name="Upload").check()
    page.get_by_label("File", exact=True).set_input_files(large)
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That is larger than 5 MB.")
    expect(page.get_by_role("link", name="Put in an article")).to_be_visible()


def test_an_empty_file_is_refused_at_the_form(windows: Windows) -> None:
    windows.allow("status of 422")
    page = windows.open("reviewer")
    hand_in(page, file={"name": "empty.txt", "mimeType": "text/plain", "buffer": b""})
    expect(page.get_by_role("alert")).to_have_text("This file is empty.")


def test_a_page_that_was_gone_is_read_by_a_retry_from_the_jobs(windows: Windows, news: Site) -> None:
    page = windows.open("reviewer")
    news.gone.add("/late")
    hand_in(page, url=news.url("/late"))
    expect(page.get_by_role("alert")).to_contain_text("There is no page at this address")
    news.gone.clear()
    page.goto("/jobs/?show=failed")
    row = page.get_by_role("row").filter(has_text=news.url("/late"))
    expect(row).to_contain_text("There is no page at this address (the server answered 404).")
    row.get_by_role("button", name="Retry").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(article_at("/late"))
