"""The running API under schemathesis: requests that the description allows, and ones that it does not.

``FUZZ_EXAMPLES=50`` tries so many of each operation in every phase; without it one each, in under a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.fuzzing_config import config
from tests.api.fuzzing_server import Served, serving

LONG = os.environ.get("FUZZ_EXAMPLES")
# All there are but two. positive_data_acceptance: that a claim is of this text, a vote still runs or a service is
# switched on, no schema can say; the API answers 400, names the field and says why. object_level_authorization
# wants operations that make users of their own: tests.api.test_access asks every door in every role.
CHECKS = (
    "content_type_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "negative_data_rejection",
    "ensure_resource_availability",
    "not_a_server_error",
    "status_code_conformance",
    "response_headers_conformance",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "use_after_free",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for the module."""
    with serving(tmp_path_factory.mktemp("fuzzed") / "var") as running:
        yield running


def ask(served: Served, role: str, path: str) -> bytes:
    """What a role reads at an address."""
    headers = {"Authorization": f"Bearer {served.scene['tokens'][role]['secret']}"}
    answer = httpx.get(served.address + path, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text + served.log.read_text(encoding="utf-8")[-3000:]
    return answer.content


@pytest.mark.parametrize("role", ["owner", "reviewer"])
def test_no_request_breaks_the_api(served: Served, tmp_path: Path, role: str):
    description = json.loads(ask(served, role, "/api/schema/"))
    file = tmp_path / "schemathesis.toml"
    file.write_text(config(served.scene, description, role, int(LONG or 1)), encoding="utf-8")
    phases = "examples,coverage,fuzzing,stateful" if LONG else "fuzzing"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(file), "run"]
    options = ["--phases", phases, "--checks", ",".join(CHECKS), "--seed", "1", "--no-shrink", "--no-color"]
    told = subprocess.run(
        [*command, f"{served.address}/api/schema/", *options], cwd=tmp_path, capture_output=True, check=False
    )
    assert told.returncode == 0, told.stdout.decode()[-6000:] + told.stderr.decode()[-2000:]
    assert ask(served, role, "/api/v1/projects/city-desk/"), "the token and the role are still there"
