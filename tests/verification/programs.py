"""Real servers on this machine, from the system's packages, for the time of a test."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_PATIENCE = 30.0


def need(packages: str, *programs: str, folder: Path | None = None) -> None:
    """Skips the test, and says which packages to install, where a program or the folder is not there."""
    missing = [program for program in programs if shutil.which(program) is None]
    if folder is not None and not folder.is_dir():
        missing.append(str(folder))
    if missing:
        pytest.skip(f"Not on this machine: {', '.join(missing)}. On Debian: apt-get install {packages}")


@contextmanager
def serving(
    command: Sequence[str], *, port: int, log: Path, env: Mapping[str, str] | None = None
) -> Iterator[None]:
    """The program runs and listens on the port; it is stopped at the end of the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env)
        try:
            _wait(process, port, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"It ended by itself: {log.read_text(errors='replace')[-2000:]}"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"Nobody listens on port {port}: {log.read_text(errors='replace')[-2000:]}")


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None, given: str = "") -> str:
    """What a program says; fails the test with it where the program fails."""
    done = subprocess.run(
        command, cwd=cwd, env=env, input=given, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}"
    return done.stdout


def same_shape(fake: object, real: object, place: str = "") -> list[str]:
    """Where the fake has a key that the real thing has not, or another type; lists are compared by their first."""
    if isinstance(fake, dict) and isinstance(real, dict):
        missing = [f"{place}.{key} is not in the real answer" for key in fake if key not in real]
        shared = [key for key in fake if key in real]
        return missing + [fault for key in shared for fault in same_shape(fake[key], real[key], f"{place}.{key}")]
    if isinstance(fake, list) and isinstance(real, list):
        return same_shape(fake[0], real[0], f"{place}[0]") if fake and real else []
    differs = type(fake) is not type(real)
    return [f"{place} is {type(real).__name__}, not {type(fake).__name__}"] if differs else []
