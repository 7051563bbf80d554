"""What axe finds on a page as it stands, in light and dark, at a desk and on a phone; what runs off its side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.windows import DESK, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES: dict[str, dict[str, Any]] = {
    "light": {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
"""In the dark only the colours differ. The size of targets (24 px) is a rule that axe leaves out unless asked."""

RUN = """(options) => axe.run(document, { iframes: false, resultTypes: ["violations"], ...options })
  .then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 2) })))"""
# axe takes for too small what a bar that stays in view happens to cover half.
TO_TOP = "(panels) => panels.forEach((panel) => { panel.scrollTop = 0; })"
WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const beyond = [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1);
  const told = beyond.slice(-3).map((one) => one.outerHTML.slice(0, 160));
  return wide > 0 ? [`runs ${wide} px off the side`, ...told] : [];
}"""


def troubles(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page as it stands, by scheme and size; empty when nothing is."""
    found = {}
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.locator("#panel").evaluate_all(TO_TOP)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if told := [*violations(page, rules), *overflow(page)]:
                found[f"{scheme}, {size['width']} px"] = told
    return found


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """axe's findings: the rule and the first elements of each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for each in page.evaluate(RUN, rules)
        for node in each["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """How far the page runs off its side, and some of what does."""
    return list(page.evaluate(WIDE))
