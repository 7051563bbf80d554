"""Word documents, by mammoth, after a look at what the archive would unpack to."""

import zipfile
import zlib
from importlib.metadata import version
from io import BytesIO

import mammoth
from lxml import etree
from lxml import html as lxml_html

from claims.extraction.blocks import paragraphs
from claims.extraction.result import Extracted, Unreadable
from claims.extraction.text import clean

MOST_MEMBERS = 2_000
MOST_BYTES = 200_000_000
MOST_MARKUP = 50_000_000
_PIECE = 1 << 20
_TOO_LARGE = "This Word document unpacks to more than is safe to read. Paste the text instead."
_DAMAGED = "This Word document is damaged. Open it in Word, save it again, and upload that."
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_CORE = "docProps/core.xml"
_WITHOUT_PICTURES = mammoth.images.img_element(lambda _image: {})
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(data: bytes, *, charset: str = "", url: str = "") -> Extracted:
    """The document's text, a blank line between paragraphs; title and author from its properties.

    Footnotes follow at the end. Raises Unreadable for damaged, locked or dangerous files.
    """
    core = check_archive(data)
    properties = _properties(core)
    cleaned = clean(_text(data))
    return Extracted(
        text=cleaned.text,
        title=properties.get("title", ""),
        byline=properties.get("creator", ""),
        language=properties.get("language", ""),
        extractor="mammoth",
        extractor_version=version("mammoth"),
        notes=cleaned.notes,
    )


def check_archive(data: bytes) -> bytes:
    """Unpacks every member into nothing, counting; returns the core properties' XML or ``b""``.

    Sizes are checked as declared and as they come out, because the declaration is the sender's.
    XML with a document type declaration is refused: Word writes none, entity bombs need one.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
                raise Unreadable(_TOO_LARGE)
            left = MOST_BYTES
            for member in members:
                left -= _check_member(archive, member, left)
            return archive.read(_CORE) if _CORE in archive.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(_DAMAGED) from error
    except RuntimeError as error:  # what zipfile says of an encrypted member
        raise Unreadable("This Word document is locked with a password. Save it without one.") from error


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """The member's size unpacked; raises Unreadable when it is more than ``left`` or not plain XML."""
    is_markup = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    room = min(left, MOST_MARKUP) if is_markup else left
    size, tail = 0, b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > room:
                raise Unreadable(_TOO_LARGE)
            if is_markup and any(word in tail + piece for word in _DECLARATIONS):
                raise Unreadable("This Word document holds declarations that Word never writes; it is not read.")
            tail = piece[-32:]
    return size


def _text(data: bytes) -> str:
    try:
        markup = mammoth.convert_to_html(BytesIO(data), convert_image=_WITHOUT_PICTURES).value
        if not markup:
            return ""
        tree = lxml_html.fromstring(f"<div>{markup}</div>")
    except Exception as error:  # mammoth raises whatever its readers stumble over
        raise Unreadable(_DAMAGED) from error
    for mark in tree.xpath("//sup[a[contains(@id, 'note-ref-')]] | //a[starts-with(text(), '↑')]"):
        mark.drop_tree()
    return paragraphs(tree)


def _properties(core: bytes) -> dict[str, str]:
    """The Dublin Core properties by their plain names; none where the part is missing or broken."""
    if not core:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(core, parser)
    except etree.XMLSyntaxError:
        return {}
    found = ((element.tag, " ".join((element.text or "").split())) for element in tree.iter(f"{_DC}*"))
    return {tag.removeprefix(_DC): text for tag, text in found}
