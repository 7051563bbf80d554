"""A web server on this machine whose pages a test writes, and which remembers what was asked."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HTML = "text/html; charset=utf-8"


@dataclass
class Web:
    """``pages``: by path, the body, or (status, content type, body, more headers)."""

    host: str = ""
    pages: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://{self.host}{path}"


@contextmanager
def serving() -> Iterator[Web]:
    """The server, for the time of the block."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            status, kind, body, headers = _answer(web.pages.get(self.path))
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keeps quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        web.host = f"127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()


def _answer(page: object) -> tuple[int, str, bytes, dict[str, str]]:
    if page is None:
        return 404, HTML, b"<p>Nothing here.</p>", {}
    if isinstance(page, tuple):
        status, kind, body, *more = page
        return status, kind, body, dict(more[0]) if more else {}
    return 200, HTML, page if isinstance(page, bytes) else str(page).encode(), {}
