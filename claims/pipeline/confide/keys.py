"""The keys that seal identities: from the settings, or from a file of this installation's own, newest first."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _


class Unavailable(Exception):
    """There is no key, or none that fits; the message says what the operator has to do."""


def keys_from() -> str:
    """Where keys come from: "settings", "file", or "" where there is none and none may be made."""
    if settings.IDENTITY_KEYS:
        return "settings"
    return "file" if settings.IDENTITY_KEY_FILE else ""


def sealer() -> MultiFernet:
    """Seals with the newest key, opens with any; makes the file on first use. Raises Unavailable."""
    try:
        return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS or _kept()])
    except ValueError as error:
        raise Unavailable(_("A key in IDENTITY_KEYS is none: it takes 32 bytes in URL-safe base64.")) from error


def add_key() -> None:
    """Put a new key in front of those in the file; the older ones go on opening what they sealed.

    Raises Unavailable where the keys are not this installation's own to make.
    """
    if keys_from() != "file":
        raise Unavailable(_("The keys come from IDENTITY_KEYS: put the new one first there, then run this again."))
    _write([_new(), *_kept()])


def drop_older() -> None:
    """Keep the newest key alone; call it when nothing is sealed with another any more."""
    if keys_from() == "file":
        _write(_kept()[:1])


def _kept() -> list[str]:
    path = _file()
    if not path.exists():
        _write([_new()], first=True)
    return path.read_text(encoding="ascii").split()


def _file() -> Path:
    if not settings.IDENTITY_KEY_FILE:
        raise Unavailable(_("Confidential identities take a key: set IDENTITY_KEYS (see docs/settings.md)."))
    return Path(settings.IDENTITY_KEY_FILE)


def _new() -> str:
    return Fernet.generate_key().decode("ascii")


def _write(keys: list[str], *, first: bool = False) -> None:
    """Replace the file as a whole (mode 0600); a ``first`` one only where no other process was faster."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join(keys) + "\n", encoding="ascii")
    if not first:
        fresh.replace(path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
