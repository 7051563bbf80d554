"""The acts that a key does on the workbench, their usual keys, and the keys as one person set them.

A page marks what does an act with ``data-act="slug"``; the script ``keys.js`` clicks or focuses it. To add an act
is to add a row here and the attribute there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.models import Finding, KeyBinding, WaiverReason

if TYPE_CHECKING:
    from claims.models import User

RATINGS = 9
"""How many ratings of a scale a key can choose; later ones have none."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a key does: its name in ``data-act``, words for people, the usual key, and the group it is shown in.

    ``like`` names the deed whose key this one shares: the two never stand on one page.
    """

    slug: str
    words: str | Promise
    key: str
    group: str
    like: str = ""


GROUPS = {
    "moving": _("Moving"),
    "finding": _("Did they say it?"),
    "rating": _("Is it true?"),
    "judging": _("Evidence and reasons"),
    "help": _("Help"),
    "editing": _("Claims and their words"),
}

FINDINGS = {
    Finding.CONFIRMED: "c",
    Finding.ALTERED: "a",
    Finding.OUT_OF_CONTEXT: "o",
    Finding.MISATTRIBUTED: "m",
    Finding.NOT_FOUND: "f",
    Finding.NOT_APPLICABLE: "x",
}

ACTS: tuple[Deed, ...] = (
    Deed("next", _("Next claim, or next row"), "j", "moving"),
    Deed("previous", _("Previous claim, or previous row"), "k", "moving"),
    Deed("next-open", _("Next open claim"), "n", "moving"),
    Deed("next-gap", _("Next gap: a sentence without claim or waiver"), "g", "moving"),
    Deed("list", _("All claims"), "l", "moving"),
    Deed("filter", _("Search or filter the list"), "/", "moving"),
    *(Deed(f"finding-{finding.value}", finding.label, key, "finding") for finding, key in FINDINGS.items()),
    *(
        Deed(
            f"rating-{number}", format_lazy(_("Rating {number} of the scale"), number=number), str(number), "rating"
        )
        for number in range(1, RATINGS + 1)
    ),
    *(
        Deed(
            f"waive-{number}",
            format_lazy(_("Waive the sentence in hand: {reason}"), reason=reason.label),
            str(number),
            "rating",
            like=f"rating-{number}",
        )
        for number, reason in enumerate(WaiverReason, start=1)
    ),
    Deed("evidence", _("Walk through the evidence"), "e", "judging"),
    Deed("verdict", _("To the verdict"), "v", "judging"),
    Deed("same-as-last", _("Same verdict as the last"), "=", "judging"),
    Deed("rationale", _("Write the rationale"), "r", "judging"),
    Deed("comments", _("To the comments"), "h", "judging"),
    Deed("undo", _("Undo"), "u", "editing"),
    Deed("redo", _("Redo"), "y", "editing"),
    Deed("mark-words", _("Mark words of the text"), "w", "editing"),
    Deed("make-claim", _("Make a claim of the words or the sentence"), "i", "editing"),
    Deed("start-earlier", _("Begin the claim a word earlier"), ",", "editing"),
    Deed("end-later", _("End the claim a word later"), ".", "editing"),
    Deed("start-later", _("Begin the claim a word later"), "<", "editing"),
    Deed("end-earlier", _("End the claim a word earlier"), ">", "editing"),
    Deed("split-off", _("Split the words off as a claim of their own"), "s", "editing"),
    Deed("merge-next", _("Merge with the next claim"), "b", "editing"),
    Deed("merge-previous", _("Merge with the claim before"), "B", "editing"),
    Deed("select-row", _("Choose the row in focus"), "z", "editing"),
    Deed("trash", _("Put the claim into the trash"), "d", "editing"),
    Deed("source-words", _("The words say who speaks"), "p", "editing"),
    Deed("cue-words", _("The words say how it is said"), "t", "editing"),
    Deed("sheet", _("Show the keys"), "?", "help"),
)
BY_SLUG = {act.slug: act for act in ACTS}
OWN = tuple(act for act in ACTS if not act.like)
"""The acts whose key a person sets; the others follow."""


def keys_of(user: User) -> dict[str, str]:
    """The key of every act as this person has it, "" where none; one query.

    A key that the person gave to one act is taken from the act that usually has it.
    """
    chosen = {
        act: key for act, key in KeyBinding.objects.filter(user=user).values_list("act", "key") if act in BY_SLUG
    }
    taken = {key for key in chosen.values() if key}
    keys = {act.slug: chosen.get(act.slug, "" if act.key in taken else act.key) for act in OWN}
    return {act.slug: keys[act.like or act.slug] for act in ACTS}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cheat sheet: what is done, by which keys."""

    words: str | Promise
    keys: list[str]


class Keys:
    """One person's keys for templates: ``keys.next_open`` is the key of "next-open". Read when first asked for."""

    def __init__(self, user: User) -> None:
        self._user = user

    @property
    def on(self) -> bool:
        """Whether single keys do anything for this person."""
        return self._user.single_keys

    @cached_property
    def of(self) -> dict[str, str]:
        """The key by act."""
        return keys_of(self._user)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {slug.replace("-", "_"): key for slug, key in self.of.items()}

    def __getitem__(self, name: str) -> str:
        """The key of an act; templates cannot write the "-" of its name, so "_" will do. Raises KeyError."""
        return self._by_name[name.replace("-", "_")]

    @property
    def as_json(self) -> str:
        """The acts of every key, as the script reads them."""
        acts: dict[str, list[str]] = defaultdict(list)
        for slug, key in self.of.items():
            if key:
                acts[key].append(slug)
        return json.dumps(acts)

    @property
    def groups(self) -> list[tuple[str | Promise, list[Line]]]:
        """The cheat sheet: lines by group; what is numbered stands in one line."""
        lines: dict[str, list[Line]] = defaultdict(list)
        for act in OWN:
            if act.group != "rating":
                lines[act.group].append(Line(act.words, [self.of[act.slug]]))
        for words, kind in (
            (_("Ratings, in the order of the scale"), "rating-"),
            (_("Waive the sentence in hand"), "waive-"),
        ):
            lines["rating"].append(Line(words, [key for slug, key in self.of.items() if slug.startswith(kind)]))
        return [(label, lines[group]) for group, label in GROUPS.items()]
