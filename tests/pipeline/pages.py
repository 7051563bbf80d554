"""A web server on this machine with a few pages to read articles from."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PARAGRAPHS = (
    "The harbour authority said on Monday that the new bridge would open in June.",
    "Its director, Maria Ortega, told reporters that the works had cost 4 million euros more than planned.",
    "The mayor denied that anybody had warned the council of the delay before the vote was taken.",
)
ARTICLE = (
    "<!doctype html><html lang=en><head><title>Bridge opens in June</title>"
    '<meta property="og:site_name" content="The Gazette"><meta name="author" content="Ada Writer">'
    '<meta property="article:published_time" content="2026-05-04"></head><body><nav>Menu</nav><article>'
    f"<h1>Bridge opens in June</h1>{''.join(f'<p>{words}</p>' for words in PARAGRAPHS)}</article></body></html>"
)
STATUSES = {"/missing": 404, "/gone": 410, "/paid": 402, "/forbidden": 403, "/broken": 500}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = STATUSES.get(self.path, 200)
        kind = "image/png" if self.path == "/picture" else "text/html; charset=utf-8"
        body = {"/picture": b"\x89PNG\r\n\x1a\n....", "/empty": b"<html><body></body></html>"}.get(
            self.path, ARTICLE.encode()
        )
        if self.path == "/large":
            body = b"<p>" + b"x" * 3_000_000
        self.send_response(302 if self.path == "/metadata" else status)
        if self.path == "/metadata":
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # who asked has heard enough

    def log_message(self, *_args: object) -> None:
        """Keeps quiet."""


@contextmanager
def serving() -> Iterator[str]:
    """``host:port`` of the server, for the time of the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
