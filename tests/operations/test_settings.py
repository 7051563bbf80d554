"""Whatever the environment can set stands in docs/settings.md, and nothing else does; nobody reads it elsewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings

from claims.providers.registry import SERVICES

ROOT = Path(settings.BASE_DIR)
TOLD = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
READS_ITSELF = {
    "factcheck/environment.py",  # whose functions everybody else calls
    "factcheck/embedded/server.py",  # hands its own environment on, without PG* and the language
}
ITS_OWN = "DJANGO_SETTINGS_MODULE"  # which settings there are is no setting


def _services() -> dict[str, str]:
    """The table of outside services: by the name that begins its variables, what switches it on."""
    part = TOLD.partition("## Outside services")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| [^|`]+ \| `([A-Z_]+?)(=on|_KEY|_URL)` \|", part, re.MULTILINE)
    return dict(rows)


def test_every_service_is_in_the_table_with_what_switches_it_on() -> None:
    wanted = {}
    for kind in SERVICES:
        needs = "_KEY" if kind.needs_key else "=on" if kind.default_url else "_URL"
        wanted[kind.variable()] = needs
    assert _services() == wanted


def test_the_environment_is_read_in_one_place() -> None:
    elsewhere = set()
    for folder in ("factcheck", "claims", ".ci"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if name not in READS_ITSELF and _reads(path):
                elsewhere.add(name)
    assert elsewhere == set()


def _reads(path: Path) -> bool:
    """Whether a file looks into the environment, but to say which settings there are."""
    text = path.read_text(encoding="utf-8")
    if "environ" not in text and "getenv" not in text:
        return False
    lines = text.splitlines()
    found = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]
    return any(ITS_OWN not in lines[node.lineno - 1] for node in found)


def test_the_list_of_readers_is_true() -> None:
    assert {name for name in READS_ITSELF if _reads(ROOT / name)} == READS_ITSELF


def test_units_and_proxies_name_no_other_variable() -> None:
    documented = set(re.findall(r"`([A-Z_]+)`", TOLD)) | {ITS_OWN}
    for path in sorted((ROOT / "deploy").rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            named = {
                *re.findall(r"^Environment=([A-Z_]+)=", text, re.MULTILINE),
                *re.findall(r"\$\{?([A-Z_]+)", text),
            }
            assert named <= documented, path.name
