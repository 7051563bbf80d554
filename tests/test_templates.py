"""What the content security policy forbids stands in no template, and the visual language in one place."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = [
    path for path in sorted((ROOT / "templates").rglob("*.html")) if "admin" not in path.relative_to(ROOT).parts
]
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = [*sorted((ROOT / "static" / "js").glob("*.js")), ROOT / "static" / "vendor" / "htmx" / "htmx.min.js"]

FORBIDDEN = {
    "a style of its own": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    # A block of linked data is no script: browsers run nothing of it, whatever the policy.
    "a script within the page": re.compile(
        r'<script(?! type="application/ld\+json">)(?![^>]*\bsrc=)', re.IGNORECASE
    ),
    "an event handler as an attribute": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:|\bjs:", re.IGNORECASE),
}
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", re.IGNORECASE)
SHIPPED_AT_MOST = 136 * 1024
"""All scripts there are, htmx (51 KB) included, uncompressed: a page loads some of them."""


def name(path: Path) -> str:
    """How a test names a file."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_needs_nothing_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(path: Path) -> None:
    assert get_template(path.relative_to(ROOT / "templates").as_posix())


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=name)
def test_colours_are_named_in_one_place(path: Path) -> None:
    assert RAW_COLOUR.findall(path.read_text(encoding="utf-8")) == []


def test_used_custom_properties_exist() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - defined == set()


def test_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in SCRIPTS) <= SHIPPED_AT_MOST


def test_the_forbidden_would_be_found() -> None:
    bad = '<p style="x"><script>1</script><a onclick="y" href="javascript:z">'
    assert all(pattern.search(bad) for pattern in FORBIDDEN.values())
