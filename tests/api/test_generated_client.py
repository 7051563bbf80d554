"""A client that a generator makes of the description, against the running API: read, judge, be refused."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.fuzzing_server import Served, serving

AS_BYTES = (
    *("application/gzip", "application/zip", "application/jsonl", "text/csv"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
CONFIG = {
    "post_hooks": [],  # else it wants to tidy what it wrote
    "content_type_overrides": {
        **dict.fromkeys(AS_BYTES, "application/octet-stream"),
        **dict.fromkeys(("application/ld+json", "application/x-ndjson"), "application/json"),
        "text/html": "text/plain",
    },
}
"""What docs/api.md tells people to give the generator, which knows few media types."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with rows."""
    with serving(tmp_path_factory.mktemp("asked") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def generated(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package, made without a warning."""
    folder = tmp_path_factory.mktemp("generated")
    secret = served.scene["tokens"]["reviewer"]["secret"]
    described = httpx.get(f"{served.address}/api/schema/", headers={"Authorization": f"Bearer {secret}"})
    (folder / "openapi.json").write_bytes(described.raise_for_status().content)
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--fail-on-warning"]
    options = ["--path", "openapi.json", "--config", "config.json", "--meta", "none", "--output-path"]
    done = subprocess.run(
        [*command, *options, "workbench_client"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("workbench_client")
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "workbench_client"]:
            del sys.modules[name]


@pytest.fixture
def client(served: Served, generated: Any) -> Iterator[Any]:
    """The client of a reviewer."""
    secret = served.scene["tokens"]["reviewer"]["secret"]
    with generated.AuthenticatedClient(served.address, token=secret, timeout=httpx.Timeout(30)) as opened:
        yield opened


def operation(tag: str, name: str) -> Any:
    return importlib.import_module(f"workbench_client.api.{tag}.{name}")


def shape(name: str) -> Any:
    return getattr(importlib.import_module("workbench_client.models"), name)


def test_it_reads_projects_and_a_whole_article(client: Any, served: Served):
    projects = operation("projects", "projects_list").sync(client=client)
    assert [row.slug for row in projects.results] == ["city-desk"]
    whole = operation("articles", "articles_whole_retrieve").sync(served.scene["ids"]["article"], client=client)
    claim = whole.claims[0]
    place = claim.spans[0]
    assert whole.revision.text[place.start : place.end] == place.quote
    assert claim.attributions[0].hop == 1


def test_it_judges_and_learns_of_a_conflict_first(client: Any, served: Served):
    """The reviewer has judged before; the answer names the verdict that this one is to replace."""
    verdict = shape("NewVerdict")(
        finding=shape("FindingEnum").CONFIRMED, rating="true", rationale="The register says so. 🧾"
    )
    ask = operation("verdicts_and_rulings", "claims_verdicts_create")
    conflict = ask.sync_detailed(served.scene["ids"]["claim"], client=client, body=verdict)
    assert (conflict.status_code, conflict.parsed.status) == (409, 409)
    verdict.basis = conflict.parsed.current
    answer = ask.sync_detailed(served.scene["ids"]["claim"], client=client, body=verdict)
    assert answer.status_code == 201, answer.content
    assert answer.parsed.rationale == "The register says so. 🧾"


def test_a_refusal_comes_as_a_problem_that_names_the_field(client: Any, served: Served):
    verdict = shape("NewVerdict")(finding=shape("FindingEnum").CONFIRMED, rating="no-such", rationale="Why not.")
    ask = operation("verdicts_and_rulings", "claims_verdicts_create")
    answer = ask.sync_detailed(served.scene["ids"]["claim"], client=client, body=verdict)
    assert answer.status_code == 400
    assert isinstance(answer.parsed, shape("Problem"))
    assert answer.parsed.errors[0].field == "rating"


def test_a_token_that_is_none_is_a_problem_too(client: Any, generated: Any, served: Served):
    with generated.AuthenticatedClient(served.address, token="cw_none") as stranger:
        answer = operation("projects", "projects_list").sync_detailed(client=stranger)
    assert answer.status_code == 401
    assert answer.parsed.status == 401
