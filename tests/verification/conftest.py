"""The tests here ask real services, so the network is open to them, and they run only when asked for."""

import os

import pytest


@pytest.fixture(autouse=True)
def _closed_network() -> None:
    """Takes the place of the fixture that keeps all other tests on this machine."""


@pytest.fixture(autouse=True)
def _asked_for() -> None:
    if os.environ.get("VERIFY") != "1":
        pytest.skip("Asks a real service; set VERIFY=1 to run it.")
