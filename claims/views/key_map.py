"""The keys of one person: shown by act, changed, put back, switched off."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from claims.pipeline import bind
from claims.views.keys import BY_SLUG, GROUPS, OWN, Deed, keys_of
from claims.views.requests import Request

LONGEST = 12
"""Characters that a field takes: room for the name of a key that is then refused with a reason."""

WHY_NOT = {
    "tab": gettext_lazy("Tab moves the focus and belongs to the browser."),
    "enter return": gettext_lazy("Enter presses what is in focus."),
    "space spacebar": gettext_lazy("Space presses what is in focus and scrolls the page."),
    "escape esc": gettext_lazy("Escape leaves fields and closes what is open."),
    "up down left right arrowup arrowdown arrowleft arrowright home end pageup pagedown": gettext_lazy(
        "Arrows and their like scroll, choose among options, and read the page aloud in a screen reader."
    ),
    "shift ctrl control strg alt altgr option meta cmd command win super fn capslock insert": gettext_lazy(
        "Modifiers belong to the browser, the system and screen readers; shortcuts have one key without them."
    ),
    "backspace delete del": gettext_lazy("Backspace and Delete edit text, and some browsers go back with them."),
    " ".join(f"f{number}" for number in range(1, 25)): gettext_lazy("F-keys belong to the browser and the system."),
}
REFUSED = {name: why for names, why in WHY_NOT.items() for name in names.split()}


def typed(value: str) -> str:
    """What a person typed into a key's field as a key; a blank alone is the space bar."""
    return unicodedata.normalize("NFC", value.strip() or ("Space" if value else ""))


def refusal(key: str) -> str:
    """Why a key cannot do an act; "" where it can, and where there is none."""
    name = key.casefold().replace(" ", "").replace("-", "") if len(key) > 1 else key
    if name in REFUSED:
        return str(REFUSED[name])
    if len(key) > 1 and "+" in key:
        return str(REFUSED["ctrl"])
    if len(key) > 1 or (key and unicodedata.category(key)[0] not in "LNPS"):
        return _("Give one character that a single key types: a letter, a digit or a sign.")
    return ""


@dataclass(slots=True)
class Row:
    """An act with what stands in its field."""

    act: Deed
    key: str
    errors: list[str] = field(default_factory=list)

    @property
    def is_usual(self) -> bool:
        """Whether this is the key that the act has unless a person chooses another."""
        return self.key == self.act.key


def rows_from(keys: dict[str, str]) -> list[Row]:
    """A row for each act whose key a person sets, with what is wrong with it."""
    rows = [Row(act, keys.get(act.slug, "")) for act in OWN]
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
        if why := refusal(row.key):
            row.errors.append(why)
    for key, sharing in by_key.items():
        if key and len(sharing) > 1 and not refusal(key):
            for row in sharing:
                row.errors.append(_conflict(key, sharing))
    return rows


def _conflict(key: str, sharing: list[Row]) -> str:
    """Every act by name, so that nobody has to look for the other one."""
    acts = get_text_list([f"“{one.act.words}”" for one in sharing], _("and"))
    return _("“%(key)s” cannot do both %(acts)s. Give one of them another key, or none.") % {
        "key": key,
        "acts": acts,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def key_map(request: Request) -> HttpResponse:
    """Show the keys, or change them; what is refused stays in its field, with the reason."""
    if request.method != "POST":
        return _page(request, rows_from(keys_of(request.user)))
    if "switch" in request.POST:
        return _switched(request, on=request.POST.get("single_keys") == "on")
    if request.POST.get("do") == "reset-all":
        bind.bind_keys(by=request.user, keys={})
        messages.success(request, _("Every act has its usual key again."))
        return redirect("claims:key-map")
    rows = rows_from(_posted(request))
    if any(row.errors for row in rows):
        return _page(request, rows)
    bind.bind_keys(by=request.user, keys={row.act.slug: row.key for row in rows if not row.is_usual})
    messages.success(request, _("The keys are saved."))
    return redirect("claims:key-map")


def _posted(request: Request) -> dict[str, str]:
    """The fields as sent; one that is missing keeps its key, one to be reset has its usual one."""
    now = keys_of(request.user)
    keys = {act.slug: typed(request.POST.get(act.slug, now[act.slug])) for act in OWN}
    reset = BY_SLUG.get(request.POST.get("reset", ""))
    return keys | ({reset.slug: reset.key} if reset else {})


def _switched(request: Request, *, on: bool) -> HttpResponse:
    bind.switch_single_keys(by=request.user, on=on)
    if request.htmx:
        return HttpResponse(status=204)
    messages.success(request, _("Single keys are on.") if on else _("Single keys are off."))
    return redirect("claims:key-map")


def _page(request: Request, rows: list[Row]) -> HttpResponse:
    wrong = sum(bool(row.errors) for row in rows)
    by_group: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_group[row.act.group].append(row)
    context: dict[str, Any] = {
        "nav": "keys",
        "groups": [(label, by_group[group]) for group, label in GROUPS.items()],
        "longest": LONGEST,
        "changed": any(not row.is_usual for row in rows),
        "wrong": wrong
        and ngettext(
            "%(n)d field cannot stay as it is. Nothing is saved yet.",
            "%(n)d fields cannot stay as they are. Nothing is saved yet.",
            wrong,
        )
        % {"n": wrong},
    }
    return render(request, "claims/key_map.html", context, status=422 if wrong else 200)
