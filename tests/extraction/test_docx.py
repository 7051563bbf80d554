"""Word documents, honest and hostile."""

import io
import zipfile

import docx
import pytest

from claims.extraction import Empty, Unreadable, read
from claims.extraction import docx as reader
from tests.extraction import files

DTD = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'


def test_text_and_properties() -> None:
    document = docx.Document()
    document.core_properties.title = "Bridge to close"
    document.core_properties.author = "Jane Doe"
    document.add_heading("Bridge to close", 1)
    run = document.add_paragraph("The mayor said ").add_run("so")
    run.bold = True
    run.add_break()
    run.add_text("“Two months,” she added. 👩‍🔬 שלום")
    document.add_paragraph("First", style="List Bullet")
    document.add_table(1, 2).cell(0, 1).text = "1,200"
    extracted = read(files.saved(document), filename="letter.docx")
    assert extracted.text == (
        "Bridge to close\n\nThe mayor said so\n“Two months,” she added. 👩‍🔬 שלום\n\nFirst\n\n1,200"
    )
    assert (extracted.title, extracted.byline) == ("Bridge to close", "Jane Doe")


def test_markup_in_the_text_stays_text() -> None:
    text = "<p>5 < 6 & 7 > 6</p> <script>alert(1)</script>"
    assert read(files.docx(text)).text == text


def test_pictures_are_left_out() -> None:
    picture = io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
            "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
        )
    )
    document = docx.Document()
    document.add_paragraph("Before")
    document.add_picture(picture)
    document.add_paragraph("After")
    assert read(files.saved(document)).text == "Before\n\nAfter"


def test_an_empty_document_is_empty() -> None:
    with pytest.raises(Empty):
        read(files.docx(""))


@pytest.mark.parametrize("cut", [100, 2000, -300])
def test_a_cut_document_is_damaged(cut: int) -> None:
    data = files.docx("One paragraph.")
    data = data[:cut] if cut < 0 else data[:-cut]
    with pytest.raises(Unreadable, match="This Word document is damaged"):
        read(data, filename="letter.docx")


@pytest.mark.parametrize("content", [b"", b"<", b"<w/>", b"no xml", b"\xff\xfe<"])
def test_broken_markup_is_damaged_or_empty(content: bytes) -> None:
    data = files.with_members(files.docx("One."), {"word/document.xml": content})
    with pytest.raises(Unreadable, match=r"is damaged|no text to check"):
        read(data)


def test_broken_properties_cost_only_the_properties() -> None:
    data = files.with_members(files.docx("One.", title="T"), {"docProps/core.xml": b"<no"})
    extracted = read(data)
    assert (extracted.text, extracted.title) == ("One.", "")


@pytest.mark.parametrize("name", ["word/document.xml", "docProps/core.xml", "word/extra.xml", "_rels/extra.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_are_refused(name: str, encoding: str) -> None:
    data = files.with_members(files.docx("One."), {name: DTD.decode().encode(encoding)})
    with pytest.raises(Unreadable, match="declarations that Word never writes"):
        read(data)


def test_a_declaration_across_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PIECE", 7)
    with pytest.raises(Unreadable, match="declarations"):
        read(files.with_members(files.docx("One."), {"word/extra.xml": DTD}))


def test_a_zip_bomb_is_refused_by_its_declaration(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_args: object) -> int:
        raise AssertionError("unpacked before its declared size was looked at")

    monkeypatch.setattr(reader, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(reader, "_check_member", unpack)
    data = files.with_members(files.docx("One."), {"word/media/big.bin": bytes(2_000_000)})
    with pytest.raises(Unreadable, match="unpacks to more than is safe"):
        read(data)


def test_a_zip_bomb_that_lies_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 1_000_000)
    data = files.with_members(files.docx("One."), {"word/media/big.bin": bytes(2_000_000)})
    size = (2_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(Unreadable, match=r"unpacks to more than is safe|is damaged"):
        read(data.replace(size, (2000).to_bytes(4, "little")))


def test_markup_has_a_tighter_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_MARKUP", 100_000)
    data = files.with_members(files.docx("One."), {"word/extra.xml": b" " * 200_000})
    with pytest.raises(Unreadable, match="unpacks to more than is safe"):
        read(data)


def test_too_many_members_are_refused() -> None:
    members = {f"word/media/{number}.bin": b"" for number in range(reader.MOST_MEMBERS)}
    with pytest.raises(Unreadable, match="unpacks to more than is safe"):
        read(files.with_members(files.docx("One."), members))


def test_an_encrypted_member_is_a_locked_document() -> None:
    data = bytearray(files.docx("One."))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    central = data.rindex(b"word/document.xml") - 46
    data[offset + 6] |= 1
    data[central + 8] |= 1
    with pytest.raises(Unreadable, match="locked with a password"):
        read(bytes(data))
