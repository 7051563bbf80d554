"""How gunicorn serves: few processes with several threads each, as pages wait for the database."""

import gc
import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from factcheck.environment import number, text
from factcheck.logs import Brief, Origin, json_formatter
from factcheck.masking import Masking, mask

host = text("HOST", "127.0.0.1")
bind = f"[{host}]:{number('PORT', 8000)}" if ":" in host else f"{host}:{number('PORT', 8000)}"
worker_class = "gthread"
workers = number("WEB_PROCESSES", min(4, os.cpu_count() or 1))
threads = number("WEB_THREADS", 8)
preload_app = True  # one import instead of one each; no connection is open before the fork
timeout = 60
graceful_timeout = 6  # seconds; "up" gives every process eight
keepalive = 30
max_requests, max_requests_jitter = 5000, 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat, not data; a slow disk would look like a hung worker
control_socket_disable = True  # it would be one file per user, whichever checkout serves
accesslog = "-"


class logger_class(Logger):  # type: ignore[misc] # noqa: N801 - the name is gunicorn's
    """What stands in the log: no token of an expert's link."""

    def setup(self, cfg: Any) -> None:
        """Open the logs; errors name paths, too."""
        super().setup(cfg)
        form = text("LOG_FORMAT", "plain")
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            for each in (Origin(), Brief(), Masking()):
                handler.addFilter(each)
            if form == "json":
                handler.setFormatter(json_formatter())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """One entry for a request; as JSON each piece has a name."""
        if text("LOG_FORMAT", "plain") != "json":
            super().access(resp, req, environ, request_time)
            return
        pieces = self.atoms(resp, req, environ, request_time)
        names = {"status": "s", "method": "m", "path": "U", "bytes": "B", "milliseconds": "M"}
        told = {name: pieces.get(atom) for name, atom in names.items()}
        self.access_log.info("request", extra={**told, "request_id": pieces.get("{x-request-id}o", "")})

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The pieces of an entry, masked."""
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: mask(value) if isinstance(value, str) else value for name, value in found.items()}


# No query string: it may hold what people search for.
access_log_format = "%(t)s %(s)s %(m)s %(U)s %(B)s bytes %(M)s ms %({x-request-id}o)s"


def post_fork(server: object, worker: object) -> None:
    """What was imported stays: the collector need not walk through it again and again while somebody waits.

    An answer makes thousands of objects that go by themselves; looking for rings among every seven hundred of them
    was a fifth of the work.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
