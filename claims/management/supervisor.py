"""Running the processes of an installation: start, watch, start again, stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable
from types import FrameType

from claims.management.child import Child

TICK_SECONDS = 0.2
STOP_SECONDS = 7.0  # for tasks in hand; what is cut off is a row that the sweeper finds again
LAST_SECONDS = 2.0
COMPLAIN_SECONDS = 30.0
TAKEN_UP = "tasks in hand are taken up at the next start."

Say = Callable[[str], None]


class Supervisor:
    """Looks after children until it is told to stop. Not to be used from a second thread."""

    def __init__(
        self, children: list[Child], *, last: Iterable[str], say: Say, changed: Callable[[], None]
    ) -> None:
        """``last`` names children that stop after the others; ``changed`` is called when a child was started."""
        self.children = children
        self.last = set(last)
        self.say = say
        self.changed = changed
        self.told = 0

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the word to stop; a second one as the word to stop now."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._tell)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self.told += 1

    def run(self, *, ready: Callable[[], list[str]], announce: Callable[[], None]) -> None:
        """Start all and stay until told to stop; ``announce`` once nothing is missing by ``ready``."""
        for child in self.children:
            child.start()
        self.changed()
        complain_at = time.monotonic() + COMPLAIN_SECONDS
        waiting = True
        while not self.told:
            time.sleep(TICK_SECONDS)
            self.tend()
            missing = ready() if waiting and not self.told else []
            if waiting and not missing and not self.told:
                announce()
                waiting = False
            elif waiting and time.monotonic() > complain_at:
                self.say(f"Not ready yet: {'; '.join(missing)}.")
                complain_at = time.monotonic() + COMPLAIN_SECONDS

    def tend(self) -> None:
        """Show what the children complain of, and start again what has ended."""
        for child in self.children:
            if child.process:
                self._show(child)
            if (code := child.ended()) is not None:
                self._mourn(child, code)
            if child.process is None and time.monotonic() >= child.due:
                child.start()
                self.changed()

    def stop(self) -> None:
        """Ask all to finish, wait, make those end that do not; those in ``last`` after the others."""
        first = [child for child in self.children if child.name not in self.last]
        rest = [child for child in self.children if child.name in self.last]
        for group, seconds in ((first, STOP_SECONDS), (rest, LAST_SECONDS)):
            for child in group:
                child.ask()
            until = time.monotonic() + seconds
            for child in group:
                if not self._finished(child, until):
                    self.say(f"{child.name} took too long to end and was cut off; {TAKEN_UP}")

    def _finished(self, child: Child, until: float) -> bool:
        while time.monotonic() < until and self.told < 2:
            if child.process is None or child.ended() is not None:
                break
            time.sleep(0.05)
        return child.finish(time.monotonic())

    def _show(self, child: Child) -> None:
        for line in child.news():
            self.say(f"{child.name:<7}| {line}")

    def _mourn(self, child: Child, code: int) -> None:
        soon = child.failures == 0 and time.monotonic() - child.started < 10
        pause = child.postpone()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        self.say(f"{child.name} {how}; it is started again in {pause:.0f} s. Its log: {child.log}")
        if soon:
            for line in child.last_lines(15):
                self.say(f"{child.name:<7}| {line}")
