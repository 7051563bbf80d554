"""A folder for an installation of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.running import kill_all


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder that is not there yet, under one that only we may enter; what runs in it ends with the test.

    Not under ``tmp_path``: another run of pytest sets the mode of that folder's parent anew, and would shut out the
    account that servers get when root runs the tests.
    """
    home = Path(tempfile.mkdtemp(prefix="claims-"))
    yield home / "var"
    kill_all(home / "var")
    shutil.rmtree(home)
