"""The audit of packages: fails on a hole that nobody accepted, and says so where nobody could be asked."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from tests.operations.running import ROOT

HOLE = {"dependencies": [{"name": "wheel", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
SKIPPED = {"dependencies": [{"name": "wheel", "skip_reason": "not found"}]}


@pytest.fixture
def audit() -> ModuleType:
    path = ROOT / ".ci" / "known_holes.py"
    spec = importlib.util.spec_from_file_location("known_holes", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def says(monkeypatch: pytest.MonkeyPatch, output: str, error: str = "") -> None:
    def run(*args: Any, **named: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, output, error)

    monkeypatch.setattr(subprocess, "run", run)


def test_a_hole_fails_until_it_is_accepted_and_again_when_that_ends(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    says(monkeypatch, json.dumps(HOLE))
    assert audit.main() == 1
    assert "Not accepted: wheel PYSEC-1" in capsys.readouterr().out
    audit.ACCEPTED["PYSEC-1"] = ("not reached", date(9999, 1, 1))
    assert audit.main() == 0
    audit.ACCEPTED["PYSEC-1"] = ("not reached", date(2020, 1, 1))
    assert audit.main() == 1


@pytest.mark.parametrize(("output", "error"), [(json.dumps(SKIPPED), ""), ("", "no route to host")])
def test_nobody_to_ask_is_said_and_fails_nothing(
    audit: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    output: str,
    error: str,
) -> None:
    says(monkeypatch, output, error)
    assert audit.main() == 0
    assert "Nobody" in capsys.readouterr().out
