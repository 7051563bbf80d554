"""Files made for tests: Word documents, PDF, web pages."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from docx import Document

PAGE = """<!doctype html>
<html lang="en-GB">
<head><title>Bridge to close | The Paper</title>
<meta property="og:site_name" content="The Paper">
<meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2024-05-03T10:00:00Z">
</head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Bridge to close</h1>
<p>The mayor said on Friday that the <b>bridge</b> will close for two months,
and nobody had been told before.</p>
<p>“We did not know,” said Zoë Müller of the ferry company.<br>“Nobody asked us.”</p>
<p>The council is to vote on a new timetable next week, according to two people in the room.</p>
</article>
<footer>All rights reserved. Cookies. Imprint.</footer></body></html>"""

ARTICLE = (
    "Bridge to close\n\n"
    "The mayor said on Friday that the bridge will close for two months, and nobody had been told before.\n\n"
    "“We did not know,” said Zoë Müller of the ferry company.\n“Nobody asked us.”\n\n"
    "The council is to vote on a new timetable next week, according to two people in the room."
)

_CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/></Types>"""


def docx(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    """A Word document; a line end within a paragraph becomes a break."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """The archive with members added or replaced."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return stream.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(*pages: list[str], title: str = "", author: str = "") -> bytes:
    """A PDF with one text line for each string, written by hand; a page of no lines is blank."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        content = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET" if lines else ""
        kids.append(f"{len(objects) + 1} 0 R")
        resources = "<< /Font << /F1 3 0 R >> >>"
        box = "/MediaBox [0 0 595 842]"
        contents = f"/Contents {len(objects) + 2} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Resources {resources} {contents} >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    objects.append(f"<< /Title ({_escaped(title)}) /Author ({_escaped(author)}) >>")
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    xref = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n{trailer}\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + xref + end).encode("latin-1")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
