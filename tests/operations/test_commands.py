"""The commands before Django: make, the search for Python, the search for Chromium, the emptying of var."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.operations.running import ROOT, environment

Done = subprocess.CompletedProcess[str]


def run(*command: str | Path, folder: Path = ROOT, answer: str = "", **environ: str) -> Done:
    settings = {**os.environ, **environ}
    return subprocess.run(
        command, cwd=folder, env=settings, input=answer, capture_output=True, text=True, check=False
    )


def program(path: Path, lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_make_lists_its_commands_and_every_one_has_a_line() -> None:
    listed = run("make").stdout
    rules = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"setup", "run", "test", "check", "fix", "bench", "lock", "seed", "reset", "clean"} <= set(rules)
    for rule in rules:
        assert re.search(rf"^  make {rule} +\S", listed, re.MULTILINE), rule


def test_ci_runs_what_everyone_runs() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert run("bash", "-n", ".ci/run").returncode == 0


def test_no_python_is_said_with_what_to_do(tmp_path: Path) -> None:
    done = run("/bin/sh", ROOT / ".ci" / "make-venv", folder=tmp_path, PYTHON="no-such-python")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, and none was found under the name no-such-python" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_is_passed_over(tmp_path: Path) -> None:
    old = program(tmp_path / "bin" / "old", "exit 1")
    program(tmp_path / "bin" / "new", f'echo "$@" >> {tmp_path}/calls')
    path = f"{old.parent}:{os.environ['PATH']}"
    done = run("/bin/sh", ROOT / ".ci" / "make-venv", folder=tmp_path, PATH=path, PYTHON="none old new")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "calls").read_text(encoding="ascii").endswith("-m venv .venv\n")


def test_a_python_without_venv_is_said_with_the_package_to_install(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "bare", 'case "$*" in *ensurepip*) exit 1;; --version) echo Python 3.11.2;; esac')
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    done = run("/bin/sh", ROOT / ".ci" / "make-venv", folder=tmp_path, PATH=path, PYTHON="bare")
    assert done.returncode == 1
    assert "Python 3.11.2 has no venv module. On Debian and Ubuntu: apt install python3-venv" in done.stderr


def test_packages_are_installed_once_and_again_when_the_list_changes(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    calls = tmp_path / "calls"
    program(tmp_path / ".venv" / "bin" / "python", f'echo "$@" >> {calls}')
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("one==1\n", encoding="ascii")
    for _ in range(2):
        assert run("make", "setup", folder=tmp_path).returncode == 0
    assert calls.read_text(encoding="ascii").count("-r requirements.txt") == 1
    assert run("make", "setup-dev", folder=tmp_path).returncode == 0
    (tmp_path / "requirements.txt").write_text("one==2\n", encoding="ascii")
    run("make", "setup", folder=tmp_path)
    assert calls.read_text(encoding="ascii").count("-r requirements.txt") == 2
    assert calls.read_text(encoding="ascii").count("-r requirements-dev.txt") == 1


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-train"])
def test_every_package_that_is_asked_for_is_pinned(name: str) -> None:
    """A machine that has a package from elsewhere would not notice; one that starts afresh would."""
    asked = re.findall(r"^[a-zA-Z0-9-]+", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    pinned = re.findall(r"^([a-z0-9-]+)(?:==| @)", (ROOT / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert asked, "the list is empty, or written in a way this test does not read"
    assert {each.lower() for each in asked if not each.startswith("-")} <= set(pinned), "run make lock"


def test_chromium_named_wrongly_is_an_error_not_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(chromium.NoChromiumError, match="'/no/such/chromium', which is not a program"):
        chromium.find()
    assert chromium.main() == 1


def test_chromium_named_comes_first_then_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("mine", "google-chrome", "chromium-browser"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="ascii")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", "mine")
    assert chromium.find() == (str(tmp_path / "mine"), "named by CHROMIUM")
    monkeypatch.delenv("CHROMIUM")
    assert chromium.find() == (str(tmp_path / "chromium-browser"), "found on this machine")


def test_without_any_chromium_it_is_fetched_or_the_remedy_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no apt-get here either
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    commands: list[list[str]] = []

    def refuse(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(chromium.NoChromiumError, match=r"apt install chromium.*CHROMIUM=/path"):
        chromium.find()
    assert commands == [[sys.executable, "-m", "playwright", "install", "chromium"]]


def test_root_on_debian_installs_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "chromium"
    program(tmp_path / "apt-get", f'[ "$2" = update ] || {{ /bin/echo > {package}; /bin/chmod 755 {package}; }}')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(Path, "exists", lambda path: True)
    assert chromium.find() == (str(tmp_path / "chromium"), "installed with apt")


def test_emptying_asks_first_and_keeps_logs(var: Path) -> None:
    for folder in ("postgres", "valkey", "media", "log"):
        (var / folder).mkdir(parents=True)
    (var / "secret-key").write_text("x" * 50, encoding="ascii")
    no = wipe(var, "y\n")
    assert (no.returncode, no.stderr) == (1, "Nothing was touched.\n")
    assert (var / "postgres").exists()
    yes = wipe(var, "yes\n")
    assert yes.returncode == 0, yes.stderr
    assert sorted(path.name for path in var.iterdir()) == ["log", "run"]


def wipe(var: Path, answer: str, **variables: str) -> Done:
    command = (sys.executable, "-W", "error", "-m", "factcheck.embedded", "wipe")
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(var, **variables),
        input=answer,
        capture_output=True,
        text=True,
        check=False,
    )


def test_emptying_a_database_that_is_not_ours_is_refused(var: Path) -> None:
    done = wipe(var, "yes\n", DATABASE_URL="postgres://somebody@127.0.0.1:1/theirs")
    assert done.returncode == 1
    assert "DATABASE_URL is set" in done.stderr
