"""Using the servers: start what is missing, and stop what nobody uses any more."""

import atexit
import contextlib
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factcheck.embedded.errors import EmbeddedServerError
from factcheck.embedded.locks import Share, alone
from factcheck.embedded.postgres import Postgres
from factcheck.embedded.server import Server
from factcheck.embedded.valkey import Valkey

log = logging.getLogger(__name__)
_used: dict[tuple[str, Path], tuple[Server, Share]] = {}
_here = threading.RLock()


def database_url(var: Path) -> str:
    """The address of the PostgreSQL under ``var``, running or not."""
    return Postgres(var).url()


def redis_url(var: Path) -> str:
    """The address of the Valkey under ``var``, running or not."""
    return Valkey(var).url()


def ensure_database(var: Path, *, durable: bool = True) -> str:
    """Use the PostgreSQL under ``var``: started if need be, its database made. Raises EmbeddedServerError."""
    _use(postgres := Postgres(var, durable=durable))
    return postgres.url()


def ensure_redis(var: Path) -> str:
    """Use the Valkey under ``var``: started if need be. Raises EmbeddedServerError."""
    _use(valkey := Valkey(var))
    return valkey.url()


def start(settings: Any) -> None:
    """Use what these Django settings name in ``EMBEDDED``; does nothing for servers this process uses already."""
    if "database" in settings.EMBEDDED and ("postgres", settings.VAR.resolve()) not in _used:
        ensure_database(settings.VAR, durable=settings.DURABLE)
    if "redis" in settings.EMBEDDED and ("valkey", settings.VAR.resolve()) not in _used:
        ensure_redis(settings.VAR)


def keep(settings: Any) -> None:
    """Like ``start``, and ask the servers whether they are well; one that died is started again."""
    if "database" in settings.EMBEDDED:
        ensure_database(settings.VAR, durable=settings.DURABLE)
    if "redis" in settings.EMBEDDED:
        ensure_redis(settings.VAR)


def release() -> None:
    """Use none of them any more; the last one out stops the server. Runs by itself when a process ends."""
    with _here:
        while _used:
            server, share = _used.popitem()[1]
            with _only_one(server):
                if share.give_up():
                    server.stop()


@contextlib.contextmanager
def nobody_uses(var: Path) -> Iterator[bool]:
    """Stop both servers, and keep them from starting while the block runs; False when somebody uses one."""
    with contextlib.ExitStack() as held:
        servers: list[Server] = [Postgres(var), Valkey(var)]
        for server in servers:
            held.enter_context(_only_one(server))
        free = [Share(_lock(server, "users")).give_up() for server in servers]
        if all(free):
            for server in servers:
                server.stop()
        yield all(free)


def _use(server: Server) -> None:
    """Take part in using a server, then make sure that it answers."""
    key = (server.name, server.var)
    with _here, _only_one(server):
        if not _used:
            atexit.unregister(release)
            atexit.register(release)
        if key not in _used:
            _used[key] = (server, Share(_lock(server, "users")))
        if not server.healthy():
            if server.process():
                log.warning("%s does not answer; starting it again", server.name)
                server.stop()
            server.start()


def _lock(server: Server, kind: str) -> Path:
    return server.var / "run" / f"{server.name}.{kind}"


@contextlib.contextmanager
def _only_one(server: Server) -> Iterator[None]:
    """Nobody else starts or stops this server meanwhile."""
    lock = _lock(server, "lock")
    try:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.touch(mode=0o600)
    except OSError as error:
        raise EmbeddedServerError(
            f"{server.var} cannot be written to ({error.strerror}). Start as the user it belongs to, "
            "or set VAR_DIR to another folder."
        ) from error
    with alone(lock):
        yield
