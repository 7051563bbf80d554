"""The faults: how each begins, how long it lasts, how it ends."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import redis

if TYPE_CHECKING:
    from benchmarks.chaos.world import World


def nothing(world: World) -> None:
    """It ends by itself."""


@dataclass(frozen=True)
class Fault:
    """``why_not`` says why it cannot be done here; empty where it can. ``smooth``: no request may fail."""

    name: str
    begin: Callable[[World], None]
    end: Callable[[World], None] = nothing
    seconds: float = 0
    far: bool = False
    smooth: bool = False
    why_not: Callable[[World], str] = lambda world: ""


def _kill_server(which: str) -> Callable[[World], None]:
    def kill(world: World) -> None:
        server = world.database if which == "postgres" else world.valkey
        process = server.process()
        assert process
        for each in [process, *process.children(recursive=True)]:
            each.kill()

    return kill


def _kill_workers(world: World) -> None:
    world.kill("factcheck worker")


def _flush(world: World) -> None:
    client = redis.Redis.from_url(world.valkey.url())
    client.flushall()
    client.close()


def _fill_disk(world: World) -> None:
    """The last byte of the volume for files is taken."""
    with (world.media / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(os.urandom(64 * 1024))
        except OSError:
            pass
        try:
            while True:
                file.write(b"x")
        except OSError:
            pass


def _empty_disk(world: World) -> None:
    (world.media / "filler").unlink()


def _roll(world: World) -> None:
    """Web processes one after the other by HUP, then each worker by TERM; the supervisor starts it again."""
    world.named("gunicorn")[0].send_signal(signal.SIGHUP)
    time.sleep(8)
    for queue in ("split@", "lookup@"):
        world.named(queue)[0].send_signal(signal.SIGTERM)
        time.sleep(5)


def _line(verb: str) -> Callable[[World], None]:
    return lambda world: getattr(world.line, verb)()


def _clock(by: str) -> Callable[[World], None]:
    return lambda world: world.move_clock(by)


def _no_disk(world: World) -> str:
    return "" if world.small_disk else "no small volume can be mounted here (that takes root)"


def _no_clock(world: World) -> str:
    return "" if world.faketime else "libfaketime is not installed (PyPI: libfaketime; or FAKETIME_LIBRARY)"


FAULTS = [
    Fault("worker", _kill_workers),
    Fault("web", lambda world: world.kill("gunicorn")),
    Fault("postgres", _kill_server("postgres")),
    Fault("valkey", _kill_server("valkey")),
    Fault("flushall", _flush),
    Fault("disk", _fill_disk, _empty_disk, seconds=6, why_not=_no_disk),
    Fault("rolling", _roll, smooth=True),
    Fault("frozen", _line("freeze"), _line("mend"), seconds=8, far=True),
    Fault("cut", _line("cut"), _line("mend"), seconds=8, far=True),
    Fault("clock-ahead", _clock("+3600"), _clock("+0"), seconds=6, far=True, why_not=_no_clock),
    Fault("clock-back", _clock("-3600"), _clock("+0"), seconds=6, far=True, why_not=_no_clock),
]
