"""Operations by area, each with what it takes, in the OpenAPI description: so that people find their way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims.api.acts import ACTS
from claims.models.access import LEAST_ROLE, SCOPES

PREFIX = "/api/v1/"
METHODS = ("get", "post", "patch", "put", "delete")


def areas() -> dict[str, tuple[str, ...]]:
    """The areas in the order in which work goes, with the words of addresses that belong to each."""
    return {
        _("Projects"): ("projects", "members", "invitations", "progress", "agreement", "keeping", "holds", "trash"),
        _("Articles"): ("articles", "intakes", "split", "bulk"),
        _("Claims"): ("claims", "attributions", "grade", "sourcing", "edits", "sentences", "make", "voice"),
        _("Sources"): ("sources", "namesakes"),
        _("Look-ups and evidence"): ("lookups", "evidence", "round", "inquiries", "answers"),
        _("Background work"): ("jobs", "services"),
        _("Library"): ("documents", "captures", "wayback", "collections", "subscriptions", "fact-checks"),
        _("Search"): ("search",),
        _("Queue"): ("queue", "seats"),
        _("Verdicts and rulings"): (
            "verdicts", "ruling", "rulings", "panel", "panels", "send-back", "returned", "publish", "withdraw",
            "corrections",
        ),
        _("Talk"): ("comments", "questions", "notices"),
        _("Guidelines and scales"): ("guidelines", "examples", "scales"),
        _("Experts"): ("expert-links",),
        _("Exports and imports"): ("export", "exports", "imports"),
        _("Tokens and webhooks"): ("tokens", "webhooks", "deliveries"),
    }  # fmt: skip


def group(result: dict[str, Any]) -> None:
    """Give every operation of the description its area, its act's role and its scope."""
    by_word = {word: area for area, words in areas().items() for word in words}
    for path, method, operation in operations(result):
        operation["tags"] = [_area(path, by_word)]
        act = ACTS.get(f"{method} {_bare(path)}")
        scope = SCOPES[act].value if act else "read" if method == "get" else ""
        operation["x-scopes"] = sorted({"read", scope} if method == "get" else {scope} - {""})
        operation["x-role"] = LEAST_ROLE[act].value if act else ""
        operation["x-act"] = act.value if act else ""
    result["tags"] = [{"name": area} for area in areas()]


def operations(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each with its path and its method."""
    for path, item in result["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def anchor(area: str) -> str:
    """What an area is called in an address."""
    return slugify(area)


def _area(path: str, by_word: dict[str, str]) -> str:
    """That of the last word of the path that belongs to one."""
    words = [word for word in path.removeprefix(PREFIX).split("/") if word and not word.startswith("{")]
    known = [word for word in words if word in by_word]
    return by_word[known[-1]] if known else ""


def _bare(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path.removeprefix(PREFIX)).strip("/")
