"""The checked copy for a word processor: a paragraph for each line of the text, a comment for each claim.

The same state gives the same bytes: neither the archive nor a comment tells when it was written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from claims.formats.checked_copy import SHAPES, Copy, Note, copy_of
from claims.formats.checked_copy_html import STANCES
from claims.formats.format import About, Format, Record
from claims.formats.zip_stream import EPOCH

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_STYLE = "Normal"
_NOT_XML = re.compile("[^\t\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The file; raises NotOneArticle."""
    copy = copy_of(records, about.names)
    document = docx.Document()
    _describe(document, copy)
    _head(document, copy)
    _text(document, copy)
    out = io.BytesIO()
    document.save(out)
    yield _undated(out)


def _undated(archive: io.BytesIO) -> bytes:
    """The same files, all of one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as written, zipfile.ZipFile(out, "w") as undated:
        for told in written.infolist():
            plain = zipfile.ZipInfo(told.filename, EPOCH)
            plain.external_attr = told.external_attr
            undated.writestr(plain, written.read(told), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _describe(document: Any, copy: Copy) -> None:
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = _plain(copy.title)[:255], "", "", ""


def _head(document: Any, copy: Copy) -> None:
    document.add_heading(_plain(copy.title), level=1)
    checked = f"last outcome of {copy.checked}" if copy.checked else "no outcome yet"
    settled = f"{copy.settled} of {len(copy.notes)} claims settled"
    about = [copy.where, copy.url, f"Checked copy, {copy.desk}, {checked}, {settled}", copy.coverage]
    document.add_paragraph(_plain("\n".join(filter(None, about))), style="Subtitle")
    counts = "   ".join(f"{shape} {number} {outcome}" for shape, outcome, number in copy.counts)
    if counts:
        document.add_paragraph(_plain(counts))
    if copy.asks:
        document.add_paragraph(f"To be changed or looked at: {', '.join(map(str, copy.asks))}")
    for shape, label, words in copy.legend:
        document.add_paragraph(_plain(f"{shape} {label}: {words}"), style="List Bullet")
    document.add_heading("Text", level=2)


def _text(document: Any, copy: Copy) -> None:
    """Every line a paragraph; comments go from the first run of a claim to the last of its first place."""
    begun: dict[int, Any] = {}
    for line in copy.lines:
        paragraph = document.add_paragraph(style=TEXT_STYLE)
        for one in line:
            run = paragraph.add_run(_NOT_XML.sub("\ufffd", one.text))
            run.underline = bool(one.numbers) or None
            for number in one.numbers:
                begun.setdefault(number, run)
            for number in one.ends:
                _comment(document, [begun[number], run], copy.notes[number])


def _comment(document: Any, runs: list[Any], note: Note) -> None:
    """Without a date: that of today would pass for the day of the outcome."""
    comment = document.add_comment(runs, text=_plain(_words(note)), author="Fact check", initials="FC")
    comment._comment_elm.attrib.pop(qn("w:date"), None)


def _words(note: Note) -> str:
    lines = [f"{note.number} {SHAPES[note.tone]} {note.outcome}", note.said, note.who, note.why]
    for one in note.evidence:
        stance = f"{STANCES[one.stance]}: " if one.stance in STANCES else ""
        lines.append(f"{stance}“{one.words}” {one.title} {one.archived or one.url}".strip())
    return "\n".join(filter(None, lines))


def _plain(words: str) -> str:
    """Words that XML can hold; line ends stay."""
    return "\n".join(_NOT_XML.sub("\ufffd", line) for line in words.splitlines())


FORMAT = Format(
    slug="checked-docx",
    label="Checked copy, Word",
    means="For the writer: the article with a comment for every claim. Opens in Word and LibreOffice.",
    media_type=MEDIA_TYPE,
    suffix=".checked.docx",
    dump=dump,
    one_article=True,
)
