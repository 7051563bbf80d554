"""A real Kiwix server with two books made of a few pages."""

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from claims.providers.base import ProviderError, Question
from claims.providers.http import fetch
from claims.providers.kiwix import Kiwix
from claims.providers.polite import Client
from tests.providers.contract import check_contract
from tests.providers.loopback import closed_port
from tests.providers.spoken.kiwix import BRIDGE, NO_BOOK, feed
from tests.verification.programs import need, run, serving

PACKAGES = "kiwix-tools zim-tools"
FILLER = "The council spoke of many other things before the vote was taken in the old hall. "
REPAIRS = (
    "The harbour bridge closed for two months in 2018 while engineers &lt;script&gt;replaced&lt;/script&gt; "
    "the bearings &amp; rails. "
)
ENGLISH = {
    "index.html": ("Desk encyclopaedia", "Of harbours and bridges."),
    "bridge.html": (
        "Harbour Bridge &amp; Müller's tunnel",
        FILLER * 12 + REPAIRS + FILLER * 12,
    ),
    "ferry.html": ("Ferry", "A ferry crossed beside the bridge while it was closed. Fares were free."),
}
GERMAN = {"index.html": ("Lexikon", "Die Brücke war zwei Monate gesperrt, the bridge was closed.")}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server, which lives below a path."""
    if os.environ.get("VERIFY") != "1":
        pytest.skip("Asks a real service; set VERIFY=1 to run it.")
    need(PACKAGES, "kiwix-serve", "zimwriterfs")
    folder, port = tmp_path_factory.mktemp("library"), closed_port()
    books = [_book(folder, "desk", "eng", ENGLISH), _book(folder, "lexikon", "deu", GERMAN)]
    command = ["kiwix-serve", "--address", "127.0.0.1", "--port", str(port), "--urlRootLocation", "/kiwix", *books]
    with serving(command, port=port, log=folder / "serve.log"):
        yield f"http://127.0.0.1:{port}/kiwix"


def _book(folder: Path, name: str, language: str, pages: dict[str, tuple[str, str]]) -> str:
    source = folder / name
    source.mkdir()
    (source / "icon.png").write_bytes(_icon())
    for file, (title, text) in pages.items():
        head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
        (source / file).write_text(
            f"<!DOCTYPE html><html>{head}<body><p>{text}</p></body></html>", encoding="utf-8"
        )
    words = ["-w", "index.html", "-I", "icon.png", "-l", language, "-n", name, "-t", f"The {name}", "-d", "pages"]
    run(["zimwriterfs", *words, "-c", "Desk", "-p", "Desk", str(source), f"{name}.zim"], cwd=folder)
    return str(folder / f"{name}.zim")


def _icon() -> bytes:
    """A white square of 48 pixels, which every book must have."""
    rows = b"".join(b"\0" + b"\xff" * 144 for _ in range(48))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 48, 48, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def kiwix(library: str) -> Kiwix:
    return Kiwix(Client(), base_url=library)


def private(library: str) -> frozenset[str]:
    return frozenset({library.removeprefix("http://").removesuffix("/kiwix")})


def test_the_server_keeps_the_contract(library: str) -> None:
    one_book = Kiwix(Client(), base_url=library)
    hits = check_contract(one_book, query="bridge closed")
    assert {hit.title for hit in hits} == {"Ferry", "Harbour Bridge & Müller's tunnel"}
    assert {hit.publisher for hit in hits} == {"The desk"}


def test_what_is_found_is_read_as_a_person_would_and_opens(library: str) -> None:
    (hit,) = kiwix(library).search("engineers bearings", None, "en", 5)
    assert "engineers <script>replaced</script> the bearings & rails" in hit.snippet
    assert not hit.snippet.startswith(".")
    assert not hit.snippet.endswith("..")
    page = fetch(hit.url, allow_private=private(library))
    assert page.status == 200
    assert b"bearings &amp; rails" in page.body


def test_books_are_chosen_by_language(library: str) -> None:
    (hit,) = kiwix(library).search("Brücke gesperrt", None, "de-AT", 5)
    assert (hit.title, hit.publisher) == ("Lexikon", "The lexikon")
    assert kiwix(library).search("bridge", None, "fr", 5) == []


def test_without_a_language_something_is_found_or_one_is_asked_for(library: str) -> None:
    try:
        found = {hit.publisher for hit in kiwix(library).search("bridge closed", None, "", 9)}
    except ProviderError as error:  # libkiwix 12 and later
        assert "several languages" in str(error)  # noqa: PT017
    else:
        assert found


@pytest.mark.parametrize(
    "query", ['"unclosed', "-", "bridge OR (", "a|b", "bridge " * 42, "<b>bridge</b> & ü", "*"]
)
def test_odd_questions_are_answered(library: str, query: str) -> None:
    assert isinstance(kiwix(library).ask(Question(query, lang="en")).hits, list)


def test_nothing_found_is_no_error(library: str) -> None:
    assert kiwix(library).search("zeppelin", None, "en", 5) == []


def test_the_fake_speaks_as_the_real_one(library: str) -> None:
    params = {"pattern": "bridge closed", "format": "xml", "books.filter.lang": "eng"}
    real = fetch(f"{library}/search", params=params, allow_private=private(library))
    tags = {element.tag for element in etree.fromstring(real.body).iter() if isinstance(element.tag, str)}
    fake = {element.tag for element in etree.fromstring(feed(BRIDGE)).iter() if isinstance(element.tag, str)}
    assert fake - {"b"} <= tags, "words are highlighted in some passages only"
    assert real.content_type.startswith("application/rss+xml")


def test_a_missing_language_is_told_as_the_fake_tells_it(library: str) -> None:
    params = {"pattern": "bridge", "format": "xml", "books.filter.lang": "fra"}
    real = fetch(f"{library}/search", params=params, allow_private=private(library))
    assert real.status == 400
    assert b"No book matches selection criteria" in real.body
    assert b"No book matches selection criteria" in NO_BOOK
