"""A server on this machine that speaks Google's documented format and does what a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.providers import loopback

ANSWERS: dict[str, Callable[[Any], None]] = {
    **loopback.ANSWERS,
    "busy": lambda handler: handler.google_error(429, "RESOURCE_EXHAUSTED", Retry_After="1"),
}


class Handler(loopback.Handler):
    """Waits while it is told to hold, then answers as the script says; its last word is repeated."""

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self.server.seen.append(
            {"path": self.path, "headers": {name.lower(): told for name, told in self.headers.items()}}
        )
        self.server.go_on.wait(30)
        script = self.server.script
        ANSWERS[script.pop(0) if len(script) > 1 else script[0]](self)


class Outside(loopback.Loopback):
    """The server; ``script`` names its next answers, ``go_on`` is cleared to make it hold."""

    script: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = Handler
        self.go_on = threading.Event()
        self.reset()

    def reset(self) -> None:
        """As new: nothing seen, nothing found, nobody held."""
        self.seen.clear()
        self.script = ["empty"]
        self.go_on.set()


@contextmanager
def outside() -> Iterator[Outside]:
    """The server for the time of the block."""
    with Outside() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join()
