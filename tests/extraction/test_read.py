"""Bytes win over names, and whoever sent the wrong thing is told what it is."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Empty, Extracted, Unreadable, read
from tests.extraction.files import ARTICLE, PAGE, docx, pdf, zipped

WORD = docx("One paragraph.")
PORTABLE = pdf(["One line."])


@pytest.mark.parametrize(
    ("filename", "data", "extractor"),
    [
        ("article.txt", b"One line.", "plain"),
        ("ARTICLE.TXT", b"One line.", "plain"),
        ("article", b"One line.", "plain"),
        ("", b"One line.", "plain"),
        ("notes.md", b"# One line", "plain"),
        ("page.html", PAGE.encode(), "trafilatura"),
        ("page.HTM", PAGE.encode("utf-16"), "trafilatura"),
        ("", PAGE.encode("cp1252"), "trafilatura"),
        ("page.txt", PAGE.encode(), "trafilatura"),
        ("", b"<?xml version='1.0'?><!-- x --> " + PAGE.encode(), "trafilatura"),
        ("page.html", b"No tag, a < b only.", "plain"),
        ("letter.docx", WORD, "mammoth"),
        ("letter", WORD, "mammoth"),
        ("paper.pdf", PORTABLE, "pypdf"),
        ("download.php", PORTABLE, "pypdf"),
    ],
)
def test_the_reader_is_chosen_by_the_bytes(filename: str, data: bytes, extractor: str) -> None:
    extracted = read(data, filename=filename)
    assert extracted.extractor == extractor
    assert extracted.extractor_version
    assert extracted.text


@pytest.mark.parametrize("content_type", ["text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"])
def test_a_piece_of_a_page_needs_its_type(content_type: str) -> None:
    piece = PAGE[PAGE.index("<article>") : PAGE.index("<footer>")].encode()
    assert read(piece, content_type=content_type).text == ARTICLE.removeprefix("Bridge to close\n\n")
    assert read(piece).text.startswith("<article>")
    assert read(b"plain", content_type="application/pdf; x\r\ny: z").text == "plain"


@pytest.mark.parametrize(
    ("filename", "data", "message"),
    [
        (
            "article.txt",
            PORTABLE,
            "This is a PDF although its name says .txt. If that is what you mean to upload, rename it to .pdf",
        ),
        ("article.txt", WORD, "This is a Word document although its name says .txt. "),
        ("article.pdf", WORD, "This is a Word document although its name says .pdf. "),
        ("article.docx", PORTABLE, "This is a PDF although its name says .docx. "),
        ("article.pdf", PAGE.encode(), "This is a web page although its name says .pdf. "),
        ("article.docx", b"hello", "This is plain text although its name says .docx. It may not have been saved"),
        ("article.txt", b"\x89PNG\r\n\x1a\n0000", "This is a PNG image although its name says .txt. Upload a text"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "This is a JPEG image. Upload a text file, a web page, a Word document"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Office document"),
        ("letter.rtf", b"{\\rtf1 Hello}", "This is an RTF document"),
        ("", b"RIFF0000WEBPVP8 ", "This is a WebP image"),
        ("", b"\x1f\x8b\x08\x00", "This is a gzip archive"),
        ("sheet.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), "This is an Excel workbook"),
        ("text.odt", zipped({"content.xml": b"<x/>"}), "This is an OpenDocument file"),
        ("files.zip", zipped({"a.txt": b"x"}), "This is a zip archive"),
        ("files.zip", zipped({"a.txt": b"x"})[:30], "This is a damaged zip archive"),
    ],
)
def test_the_wrong_thing_is_named(filename: str, data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, filename=filename)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u200b".encode()])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(Empty, match="There is no text to check"):
        read(data, filename="article.txt")


@given(st.binary(max_size=400), st.sampled_from(["", "a.txt", "a.html", "a.pdf", "a.docx"]))
def test_any_bytes_are_read_or_refused_in_words(data: bytes, filename: str) -> None:
    heads = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body><p>"]
    for head in heads:
        try:
            extracted = read(head + data, filename=filename)
        except Unreadable as error:
            extracted = Extracted(text=str(error))
        assert extracted.text.strip("\ufeff")


def test_heavy_readers_are_loaded_when_needed() -> None:
    code = (
        "import sys; from claims.extraction import read; read(b'one line', filename='a.txt');"
        "print([name for name in ('trafilatura', 'pypdf', 'mammoth', 'lxml', 'django') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout == "[]\n"
