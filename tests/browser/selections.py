"""Selecting words of an article in the browser by their place in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

# The point of the document where an offset (code points) lies. Many points can mean one offset: `inner` takes the
# last of them in the text, else the first; between paragraphs the point lies in the article itself.
POINT = """
  const article = document.getElementById("article-text");
  const point = (offset, inner) => {
    const found = [];
    [...article.children].forEach((paragraph, index) => {
      let at = Number(paragraph.id.slice(2));
      if (at > offset && !found.length) found.push([article, index]);
      const nodes = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        const all = [...node.data];
        const units = all.slice(0, offset - at).join("").length;
        if (at <= offset && offset <= at + all.length) found.push([node, units]);
        at += all.length;
      }
    });
    if (!found.length) found.push([article, article.children.length]);
    return inner ? found.at(-1) : found[0];
  };
"""
SELECT = f"""([start, end, isBackwards, first, second]) => {{
  {POINT}
  const [from, to] = [point(start, first), point(end, second)];
  const selection = document.getSelection();
  if (isBackwards) selection.setBaseAndExtent(...to, ...from);
  else selection.setBaseAndExtent(...from, ...to);
}}"""
PLACES = """() => import("/static/js/offsets.js").then((offsets) => offsets.placesSelected())"""
SEEN = f"""async ([html, cases]) => {{
  const offsets = await import("/static/js/offsets.js");
  document.getElementById("article-text").innerHTML = html;
  return cases.map((one) => {{
    ({SELECT})(one);
    const [place = null] = offsets.placesSelected();
    if (!place) return [null, null];
    document.getSelection().setBaseAndExtent(...offsets.pointAt(place.start), ...offsets.pointAt(place.end));
    return [place, offsets.placesSelected()[0]];
  }});
}}"""
Case = tuple[int, int, bool, bool, bool]
"""Start and end in code points, whether backwards, and which of several points is taken for start and end."""


def select(page: Page, start: int, end: int, *, backwards: bool = False) -> None:
    """Select ``text[start:end]`` of the article; the tools are there a moment later."""
    page.evaluate(SELECT, [start, end, backwards, True, False])


def select_words(page: Page, words: str, *, nth: int = 0) -> tuple[int, int]:
    """Select words of the article where they stand for the nth time; their place."""
    places = page.evaluate(
        """(words) => [...document.getElementById("article-text").children].flatMap((paragraph) => {
          const found = [];
          for (let at = -1; (at = paragraph.textContent.indexOf(words, at + 1)) >= 0;) {
            found.push(Number(paragraph.id.slice(2)) + [...paragraph.textContent.slice(0, at)].length);
          }
          return found;
        })""",
        words,
    )
    start = places[nth]
    select(page, start, start + len(words))
    return start, start + len(words)


def places(page: Page) -> list[dict[str, Any]]:
    """What the page takes to be selected: start, end and quote."""
    found: list[dict[str, Any]] = page.evaluate(PLACES)
    return found


def seen(page: Page, html: str, cases: Sequence[Case]) -> list[list[dict[str, Any] | None]]:
    """Show ``html`` as the article's text and make each selection.

    The place that the page takes each for, and what it takes it for when it selects that place by itself.
    """
    found: list[list[dict[str, Any] | None]] = page.evaluate(SEEN, [html, cases])
    return found
