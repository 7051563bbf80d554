"""What PostgreSQL and Valkey have in common when they run from wheels."""

import hashlib
import importlib.util
import os
from pathlib import Path
from typing import Protocol

import psutil

from factcheck.embedded import account
from factcheck.embedded.errors import EmbeddedServerError

SOCKET_PATH_LIMIT = 100  # bytes; the kernel takes 107 on Linux, 103 on macOS
LOG_LIMIT = 10 * 1024 * 1024  # bytes; a longer log is set aside at the next start


class Server(Protocol):
    """A server that can be asked, started and stopped."""

    name: str
    var: Path

    def healthy(self) -> bool:
        """Whether it answers."""

    def start(self) -> None:
        """Start it and wait until it answers. Raises EmbeddedServerError."""

    def stop(self) -> None:
        """Stop it, cleanly if it lets itself be asked; does nothing when it is not running."""

    def process(self) -> psutil.Process | None:
        """Its main process, if that runs."""


def socket_folder(var: Path) -> Path:
    """Where the sockets lie: ``var/sockets``, or a short path of our own when that is too long for a socket."""
    near = var.resolve() / "sockets"
    if len(os.fsencode(near / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
        return near
    name = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
    # Not tempfile.gettempdir(): two processes with another TMPDIR each would not meet.
    return Path("/tmp") / f"claims-{os.geteuid()}-{name}"  # noqa: S108


def private_folder(path: Path, who: account.Identity) -> Path:
    """A folder that only the servers' account (and root) may enter, made if missing."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = path.lstat()
    if path.is_symlink() or state.st_uid not in {os.geteuid(), who.get("user", os.geteuid())}:
        raise EmbeddedServerError(
            f"{path} belongs to another user, so the workbench's servers cannot use it. "
            "Start as that user, or remove the folder, or set VAR_DIR to another place."
        )
    account.give(path, who)
    path.chmod(0o700)
    account.may_pass(path, who)
    return path


def log_file(var: Path, name: str, who: account.Identity) -> Path:
    """The server's log, ready to be appended to; a long one has been set aside as ``.1``."""
    path = var.resolve() / "log" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    path.touch(mode=0o600)
    account.give(path, who)
    account.may_pass(path, who)
    return path


def write(path: Path, text: str, who: account.Identity) -> None:
    """A settings file for a server, replaced as a whole."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o600)
    account.give(fresh, who)
    fresh.replace(path)


def package(name: str) -> Path:
    """The folder of an installed wheel, found without importing it: imports of these wheels have side effects."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise EmbeddedServerError(f"The package {name} is missing. Run: make setup")
    return Path(found.origin).resolve().parent


def environment() -> dict[str, str]:
    """The environment for a server: ours, without what steers PostgreSQL elsewhere; messages in English."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**ours, "LC_ALL": "C"}
