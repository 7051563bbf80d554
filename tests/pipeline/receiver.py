"""A receiver of webhooks on this machine: it keeps what it gets, and answers as a test says, also very badly."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """``answers`` are given in turn, the last one for ever: a status, (status, headers, body), or a word.

    Words: "slow" waits for a minute, "hang up" closes without an answer, "garbage" sends what is not HTTP.
    """

    host: str = ""
    answers: list[object] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    most_at_once: int = 0
    pause: float = 0.0

    def url(self, path: str = "/hook") -> str:
        """The whole address of a path."""
        return f"http://{self.host}{path}"


class Server(ThreadingHTTPServer):
    """Knows the receiver that it keeps things for, and how many requests are under way."""

    daemon_threads = True

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.receiver, self.lock, self.busy = receiver, threading.Lock(), 0


class Handler(BaseHTTPRequestHandler):
    """One request, answered as the test says."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver = self.server.receiver
        with self.server.lock:
            self.server.busy += 1
            receiver.most_at_once = max(receiver.most_at_once, self.server.busy)
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Got(self.path, headers, body))
            answers = receiver.answers or [200]
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        time.sleep(receiver.pause)
        try:
            self.give(answer)
        finally:
            with self.server.lock:
                self.server.busy -= 1

    def give(self, answer: object) -> None:
        if answer == "slow":
            self.server.receiver.over.wait(60)
        elif answer == "garbage":
            self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
        elif answer != "hang up":
            status, headers, body = answer if isinstance(answer, tuple) else (answer, {}, b"")
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            return
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_args: object) -> None:
        """Keeps quiet."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """The receiver, for the time of the block."""
    receiver = Receiver()
    with Server(receiver) as server:
        receiver.host = f"127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.over.set()
            server.shutdown()
            thread.join()
