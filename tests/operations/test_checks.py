"""``make check``: everything runs, what failed is shown and named, and the exit code tells."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.operations.running import ROOT


@pytest.fixture
def checks() -> ModuleType:
    """The program, not run."""
    spec = importlib.util.spec_from_file_location("checks", ROOT / ".ci" / "check.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python(lines: str) -> list[str]:
    return [sys.executable, "-c", lines]


def test_what_fails_is_shown_and_named(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = python("import sys; print('why'); sys.exit('and where')")
    monkeypatch.setattr(checks, "CHECKS", {"first": bad, "second": python("print('all well')")})
    assert checks.main() == 1
    said = capsys.readouterr().out
    assert "FAILED  first" in said
    assert "why" in said
    assert "and where" in said
    assert "ok      second" in said
    assert "all well" not in said
    assert said.endswith("Failed: first.\n")


def test_all_well_is_a_line_each_and_code_zero(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"first": python(""), "second": python("")})
    assert checks.main() == 0
    assert [line.split("(")[0] for line in capsys.readouterr().out.splitlines()] in (
        ["ok      first ", "ok      second "],
        ["ok      second ", "ok      first "],
    )


def test_a_program_that_is_missing_is_a_failure_not_a_silence(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"gone": ["/no/such/program"]})
    with pytest.raises(FileNotFoundError):
        checks.main()
