"""What goes wrong with a server from a wheel, in words for the person who started it."""

from pathlib import Path


class EmbeddedServerError(RuntimeError):
    """A server did not start or stop. The message says what to do."""


def failed(what: str, log: Path, hint: str = "") -> EmbeddedServerError:
    """An error that carries the last lines of the server's own log."""
    try:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
    except OSError:
        tail = []
    parts = [what, *(f"  {line}" for line in tail), f"The whole log: {log}", hint]
    return EmbeddedServerError("\n".join(part for part in parts if part))
