"""Break an installation in every way there is, with clients at work, and see what became of their work.

    python -m benchmarks.chaos [--fault NAME …] [--seconds 10]

Bars: ready again within 30 s of a fault's end; no verdict that a client was told of is lost, none is there twice;
every unit of work has ended; the audit trail verifies; no answer but those that let a client try again.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.clients import Browser, Client, Program, Scene
from benchmarks.chaos.faults import FAULTS, Fault
from benchmarks.chaos.scene import BROWSERS, PROGRAMS
from benchmarks.chaos.told import Record, Told
from benchmarks.chaos.world import Watch, World

READY_SECONDS = 30
WORK_SECONDS = 420
"""A worker that was killed is missed after at most five minutes; then its work is done again."""
BEFORE_SECONDS = 3


@dataclass
class Round:
    """How a fault went."""

    name: str
    ready: float | None
    acts: int
    failed: int
    verdicts: int
    wrong: list[str]

    def line(self) -> str:
        ready = "not" if self.ready is None else f"{self.ready:.1f} s"
        return (
            f"{self.name:12} ready after {ready:>7}  {self.acts:5} answers  {self.failed:4} failed on the way  "
            f"{self.verdicts:4} verdicts  {'MISSED' if self.wrong else 'kept'}"
        )


def go(world: World, scene: Scene, fault: Fault, seconds: float, told: Told) -> Round:
    """One fault, with clients before, meanwhile and after."""
    record = Record()
    record.told = told
    before = len(told.verdicts)
    clients: list[Client] = [Program(world.installation.port, scene, number, record) for number in range(PROGRAMS)]
    clients += [Browser(world.installation.port, scene, number, record) for number in range(BROWSERS)]
    watch = Watch(world)
    for each in (watch, *clients):
        each.start()
    time.sleep(BEFORE_SECONDS)
    fault.begin(world)
    time.sleep(fault.seconds)
    fault.end(world)
    end = time.monotonic()
    time.sleep(seconds)
    while watch.since(end) is None and time.monotonic() < end + 3 * READY_SECONDS:
        time.sleep(0.2)
    for one in clients:
        one.stop()
    for one in clients:
        one.join()
    watch.over.set()
    watch.join()
    for one in clients:  # each next round goes on with the claims that are left
        scene.left[type(one), one.number] = one.claims
    return _told(fault, record, watch.since(end), len(told.verdicts) - before)


def _told(fault: Fault, record: Record, ready: float | None, verdicts: int) -> Round:
    wrong = sorted(set(record.wrong))
    if ready is None or ready > READY_SECONDS:
        wrong.append(f"not ready within {READY_SECONDS} s")
    if fault.smooth:
        wrong += record.failed
    return Round(fault.name, ready, sum(record.answers.values()), len(record.failed), verdicts, wrong)


def settle(world: World, told: Told) -> list[str]:
    """Wait until all work has ended, then everything that is wrong."""
    began = time.monotonic()
    while True:
        said = world.check(told)
        passing = [one for one in said["findings"] if one.startswith(("unfinished", "verdicts not counted"))]
        if os.environ.get("CHAOS_LOUD"):
            print(passing[:3], flush=True)
        if not passing or time.monotonic() > began + WORK_SECONDS:
            break
        time.sleep(5)
    print(f"  all work ended {time.monotonic() - began:.0f} s after the last fault" if not passing else "")
    for kind, states in said["states"].items():
        print(f"  {kind}: {', '.join(f'{number} {state}' for state, number in states.items())}")
    print(f"  {len(told.verdicts)} verdicts were told, {len(told.tried)} tried; {len(told.articles)} articles, "
          f"{len(told.intakes)} files, {len(told.exports)} exports")  # fmt: skip
    return [*said["findings"], *filter(None, [world.audit()])]


def run(faults: list[Fault], folder: Path, seconds: float, *, far: bool) -> bool:
    """All faults of one installation; whether every bar was kept."""
    world = World(folder, far=far)
    told, wrong = Told(), []
    try:
        scene = world.start()
        where = "Database over TCP, clock of its own" if far else "Embedded servers"
        print(f"\n{where}; load {os.getloadavg()[0]:.1f}", flush=True)
        for fault in faults:
            if why_not := fault.why_not(world):
                print(f"{fault.name:12} not tried: {why_not}", flush=True)
                continue
            done = go(world, scene, fault, seconds, told)
            print(done.line(), flush=True)
            for one in done.wrong[:6]:
                print(f"    {one}", flush=True)
            wrong += done.wrong
        found = settle(world, told)
        print(f"  findings: {len(found)}")
        for one in found[:20]:
            print(f"    {one}")
        return not (wrong or found)
    finally:
        if keep := os.environ.get("CHAOS_LOGS"):
            Path(keep).mkdir(parents=True, exist_ok=True)
            for log in (world.var / "log").glob("*.log"):
                (Path(keep) / f"{world.var.name}-{log.name}").write_bytes(log.read_bytes())
        world.remove()


def main() -> int:
    """0 where every bar was kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fault", choices=[each.name for each in FAULTS], nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=10, help="of clients after each fault")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leave nothing behind
    chosen = [each for each in FAULTS if each.name in given.fault or not given.fault]
    fine = True
    for far in (False, True):
        if faults := [each for each in chosen if each.far == far]:
            with tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder:
                Path(folder).chmod(0o755)
                fine = run(faults, Path(folder), given.seconds, far=far) and fine
    print("\nEvery bar was kept." if fine else "\nA bar was MISSED.")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
