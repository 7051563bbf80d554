"""Reading settings from the environment; a wrong value stops the start and says which and why."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable as it stands, without white space around it."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A yes or no."""
    value = text(name).lower()
    if value in ("", "1", "true", "yes", "on"):
        return True if value else default
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no (1/0, true/false, on/off), not {value!r}.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def names(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def service(slug: str) -> dict[str, Any]:
    """How an outside service is set up: NAME (on, off, or None where nothing is said), NAME_KEY, NAME_URL."""
    name = slug.upper().replace("-", "_")
    on = flag(name, default=False) if text(name) else None
    return {"on": on, "key": text(f"{name}_KEY"), "urls": tuple(names(f"{name}_URL"))}
