"""Servers on this machine that answer as the real ones do, and as broken ones do."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "AIza-test-0123456789"

BRIDGE = {
    "text": "The bridge closes for two years",
    "claimant": "Viral posts",
    "claimDate": "2024-05-02T00:00:00Z",
    "claimReview": [
        {
            "publisher": {"name": "Check Desk", "site": "checkdesk.example"},
            "url": "https://checkdesk.example/bridge",
            "title": "No, the bridge closes for two months",
            "reviewDate": "2024-05-03T09:30:00Z",
            "textualRating": "False",
            "languageCode": "en",
        },
        {
            "publisher": {"site": "faktum.example"},
            "url": "https://faktum.example/bruecke",
            "reviewDate": "2024-05-04T00:00:00Z",
            "textualRating": "Falsch – gekürzt",
            "languageCode": "de",
        },
    ],
}
FERRY = {
    "text": "The ferry is free",
    "claimReview": [{"publisher": {"name": "Check Desk"}, "url": "https://checkdesk.example/ferry"}],
}
SUCCESS: dict[str, Any] = {"claims": [BRIDGE, FERRY], "nextPageToken": "CAo"}
MALFORMED: dict[str, Any] = {
    "claims": [
        None,
        7,
        {"text": ["not", "a", "string"], "claimReview": "none"},
        {"text": "No review"},
        {"text": "No address", "claimReview": [{"title": "x", "textualRating": "False"}]},
        {"text": "A script", "claimReview": [{"url": "javascript:alert(1)"}]},
        {"claimReview": [{"url": "https://checkdesk.example/untold"}]},
        {
            "text": "Odd \u0000 \ud800 letters",
            "claimant": 3,
            "claimReview": [
                {"url": "https://checkdesk.example/odd", "publisher": "me", "reviewDate": "soon", "title": None},
                "nothing",
            ],
        },
    ]
}


class Handler(BaseHTTPRequestHandler):
    """Answers by the first part of the path; keeps every request it saw on the server."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._do("")

    def do_POST(self) -> None:
        self._do(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _do(self, form: str) -> None:
        place = urlsplit(self.path)
        scenario = place.path.split("/")[1]
        query = {name: values[0] for name, values in parse_qs(form or place.query).items()}
        self.asked = {"path": self.path, "query": query, "headers": dict(self.headers), "scenario": scenario}
        self.asked |= {"method": self.command, "place": place.path.removeprefix(f"/{scenario}")}
        self.server.seen.append(self.asked)
        ANSWERS[scenario](self)

    def reply(self) -> None:
        """What the test has the server say: bytes, or a value to be sent as JSON, or a function to find it."""
        said = self.server.reply
        said = said(self.asked) if callable(said) else said
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.server.said.append(body)
        self.answer(body)

    def log_message(self, *_args: Any) -> None:
        """Keeps quiet."""

    def answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        """A whole answer; header names are written with underscores."""
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer_json(self, value: Any, *, status: int = 200, encoding: str = "utf-8", **headers: str) -> None:
        self.answer(json.dumps(value, ensure_ascii=encoding == "utf-8").encode(encoding), status=status, **headers)

    def start(self, *lines: str) -> None:
        """Only the head of an answer, as given."""
        self.wfile.write("\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode())
        self.close_connection = True

    def google_error(self, status: int, name: str, reason: str = "", **headers: str) -> None:
        details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}] if reason else []
        error = {"code": status, "message": f"About the key {KEY}.", "status": name, "details": details}
        self.answer_json({"error": error}, status=status, **headers)


def _drip_headers(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        time.sleep(0.05)
        handler.wfile.write(b"a")
        handler.wfile.flush()


def _endless(handler: Handler) -> None:
    handler.start("Content-Type: text/plain")
    for _ in range(1000):
        handler.wfile.write(b"x" * 10_000)


def _redirect(target: Callable[[Handler], str], status: int = 302) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(b"", status=status, Location=target(handler))


ANSWERS: dict[str, Callable[[Handler], None]] = {
    "reply": Handler.reply,
    "success": lambda h: h.answer_json(SUCCESS),
    "empty": lambda h: h.answer_json({}),
    "twice": lambda h: h.answer_json({"claims": [BRIDGE, BRIDGE]}),
    "malformed": lambda h: h.answer_json(MALFORMED),
    "list": lambda h: h.answer_json([SUCCESS]),
    "utf16": lambda h: h.answer_json(SUCCESS, encoding="utf-16"),
    "latin1": lambda h: h.answer(json.dumps({"claims": [{"text": "Bär"}]}, ensure_ascii=False).encode("latin-1")),
    "declared-latin1": lambda h: h.answer(
        json.dumps(
            {"claims": [{"text": "Bär", "claimReview": [{"url": "https://a.example"}]}]}, ensure_ascii=False
        ).encode("latin-1"),
        Content_Type="application/json; charset=ISO-8859-1",
    ),
    "nested": lambda h: h.answer(b'{"claims":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "html": lambda h: h.answer(b"<!doctype html><title>Sign in</title>", Content_Type="text/html"),
    "quota": lambda h: h.google_error(429, "RESOURCE_EXHAUSTED", Retry_After="17"),
    "broken": lambda h: h.google_error(500, "INTERNAL"),
    "revoked": lambda h: h.google_error(403, "PERMISSION_DENIED"),
    "throttled": lambda h: h.answer_json({"error": "Rate limit exceeded", "message": "Slow down."}, status=403),
    "unknown-key": lambda h: h.google_error(400, "INVALID_ARGUMENT", "API_KEY_INVALID"),
    "bad-request": lambda h: h.google_error(400, "INVALID_ARGUMENT"),
    "slow": lambda _h: time.sleep(1.5),
    "drip": _drip_headers,
    "declared-huge": lambda h: h.start("Content-Length: 2000000000"),
    "endless": _endless,
    "bomb": lambda h: h.answer(gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip"),
    "gzip": lambda h: h.answer(gzip.compress(b"packed"), Content_Encoding="gzip"),
    "brotli": lambda h: h.answer(b"\x0b\x02\x80hello\x03", Content_Encoding="br"),
    "cut": lambda h: h.start("Content-Length: 100"),
    "garbage": lambda h: h.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n"),
    "to-metadata": _redirect(lambda _h: "http://169.254.169.254/latest/meta-data/"),
    "to-file": _redirect(lambda _h: "file:///etc/passwd"),
    "to-login": _redirect(lambda _h: "http://root:secret@127.0.0.1/"),
    "to-elsewhere": _redirect(lambda h: h.server.elsewhere),
    "to-success": _redirect(lambda _h: "/success?moved=yes#part", 308),
    "loop": _redirect(lambda _h: "/loop"),
    "nowhere": lambda h: h.answer(b"moved", status=302),
}


class Loopback(ThreadingHTTPServer):
    """A server on a free port of 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[dict[str, Any]] = []
        self.said: list[bytes] = []
        self.reply: Any = {}
        self.elsewhere = ""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, scenario: str) -> str:
        return f"http://{self.address}/{scenario}"

    def handle_error(self, *_args: Any) -> None:
        """Clients hang up on purpose here."""


@contextmanager
def serving() -> Iterator[Loopback]:
    """A loopback server for the time of the block."""
    with Loopback() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
