"""Guidelines as HTML: structure and anchors come out, nothing that a person could hide in them does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from claims.formats.changes import changes
from claims.formats.guidelines import shown

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def test_headings_get_anchors_from_their_words_and_lists_and_links_come_out() -> None:
    text = "# What counts\n\nRead [the release](https://example.org/a).\n\n- one\n- two\n\n## What counts\n\n## 数"
    page = shown(text)
    assert [(one.level, one.anchor, one.title) for one in page.headings] == [
        (1, "part-what-counts", "What counts"), (2, "part-what-counts-2", "What counts"), (2, "part-数", "数"),
    ]  # fmt: skip
    tree = lxml_html.fromstring(f"<div>{page.html}</div>")
    assert [(one.tag, one.get("id")) for one in tree.xpath("//h2|//h3")] == [
        ("h2", "part-what-counts"), ("h3", "part-what-counts-2"), ("h3", "part-数"),
    ]  # fmt: skip
    assert tree.xpath("//a/@rel") == ["noopener noreferrer"]
    assert len(tree.xpath("//ul/li")) == 2


def test_without_anchors_a_copy_may_stand_on_the_same_page() -> None:
    page = shown("# One\n\nTwo [there](#part-one)", highest=4, anchors=False)
    assert "id=" not in page.html
    assert page.html.startswith("<h4>")
    assert "target" not in page.html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))", "![x](https://example.org/a.png)", "[x](data:text/html,hi)",
        "<javascript:alert(1)>", "[x](//example.org)", "[a]: javascript:alert(1)\n\n[a]",
        "[x](&#106;avascript:alert(1))", "<a href='javascript:1'>x</a>",
    ],
)  # fmt: skip
def test_what_would_run_or_fetch_stays_words(text: str) -> None:
    tree = lxml_html.fromstring(f"<div>{shown(text).html}</div>")
    assert tree.xpath("//script|//img|//@onerror") == []
    assert [link for link in tree.xpath("//a/@href") if not link.startswith(("https://", "#", "/"))] == []
    assert not [link for link in tree.xpath("//a/@href") if link.startswith("//")]


@given(st.text(alphabet=st.sampled_from("ab<>&\"'/=:#[]()!*_`-\n 1.|\\&;é🍵javscriptonerr"), max_size=200))
def test_no_text_makes_a_tag_or_an_attribute_of_its_own(text: str) -> None:
    tree = lxml_html.fromstring(f"<div>{shown(text).html}</div>")
    for one in tree.iterdescendants():
        assert one.tag in TAGS
        assert set(one.attrib) <= {"id", "href", "title", "target", "rel", "start", "class", "style"}
        assert one.get("style", "text-align:left") in ("text-align:left", "text-align:right", "text-align:center")


def test_changes_are_lines_with_what_stands_around_them() -> None:
    before = "\n".join(f"line {n}" for n in range(10))
    after = before.replace("line 5", "line five") + "\nlast"
    assert [(one.kind, one.text or one.count) for one in changes(before, after)] == [
        ("left", 3), ("same", "line 3"), ("same", "line 4"), ("gone", "line 5"), ("new", "line five"),
        ("same", "line 6"), ("same", "line 7"), ("same", "line 8"), ("same", "line 9"), ("new", "last"),
    ]  # fmt: skip
    assert changes(before, before) == ()
    assert [one.kind for one in changes("", "a")] == ["new"]
    assert [one.kind for one in changes("a", "")] == ["gone"]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_both_versions_can_be_read_from_the_lines(one: list[str], other: list[str]) -> None:
    before, after = "\n".join(one), "\n".join(other)
    lines = changes(before, after)
    if not lines:
        assert before == after
        return
    for kind, text in (("gone", before), ("new", after)):
        have = [line for line in lines if line.kind in (kind, "same", "left")]
        assert sum(line.count or 1 for line in have) == len(text.split("\n") if text else [])
