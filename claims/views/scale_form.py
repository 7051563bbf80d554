"""The form of a scale: all its ratings as rows that are added, moved and left out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.models import Act, Event, Scale, ScaleVersion
from claims.pipeline import scales
from claims.pipeline.scales import LARGEST_NEED, LARGEST_VALUE, MOST, Row
from claims.views.access import powers, scale_for
from claims.views.requests import Request
from claims.views.scale_versions import changes
from claims.views.shell import desk_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from claims.models import Project, Rating

FIELDS = ("slug", "label", "definition", "value", "needs_evidence", "needs_independent")


@dataclass(slots=True)
class Typed:
    """One row as it was typed; ``errors`` by field."""

    slug: str = ""
    label: str = ""
    definition: str = ""
    value: str = ""
    needs_evidence: str = "0"
    needs_independent: str = "0"
    errors: dict[str, str] | None = None

    def row(self) -> Row:
        """As the stage takes it; what is no number is kept in ``errors``."""
        self.errors = {}
        return Row(
            self.label, self.definition, self.slug,
            self._number("value") if self.value.strip() else None,
            self._number("needs_evidence") or 0,
            self._number("needs_independent") or 0,
        )  # fmt: skip

    def _number(self, name: str) -> int | None:
        words = getattr(self, name).strip().replace("−", "-") or "0"
        digits = words.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
            assert self.errors is not None  # noqa: S101 - narrows the type; row() has set it
            self.errors[name] = _("Give a whole number.")
            return None
        return int(words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def scale_change(request: Request, pk: UUID) -> HttpResponse:
    """The ratings as rows; POST saves them as the next edition, or does to the rows what ``do`` says."""
    scale, project = scale_for(request, pk, Act.GUIDE)
    if request.method != "POST":
        if project.scale.copy_of_id == scale.pk:
            return redirect("claims:scale-change", project.scale_id)
        newest = scale.current()
        return _form(request, scale, [_typed(row) for row in newest.ratings.on_offer()], newest)
    rows, do = _sent(request.POST), request.POST.get("do", "save")
    if do != "save":
        return _form(request, scale, _done(rows, do, scale), scale.current(), basis=request.POST.get("basis"))
    return _saved(request, scale, project, rows)


def _saved(request: Request, scale: Scale, project: Project, rows: list[Typed]) -> HttpResponse:
    given, refused = [row.row() for row in rows], list[str]()
    try:
        if not any(row.errors for row in rows):
            version = scales.change_scale(
                project=project,
                scale=scale,
                by=request.user,
                rows=given,
                basis=_basis(request.POST),
                note=request.POST.get("note", ""),
            )
            words = _("Version %(number)d of “%(name)s” is in force. Verdicts that were given keep theirs.")
            messages.success(request, words % {"number": version.number, "name": version.scale.name})
            return redirect("claims:scale-page", version.scale_id)
    except scales.Changed as changed:
        return _conflict(request, rows, given, changed.current)
    except scales.Refused as error:
        refused = _spread(rows, error)
    return _form(request, scale, rows, scale.current(), 422, basis=request.POST.get("basis"), refused=refused)


def _conflict(request: Request, rows: list[Typed], given: list[Row], current: ScaleVersion) -> HttpResponse:
    """What was typed, now upon the edition that somebody else made, and what saving it would change there."""
    event = Event.objects.filter(target_id=current.pk, verb="scale.changed").with_names().first()
    conflict = {
        "who": event.who if event else "",
        "at": current.created_at,
        "number": current.number,
        "changes": changes(list(current.ratings.on_offer()), given),
    }
    return _form(request, current.scale, rows, current, 409, conflict=conflict)


def _form(
    request: Request, scale: Scale, rows: list[Typed], newest: ScaleVersion, status: int = 200, **more: Any
) -> HttpResponse:
    kept = {row.slug for row in rows}
    left = [row for row in newest.ratings.on_offer() if row.slug not in kept]
    context = {
        "nav": "scales", "scale": scale, "rows": rows, "left": left, "note": request.POST.get("note", ""),
        "largest_value": LARGEST_VALUE, "largest_need": LARGEST_NEED, "full": len(rows) >= MOST,
        **powers(desk_of(request).role), **more,
    }  # fmt: skip
    context["basis"] = more.get("basis") or newest.number
    return render(request, "claims/scale_change.html", context, status=status)


def _typed(row: Rating) -> Typed:
    value = "" if row.value is None else str(row.value)
    return Typed(
        row.slug, row.label, row.definition, value, str(row.needs_evidence), str(row.needs_independent)
    )  # fmt: skip


def _sent(given: QueryDict) -> list[Typed]:
    """The rows in the order of the page; more of them than a scale can have are cut off with one to tell."""
    lists = [given.getlist(name) for name in FIELDS]
    return [Typed(*values) for values in zip(*lists, strict=False)][: MOST + 1]


def _done(rows: list[Typed], do: str, scale: Scale) -> list[Typed]:
    """The rows after "add", "up:N", "down:N", "out:N" or "back:slug"; unchanged for anything else."""
    what, _colon, which = do.partition(":")
    at = int(which) if which.isascii() and which.isdigit() else -1
    if what == "add" and len(rows) < MOST:
        return [*rows, Typed()]
    if what == "back":
        back = scale.current().ratings.on_offer().filter(slug=which).first()
        return [*rows, _typed(back)] if back and which not in {row.slug for row in rows} else rows
    if what == "out" and at in range(len(rows)):
        return rows[:at] + rows[at + 1 :]
    other = at + {"up": -1, "down": 1}.get(what, 0)
    if at in range(len(rows)) and other in range(len(rows)):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def _spread(rows: list[Typed], refused: scales.Refused) -> list[str]:
    """Put the stage's messages at their rows; what is about all of them is answered."""
    if not hasattr(refused, "error_dict"):
        return list(refused.messages)
    for name, words in refused.message_dict.items():
        place, _dot, field = name.partition(".")
        if field:
            row = rows[int(place)]
            row.errors = (row.errors or {}) | {field: " ".join(words)}
    found: list[str] = refused.message_dict.get("rows", [])
    return found


def _basis(given: QueryDict) -> int | None:
    number = given.get("basis", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
