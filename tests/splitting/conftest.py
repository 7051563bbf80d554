"""The parser is loaded once for all tests of the splitter."""

import pytest

from claims import splitting


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    splitting.warm()
