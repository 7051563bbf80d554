"""Which splitter this installation uses: the one that comes with it, or one of an installed package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from claims import plugins, splitting
from claims.splitting import spans
from claims.splitting.checking import check

LONGEST_VERSION = 40


class Unusable(Exception):
    """The splitter of a package failed, or its split does not fit the text; the message names it."""


def split(text: str) -> spans.Split:
    """Take ``text`` apart with the splitter that SPLITTER names. Raises Unusable, and what our own raises."""
    name = settings.SPLITTER
    if not name:
        return splitting.split(text)
    found = splitters()
    if name not in found.values:
        why = " ".join(found.troubles) or _("no installed package has it")
        raise Unusable(_("The splitter “%(name)s” cannot be used: %(why)s") % {"name": name, "why": why})
    try:
        made: spans.Split = found.values[name](text)
        check(made, text)
    except Exception as error:
        told = {"name": name, "package": found.packages[name], "why": f"{type(error).__name__}: {error}"}
        raise Unusable(_("The splitter “%(name)s” of %(package)s failed: %(why)s") % told) from error
    return replace(made, version=f"{name} {made.version}"[:LONGEST_VERSION])


def splitters() -> plugins.Found:
    """The splitters of installed packages."""
    return plugins.plugged(plugins.SPLITTERS, _callable)


def _callable(_name: str, value: Any) -> Callable[[str], spans.Split]:
    if not callable(value):
        raise TypeError("it is no function")
    made: Callable[[str], spans.Split] = value
    return made
