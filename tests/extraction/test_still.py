"""An archived page does nothing when it is shown."""

import pytest
from lxml import html as lxml_html

from claims.extraction.still import still_page

EVIL = """<!doctype html><html><head><base href="https://evil.example/"><title>Story</title>
<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel="preconnect" href="https://evil.example">
<script>alert(1)</script><style>p {color: red}</style></head>
<body onload="alert(1)" background="https://evil.example/b.png"><!-- a comment --><p>Grüße 🍵</p>
<img src="https://evil.example/p.png" srcset="x 2x" alt="A bridge" onerror=alert(1)>
<img src="data:image/png;base64,AAAA">
<a href="javascript:alert(1)">one</a><a href="https://evil.example/">two</a><a href="#note">three</a>
<svg><a xlink:href="https://evil.example/"><script>alert(1)</script></a><image href="https://evil.example/x"/></svg>
<form action="https://evil.example/"><button formaction="https://evil.example/">Send</button></form>
<iframe src="https://evil.example/"></iframe><object data="x"></object><video src="x"></video>
After.</body></html>"""


def test_nothing_runs_loads_or_leads_away() -> None:
    page = still_page(EVIL.encode())
    tree = lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(encoding="utf-8"))
    assert b"evil.example" not in page
    assert b"alert" not in page
    for name in ("script", "iframe", "object", "link", "meta", "base", "video"):
        assert not tree.xpath(f"//{name}"), name
    assert [one.get("src") for one in tree.xpath("//img")] == [None, "data:image/png;base64,AAAA"]
    assert tree.xpath("//img")[0].get("alt") == "A bridge"
    assert [one.get("href") for one in tree.xpath("//a")][:3] == [None, None, "#note"]
    words = " ".join(tree.text_content().split())
    assert "Grüße 🍵" in words
    assert words.endswith("Send After.")


def test_other_encodings_become_utf_8() -> None:
    page = "<html><head><meta charset=iso-8859-1></head><body><p>Grüße</p></body></html>".encode("latin-1")
    assert "Grüße".encode() in still_page(page)
    assert "Grüße".encode() in still_page("<p>Grüße</p>".encode("cp1252"), charset="windows-1252")


@pytest.mark.parametrize("body", [b"", b"   ", b"\0\1\2", b"<" * 1000, b"<div>" * 5000, b"<!--"])
def test_anything_gives_a_page(body: bytes) -> None:
    assert still_page(body).startswith(b"<!doctype html>")
