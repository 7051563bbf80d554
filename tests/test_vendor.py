"""What is shipped from other people's packages is listed, unchanged, and carries its licence."""

import hashlib
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LISTED = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["file"]
# A licence is known by words that stand in its text; a new licence needs a line here.
LICENCE_WORDS = {
    "0BSD": "Zero-Clause BSD",
    "OFL-1.1": "SIL OPEN FONT LICENSE",
}


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_vendored_file_is_the_listed_one(entry: dict[str, str]) -> None:
    digest = hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest()
    assert digest == entry["sha256"]
    assert entry["version"][0].isdigit()


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_vendored_file_has_its_licence_beside_it(entry: dict[str, str]) -> None:
    licence_file = VENDOR / entry["licence_file"]
    assert licence_file.parent == (VENDOR / entry["file"]).parent
    text = licence_file.read_text(encoding="utf-8")
    assert LICENCE_WORDS[entry["licence"]].casefold() in text.casefold()


def test_nothing_is_vendored_without_being_listed() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    listed = {entry["file"] for entry in LISTED} | {entry["licence_file"] for entry in LISTED}
    assert present == listed | {"vendor.toml"}
