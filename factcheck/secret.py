"""A secret of this installation's own, for those who set none."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """The secret kept at ``path`` (mode 0600), made on first use; safe when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
