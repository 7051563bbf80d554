"""The files under deploy/ name commands and variables that there are, and what the workbench itself starts."""

from __future__ import annotations

import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from factcheck.processes import MODULE, processes
from tests.operations.running import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
PLACE = "/srv/workbench/.venv/bin/python"


def read(unit: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # systemd's names have capitals
    parser.read(unit)
    return parser


def started(unit: str) -> list[str]:
    """The words of a unit's command as a shell of systemd reads them, from ``-m`` on."""
    line = read(ROOT / "deploy" / "systemd" / unit)["Service"]["ExecStart"].replace("%%", "%")
    words = shlex.split(line)
    assert words[:2] == [PLACE, "-m"]
    return words[2:]


def test_units_start_what_the_workbench_starts_by_itself() -> None:
    ours = {one["name"]: one["command"][len(MODULE) :] for one in processes(embedded=False)}
    assert started("workbench-web.service") == ours["web"]
    assert started("workbench-beat.service") == ours["beat"]
    for unit, name, number in (("split", "split", ""), ("lookup@", "lookup", "-%i")):
        expected = [word.replace("lookup@", f"lookup{number}@") for word in ours[name]]
        assert sorted(started(f"workbench-{unit}.service")) == sorted(
            w for w in expected if w not in ("-l", "INFO")
        )


def test_the_target_wants_units_that_there_are() -> None:
    wanted = read(ROOT / "deploy" / "systemd" / "workbench.target")["Unit"]["Wants"].split()
    there = {unit.name for unit in UNITS}
    assert {one.replace("@1", "@") for one in wanted} <= there
    for unit in UNITS:
        if unit.suffix == ".service":
            service = read(unit)["Service"]
            assert service["User"] == "workbench"
            assert service["EnvironmentFile"] == "/etc/workbench.env"
            assert service["NoNewPrivileges"] == "yes"


@pytest.mark.parametrize("path", [*UNITS, ROOT / "docs" / "deployment.md"], ids=lambda path: path.name)
def test_commands_are_there(path: Path) -> None:
    for name in re.findall(r"manage\.py ([a-z_]+)", path.read_text(encoding="utf-8")):
        assert name in get_commands(), name


def test_variables_are_documented() -> None:
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    lines = (ROOT / "deploy" / "workbench.env").read_text(encoding="utf-8").splitlines()
    named = {match[1] for line in lines if (match := re.match(r"#? ?([A-Z_]+)=", line))}
    assert len(named) > 12
    assert named <= documented


def test_the_proxies_set_who_asks() -> None:
    nginx = (ROOT / "deploy" / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in nginx
    caddy = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text(encoding="utf-8")
    assert "header_up X-Forwarded-For {remote_host}" in caddy
