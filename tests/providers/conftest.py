"""One loopback server for all tests of this room."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.providers.loopback import Loopback, serving

settings.register_profile("unhurried", deadline=None)  # machines are shared
settings.load_profile("unhurried")


@pytest.fixture(scope="package")
def _loopback() -> Iterator[Loopback]:
    with serving() as server:
        yield server


@pytest.fixture
def server(_loopback: Loopback) -> Loopback:
    """A server on this machine that has seen nothing yet."""
    _loopback.seen.clear()
    _loopback.said.clear()
    _loopback.elsewhere = ""
    return _loopback
