"""Splitting steps back behind the pages, also where processors are shared out by sessions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GROUP = Path("/proc/self/autogroup")
TELL = (
    "import os, pathlib; from factcheck.priority import give_way; give_way(7);"
    f"group = pathlib.Path('{GROUP}'); print(os.nice(0), group.read_text().split()[-1] if group.exists() else None)"
)


def told(command: list[str], *, own: bool) -> list[str]:
    """The nice values of the process and of its session."""
    answer = subprocess.run(command, start_new_session=own, capture_output=True, text=True, check=True)
    return answer.stdout.split()


def test_a_worker_in_a_session_of_its_own_steps_back_with_it():
    nice, group = told([sys.executable, "-c", TELL], own=True)
    assert nice == "7"
    assert group in ("7", "None")


@pytest.mark.skipif(not GROUP.exists(), reason="this kernel shares out by processes alone")
def test_a_session_that_others_use_stays_as_it_is():
    between = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {TELL!r}], check=True)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {between!r}], check=True)"
    assert told([sys.executable, "-c", outer], own=True) == ["7", "0"]
