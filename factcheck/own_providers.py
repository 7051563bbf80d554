"""Outside services of a desk's own, named in OWN_PROVIDERS by the place of their class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from claims.providers.service import Service

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SAID = ("name", "terms", "home", "quota")


def own_providers(places: list[str], *, taken: set[str]) -> tuple[type[Service], ...]:
    """The classes at these dotted paths; raises ImproperlyConfigured for what cannot be a service of its own.

    ``taken`` are the slugs of the services there are.
    """
    kinds: list[type[Service]] = []
    for place in places:
        kind = _service_at(place)
        if kind.slug in taken:
            raise _wrong(place, f"its slug {kind.slug!r} is that of another service")
        taken = taken | {kind.slug}
        kinds.append(kind)
    return tuple(kinds)


def _service_at(place: str) -> type[Service]:
    from claims.providers.service import Service  # noqa: PLC0415 - only where somebody has such a service

    try:
        kind = import_string(place)
    except Exception as error:  # whatever somebody's own file raises
        raise _wrong(place, f"it cannot be imported ({type(error).__name__}: {error})") from error
    if not (isinstance(kind, type) and issubclass(kind, Service)):
        raise _wrong(place, "it is no class derived from claims.providers.service.Service")
    missing = [name for name in ("slug", *SAID) if not hasattr(kind, name)]
    if missing:
        raise _wrong(place, f"it does not say its {', '.join(missing)}")
    if not SLUG.fullmatch(kind.slug) or len(kind.slug) > 40:
        raise _wrong(place, "its slug must be at most 40 lower-case letters, figures and hyphens")
    return kind


def _wrong(place: str, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"OWN_PROVIDERS names {place}, but {why}.")
