"""Looking after processes: started again when they end, cut off when they do not, shown when they complain."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from claims.management import child as child_module
from claims.management.child import Child
from claims.management.single import AlreadyUpError, end_left_behind, only_one, write_record
from claims.management.supervisor import Supervisor
from tests.operations.running import wait_until

Make = Callable[[str], Child]
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """A function: a child that runs a few lines of Python; all end with the test."""
    made: list[Child] = []

    def begin(lines: str) -> Child:
        name = f"child{len(made)}"
        made.append(Child(name, [sys.executable, "-c", lines], tmp_path / "log" / f"{name}.log", folder=tmp_path))
        return made[-1]

    yield begin
    for each in made:
        each.finish(0)


def supervise(*children: Child) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    return Supervisor(list(children), last=[], say=said.append, changed=lambda: None), said


def test_a_child_that_ends_is_said_shown_and_started_again(make: Make) -> None:
    child = make("print('before'); raise SystemExit(3)")
    supervisor, said = supervise(child)
    child.start()
    assert child.process
    child.process.wait(10)
    supervisor.tend()
    assert said[0].startswith("child0 ended with code 3; it is started again in 1 s.")
    assert "child0 | before" in said
    assert child.process is None
    child.due = 0
    supervisor.tend()
    assert child.process is not None


def test_the_pause_grows_to_half_a_minute_and_is_short_again_after_a_good_hour(make: Make) -> None:
    child = make("pass")
    pauses = []
    for _ in range(8):
        child.started = time.monotonic()
        pauses.append(child.postpone())
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    child.started = time.monotonic() - 3600
    assert child.postpone() == 1


def test_a_child_that_does_not_listen_is_cut_off_with_what_it_started(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.management.supervisor.STOP_SECONDS", 0.3)
    child = make(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STUBBORN!r}])\n{STUBBORN}")
    supervisor, said = supervise(child)
    child.start()
    wait_until(lambda: child.last_lines(1) == ["on"], 10, "the grandchild runs")
    assert child.process
    grandchild = psutil.Process(child.process.pid).children()[0]
    supervisor.stop()
    assert child.ended() == -signal.SIGTERM, "the child itself listens"
    wait_until(lambda: not grandchild.is_running() or grandchild.status() == "zombie", 5, "the grandchild is gone")
    assert said == []


def test_busy_work_is_cut_off_in_time_and_said(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.management.supervisor.STOP_SECONDS", 0.3)
    child = make(STUBBORN)
    supervisor, said = supervise(child)
    child.start()
    wait_until(lambda: child.last_lines(1) == ["on"], 10, "it runs")
    supervisor.stop()
    assert child.ended() == -signal.SIGKILL
    assert said == ["child0 took too long to end and was cut off; tasks in hand are taken up at the next start."]


def test_only_warnings_and_what_follows_them_reach_the_console(make: Make) -> None:
    child = make("pass")
    child.log.parent.mkdir()
    child.log.write_text("", encoding="utf-8")
    lines = [
        "[2026-01-01 10:00:00,000: INFO/MainProcess] quiet",
        "  more of the quiet",
        "2026-01-01 10:00:00,000 ERROR claims: loud",
        "Traceback (most recent call last):",
        "ValueError: why",
        "[2026-01-01 10:00:00 +0000] [7] [INFO] an ERROR far behind in a line" + " " * 100,
        "[2026-01-01 10:00:01 +0000] [7] [WARNING] loud too",
    ]
    with child.log.open("a", encoding="utf-8") as log:
        log.write("\n".join(lines))  # the last line is not finished
    assert child.news() == ["2026-01-01 10:00:00,000 ERROR claims: loud", *lines[3:5], lines[5]]
    with child.log.open("a", encoding="utf-8") as log:
        log.write("\n")
    assert child.news() == [lines[6]]
    assert child.news() == []


def test_a_long_log_is_set_aside_under_a_running_child(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_module, "LOG_LIMIT", 100)
    child = make(
        "import time\nprint('x' * 200, flush=True)\ntime.sleep(2)\nprint('WARNING x', flush=True)\ntime.sleep(60)"
    )
    child.start()
    wait_until(lambda: child.log.stat().st_size > 100, 10, "the log is long")
    child.news()
    assert child.log.with_suffix(".log.1").read_text(encoding="ascii") == "x" * 200 + "\n"
    wait_until(lambda: child.news() == ["WARNING x"], 10, "it writes on from the beginning")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel does this on Linux alone")
def test_children_end_with_a_killed_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert parent.stdout
    orphan = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    wait_until(lambda: not orphan.is_running() or orphan.status() == "zombie", 5, "the child ends")


PARENT = """
import sys, time
from pathlib import Path
from claims.management.child import Child
folder = Path(sys.argv[1])
asleep = [sys.executable, "-c", "import time; time.sleep(60)"]
child = Child("sleeper", asleep, folder / "sleeper.log", folder=folder)
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def test_one_at_a_time_and_the_second_learns_about_the_first(tmp_path: Path) -> None:
    with only_one(tmp_path) as record:
        write_record(record, address="http://127.0.0.1:8000/", children=[])
        with pytest.raises(AlreadyUpError, match=rf"127\.0\.0\.1:8000/.*kill {os.getpid()}"), only_one(tmp_path):
            pass
    with only_one(tmp_path) as record:
        assert not record.exists()


def test_what_a_killed_run_left_is_ended_but_never_a_stranger(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, stranger = make(STUBBORN), make("import time; time.sleep(60)")
    for each in (left, stranger):
        each.start()
    wait_until(lambda: left.last_lines(1) == ["on"], 10, "it runs")
    record = tmp_path / "up.json"
    marks = [left.mark(), {**stranger.mark(), "created": 1.0}]
    write_record(record, address="", children=marks)
    monkeypatch.setattr("claims.management.single.LEFT_SECONDS", 0.5)
    assert end_left_behind(record) == 1
    assert left.ended() == -signal.SIGKILL
    assert stranger.ended() is None


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"children": [{"name": "x"}]})])
def test_a_damaged_record_ends_nothing(tmp_path: Path, text: str) -> None:
    record = tmp_path / "up.json"
    record.write_text(text, encoding="utf-8")
    assert end_left_behind(record) == 0
    assert end_left_behind(tmp_path / "none.json") == 0
