"""PDF files with text, without, locked and broken."""

from io import BytesIO

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Unreadable, read
from claims.extraction import pdf as reader
from claims.extraction import text as text_module
from claims.extraction.text import clean, moved
from tests.extraction.files import pdf


def locked(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_lines_become_paragraphs() -> None:
    first = [
        "The mayor said on Friday that the bridge will be closed",
        "for two months, and that no",
        "ferry will run.",
    ]
    second = ["A new paragraph of the article begins here, and it is di-", "vided. (So it is.)", "Third."]
    extracted = read(pdf([*first, *second], title="Bridge to close", author="Jane Doe"), filename="paper.pdf")
    assert extracted.text == (
        "The mayor said on Friday that the bridge will be closed for two months, and that no ferry will run.\n\n"
        "A new paragraph of the article begins here, and it is divided. (So it is.)\n\n"
        "Third."
    )
    assert (extracted.title, extracted.byline) == ("Bridge to close", "Jane Doe")
    assert extracted.notes == ()


def test_a_sentence_goes_on_over_the_page() -> None:
    extracted = read(pdf(["The bridge will be closed for"], ["two months."]))
    assert extracted.text == "The bridge will be closed for two months."


def test_pages_without_text_are_counted() -> None:
    assert read(pdf(["One."], [])).notes == ("Page 2 holds no text.",)
    assert read(pdf([], ["One."], [])).notes == ("2 pages hold no text: 1, 3.",)


def test_scans_are_named() -> None:
    with pytest.raises(Unreadable, match=r"pictures of pages and no text.*\(OCR\)"):
        read(pdf([], []))


def test_a_password_is_asked_for() -> None:
    with pytest.raises(Unreadable, match="locked with a password"):
        read(locked(pdf(["Secret."]), "user"))


def test_protection_without_password_is_no_hindrance() -> None:
    assert read(locked(pdf(["Not so secret."]), "")).text == "Not so secret."


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF", pdf(["One."])[:300]]
)
def test_broken_files_are_damaged(data: bytes) -> None:
    with pytest.raises(Unreadable, match="This PDF is damaged"):
        read(data)


def test_long_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    with pytest.raises(Unreadable, match="more than 2 pages"):
        read(pdf(["One."], ["Two."], ["Three."]))


def test_slow_files_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_SECONDS", -1.0)
    with pytest.raises(Unreadable, match="takes too long"):
        read(pdf(["One."]))


def test_it_says_where_its_pages_begin() -> None:
    third = ["The third page goes on for a while, longer than the first, and its sen-"]
    extracted = read(pdf(["The first page is short."], [], third, ["tence ends."], []))
    starts = extracted.page_starts
    assert extracted.text == (
        "The first page is short.\n\n"
        "The third page goes on for a while, longer than the first, and its sentence ends."
    )
    assert [extracted.text[start:][:9] for start in starts] == [
        "The first",
        "The third",
        "The third",
        "tence end",
        "",
    ]
    assert starts[-1] == len(extracted.text)


PAGES = st.lists(st.text(alphabet="ab .-\n\x0c\x01\u00ad\u2028🍵A", max_size=40), max_size=6)


@given(pages=PAGES)
def test_page_starts_ascend_and_lie_in_the_text(pages: list[str]) -> None:
    joined, starts = reader._joined(pages)
    assert len(starts) == len(pages)
    assert starts == sorted(starts)
    for page, start in zip(pages, starts, strict=True):
        words = [line.strip() for line in page.splitlines() if line.strip()]
        if words:
            assert joined[start:].startswith(words[0].rstrip("-\u00ad"))
    try:
        text = clean(joined).text
    except Unreadable:
        return
    assert all(0 <= place <= len(text) for place in moved(joined, starts))
    for start, place in zip(starts, moved(joined, starts), strict=True):
        assert place == 0 or text_module._plain(joined[start:]).startswith(text[place:])
