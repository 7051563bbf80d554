"""Which claims of a text a list shows: the filter that an address carries, and its links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import ClaimState
from claims.views.rows import Row

LONGEST_WORDS = 200
"""Characters that the words of a filter may have; the rest is left out."""

SHOWN: dict[str, Callable[[Row], bool]] = {
    "all": lambda row: not row.trashed,
    "open": lambda row: row.waits,
    "mine": lambda row: row.state == "mine" and not row.trashed,
    "unnamed": lambda row: row.is_unnamed and not row.trashed,
    "figures": lambda row: row.has_figures and not row.trashed,
    "disputed": lambda row: row.state == ClaimState.DISPUTED and not row.trashed,
    "trash": lambda row: row.trashed,
}
LABELS = {
    "all": gettext_lazy("All"),
    "open": gettext_lazy("To judge"),
    "mine": gettext_lazy("Judged by me"),
    "unnamed": gettext_lazy("Unnamed source"),
    "figures": gettext_lazy("Figures"),
    "disputed": gettext_lazy("Disagreement"),
    "trash": gettext_lazy("Trash"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """``show`` is one of ``SHOWN``; ``words`` must all stand in what a row says, capitals aside."""

    show: str = "all"
    words: str = ""

    @classmethod
    def given(cls, show: str | None, words: str | None) -> Filter:
        """What an address says; an unknown ``show`` is "all"."""
        typed = " ".join((words or "").replace("\0", "").split())
        return cls(show if show in SHOWN else "all", typed[:LONGEST_WORDS])

    @property
    def is_on(self) -> bool:
        """Whether it can leave out a claim."""
        return bool(self.words) or self.show != "all"

    def through(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that it lets through."""
        return [row for row in self.worded(rows) if SHOWN[self.show](row)]

    def worded(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that have its words, whatever ``show`` says."""
        wanted = self.words.casefold().split()
        return [row for row in rows if _has(row, wanted)] if wanted else list(rows)

    def link(self, **more: Any) -> str:
        """An address within the article that keeps the filter; "?" where there is nothing to keep."""
        show = {"show": self.show} if self.show != "all" else {}
        words = {"q": self.words} if self.words else {}
        return "?" + urlencode(show | words | more)

    def choices(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """The filters with how many claims each lets through; empty ones are left out."""
        found = self.worded(rows)
        counts = {key: sum(map(test, found)) for key, test in SHOWN.items()}
        return [
            {"url": Filter(key, self.words).link(), "on": key == self.show, "label": label, "count": counts[key]}
            for key, label in LABELS.items()
            if counts[key] or key in ("all", self.show)
        ]


def _has(row: Row, wanted: list[str]) -> bool:
    said = " ".join(
        (str(row.number), row.text, row.source_name or _("the article itself"), *row.reasons)
    ).casefold()
    return all(word in said for word in wanted)
