"""Acts that a key does, and what does them on the pages: neither without the other."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from claims.views.keys import ACTS, BY_SLUG

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
ACT = re.compile(r"""data-act="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)\"""")
HINT = re.compile(r"""\{% key "([^"]+)"([^%]*)%\}""")
FILLED_IN = "\0"


def _marked() -> list[str]:
    """The acts that some template marks an element with; what a page fills in stands for anything."""
    values = [value for path in TEMPLATES for value in ACT.findall(path.read_text(encoding="utf-8"))]
    return [part for value in values for part in re.sub(r"\{[{%].*?[%}]\}", FILLED_IN, value).split()]


def _fits(part: str, slug: str) -> bool:
    return re.fullmatch(re.escape(part).replace(FILLED_IN, ".+"), slug) is not None


def test_every_act_with_a_key_is_done_by_some_element() -> None:
    marked = _marked()
    assert len(marked) > 10
    assert [act.slug for act in ACTS if not any(_fits(part, act.slug) for part in marked)] == []


def test_every_element_that_does_an_act_names_one_that_is_there() -> None:
    assert [part for part in _marked() if not any(_fits(part, slug) for slug in BY_SLUG)] == []


def test_every_hint_names_an_act() -> None:
    hints = [hint for path in TEMPLATES for hint in HINT.findall(path.read_text(encoding="utf-8"))]
    assert len(hints) > 5
    whole = [name for name, more in hints if not more.strip()]
    begun = [name for name, more in hints if more.strip()]
    assert [name for name in whole if name not in BY_SLUG] == []
    assert [name for name in begun if not any(slug.startswith(name) for slug in BY_SLUG)] == []


def test_the_script_that_knows_none_of_them_stays_small() -> None:
    assert (ROOT / "static" / "js" / "keys.js").stat().st_size < 6 * 1024
