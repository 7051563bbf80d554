"""Many documents in one file: lines and archives, honest and hostile."""

import io
import json
import stat
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Unreadable, archive
from claims.extraction.many import Told, read_archive, read_lines
from claims.extraction.refusal import Refusal
from tests.extraction.files import PAGE, docx, pdf, zipped

LARGEST = 1_000_000


def lines(*given: object) -> list[Told | Refusal]:
    data = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in given)
    return list(read_lines(io.BytesIO(data), longest=LARGEST))


def files(data: bytes, **how: int) -> list[Told | Refusal]:
    total, found = read_archive(io.BytesIO(data), largest=LARGEST, **how)
    read = list(found)
    assert total == len(read) + how.get("skip", 0)
    return read


def test_a_line_is_a_document() -> None:
    whole = {
        "title": " A  title ", "text": "One.\n\nTwo.", "url": "https://a.example/1", "publisher": "The Paper",
        "published_at": "2024-05-03T10:00:00Z", "more": {"is": "ignored"},
    }  # fmt: skip
    first, second = lines(whole, {"text": "Only a text."})
    assert first == Told(
        1, "A title", "One.\n\nTwo.", "https://a.example/1", "The Paper", date(2024, 5, 3), (), "A title"
    )
    assert (second.number, second.text, second.published_at) == (2, "Only a text.", None)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"{nonsense", "cannot be read"),
        (b"[1, 2]", "holds no object"),
        (b'"words"', "holds no object"),
        (b"{}", "neither a text nor an address"),
        ({"text": " \n "}, "neither a text nor an address"),
        ({"text": 7}, "text is not a text"),
        ({"text": "x", "title": ["a"]}, "title is not a text"),
        ({"text": "x", "url": "ftp://a.example"}, "not a web address"),
        ({"text": "x", "url": "https://a.example/" + "x" * 2000}, "longer than 2,000"),
        ({"text": "x", "published_at": "May"}, "published_at is no date: “May”"),
        ("Grüße".encode("latin-1"), "not UTF-8"),
        (b'{"text": "' + b"x" * LARGEST + b'"}', "longer than 1 MB"),
        (b'{"a":' * 9000 + b"1" + b"}" * 9000, "cannot be read"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_rest_goes_in(bad: object, why: str) -> None:
    first, refused, last = lines({"text": "One."}, b"", bad, {"text": "\ufeffFour.\0"})
    assert (first.number, refused.number, last.number) == (1, 3, 4)
    assert isinstance(refused, Refusal)
    assert why in refused.why
    assert last.text == "\ufeffFour."


@given(data=st.binary(max_size=300))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    for one in read_lines(io.BytesIO(data), longest=50):
        assert one.number >= 1
    try:
        _, found = read_archive(io.BytesIO(data), largest=1000)
    except Unreadable:
        return
    list(found)


def test_files_of_an_archive_are_documents() -> None:
    members = {
        "folder/note.txt": b"Words of a note.",
        "page.html": PAGE.encode(),
        "letter.docx": docx("Dear reader."),
        "paper.pdf": pdf(["Page one of the paper."], ["Page two."], title="The paper"),
        "__MACOSX/._note.txt": b"x",
        "folder/.DS_Store": b"x",
    }
    note, page, letter, paper = files(zipped(members))
    assert (note.title, note.text, note.name) == ("note.txt", "Words of a note.", "folder/note.txt")
    assert (page.title, page.publisher, page.published_at) == ("Bridge to close", "The Paper", date(2024, 5, 3))
    assert letter.text == "Dear reader."
    assert (paper.title, len(paper.page_starts)) == ("The paper", 2)
    assert [one.number for one in files(zipped(members), skip=2)] == [3, 4]


def test_a_manifest_tells_of_the_files() -> None:
    told = {
        "file": "a.txt",
        "title": "A",
        "url": "https://a.example",
        "publisher": "P",
        "published_at": "2024-05-03",
    }
    manifest = json.dumps(told).encode() + b"\n\n"
    (one,) = files(zipped({"a.txt": b"Words.", "manifest.jsonl": manifest}))
    assert one == Told(1, "A", "Words.", "https://a.example", "P", date(2024, 5, 3), (), "a.txt")
    with pytest.raises(Unreadable, match=r"Line 1 of manifest\.jsonl"):
        files(zipped({"a.txt": b"Words.", "manifest.jsonl": b"{"}))


def test_what_cannot_be_read_is_refused_and_the_rest_goes_in() -> None:
    large = " ".join(map(str, range(200_000))).encode()
    members = {
        "scan.pdf": pdf([], []),
        "p.png": b"\x89PNG\r\n\x1a\n",
        "e.txt": b" ",
        "l.txt": large,
        "good.txt": b"Words.",
    }
    scan, picture, empty, too_large, good = files(zipped(members))
    assert "pictures of pages and no text" in scan.why
    assert (scan.number, scan.name) == (1, "scan.pdf")
    assert "PNG image" in picture.why
    assert "no text" in empty.why
    assert "larger than 0 MB unpacked" in too_large.why
    assert good.text == "Words."


TRICKS = ["../evil.txt", "a/../../evil.txt", "/etc/passwd", "C:\\evil.txt", "..\\evil.txt", "\\\\host\\evil.txt"]


@pytest.mark.parametrize("name", TRICKS)
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="leads out of it"):
        files(zipped({"good.txt": b"Words.", name: b"Words."}))


def test_a_link_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    with pytest.raises(Unreadable, match="holds a link"):
        files(stream.getvalue())


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="more than is safe"):
        files(zipped({"bomb.txt": b"a" * 30_000_000}))
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    with pytest.raises(Unreadable, match="more than is safe"):
        files(zipped({f"{n}.txt": b"a" for n in range(3)}))


def test_a_bomb_that_lies_about_its_size_is_stopped_as_it_comes() -> None:
    data = bytearray(zipped({"bomb.txt": b"a" * 3_000_000}))
    real = (3_000_000).to_bytes(4, "little")
    for place in [at for at in range(len(data)) if data[at : at + 4] == real]:
        data[place : place + 4] = (500).to_bytes(4, "little")
    (refused,) = files(bytes(data))
    assert isinstance(refused, Refusal)


def test_a_locked_file_is_refused() -> None:
    data = bytearray(zipped({"a.txt": b"Words of a note."}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    (refused,) = files(bytes(data))
    assert "locked with a password" in refused.why


@pytest.mark.parametrize("data", [b"", b"words", b"PK\x03\x04", zipped({"a.txt": b"x" * 99})[:60]])
def test_what_is_no_archive_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no zip archive"):
        files(data)
