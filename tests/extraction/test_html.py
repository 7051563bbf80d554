"""Articles out of web pages."""

from datetime import date

import pytest

from claims.extraction import Unreadable, read
from tests.extraction.files import ARTICLE, PAGE


def test_article_and_metadata() -> None:
    extracted = read(PAGE.encode(), filename="page.html", url="https://paper.example/bridge")
    assert extracted.text == ARTICLE
    assert extracted.title == "Bridge to close"
    assert extracted.byline == "Jane Doe"
    assert extracted.publisher == "The Paper"
    assert extracted.published_at == date(2024, 5, 3)
    assert extracted.language == "en-GB"
    assert extracted.notes == ()


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta"),
    [
        ("utf-8", "text/html", ""),
        ("utf-16", "text/html", ""),
        ("cp1252", "text/html; charset=windows-1252", ""),
        ("iso-8859-15", "text/html", '<meta charset="iso-8859-15">'),
        ("iso-8859-15", "text/html", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">'),
    ],
)
def test_declared_charsets_of_pages(encoding: str, content_type: str, meta: str) -> None:
    page = PAGE.replace("“", '"').replace("”", '"').replace("<head>", f"<head>{meta}").replace("Zoë", "Žoë")
    page = page if encoding.startswith("utf") or encoding == "iso-8859-15" else page.replace("Ž", "Z")
    text = read(page.encode(encoding), content_type=content_type).text
    assert "oë Müller" in text
    assert ("Žoë" in text) == ("Žoë" in page)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><script>render()</script><noscript></noscript></body></html>",
        "<!doctype html><html>" + "<div>" * 30_000,
    ],
)
def test_a_page_without_article_says_what_to_do(page: str) -> None:
    with pytest.raises(Unreadable, match=r"No article was found on this page.*Paste the text instead"):
        read(page.encode())


def test_a_huge_page_is_refused() -> None:
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        read(b"<html><body>" + b"x" * 10_000_000)


def test_a_date_is_not_guessed_from_the_text() -> None:
    dated = '<meta property="article:published_time" content="2024-05-03T10:00:00Z">'
    page = PAGE.replace(dated, "").replace("The council", "On 3 March 2019 the council")
    assert read(page.encode()).published_at is None


def test_lists_tables_and_nested_blocks_keep_their_words() -> None:
    extra = (
        "<ul><li>First point of the plan, in full</li><li>Second <i>point</i></li></ul>"
        "<blockquote><p>A quotation in a block.</p></blockquote>"
        "<table><tr><td>Cars</td><td>1,200</td></tr><tr><td>Buses</td><td>40</td></tr></table></article>"
    )
    text = read(PAGE.replace("</article>", extra).encode()).text
    assert text == (
        f"{ARTICLE}\n\nFirst point of the plan, in full\n\nSecond point\n\nA quotation in a block."
        "\n\nCars\t1,200\n\nBuses\t40"
    )
