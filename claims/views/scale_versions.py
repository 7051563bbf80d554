"""The editions of a scale beside each other: what a new one changed, when, by whom, and how much it was used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Count
from django.utils.translation import gettext as _

from claims.models import Event, Verdict
from claims.sourcing.citing import asked_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from claims.models import Project, Rating, Scale, ScaleVersion


class Like(Protocol):
    """What a rating and a row of the form have in common."""

    @property
    def slug(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def needs_evidence(self) -> int: ...
    @property
    def needs_independent(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one rating: ``what`` in words; ``was`` and ``now`` where words of the scale changed."""

    label: str
    what: str
    was: str = ""
    now: str = ""


@dataclass(slots=True)
class Edition:
    """One version with what it changed; ``acts`` are ratings retired or brought back while it was the newest.

    ``given`` is how many verdicts of the project were given under it; None for whom that is not to see.
    """

    version: ScaleVersion
    changes: list[Change]
    made: Any = None
    acts: list[Any] = field(default_factory=list)
    given: int | None = None


def editions(scale: Scale, project: Project, *, counted: bool) -> list[Edition]:
    """All versions, the newest first; the same number of queries however many there are."""
    versions = list(scale.versions.prefetch_related("ratings").order_by("number"))
    found, before = [], None
    for version in versions:
        found.append(Edition(version, [] if before is None else changes(_offered(before), _offered(version))))
        before = version
    _add_events(found, project)
    if counted:
        given = _given(scale, project)
        for edition in found:
            edition.given = given.get(edition.version.pk, 0)
    return found[::-1]


def _offered(version: ScaleVersion) -> list[Rating]:
    """What it had on offer when the next one was made of it, or now."""
    return [row for row in version.ratings.all() if row.retired_at is None]


def _add_events(found: list[Edition], project: Project) -> None:
    """Who made each edition and why; which ratings were retired or brought back in it."""
    by_version = {edition.version.pk: edition for edition in found}
    ratings = {row.pk: (edition, row) for edition in found for row in edition.version.ratings.all()}
    verbs = ["scale.changed", "scale.copied", "rating.retired", "rating.offered"]
    scales = {edition.version.scale_id: edition for edition in reversed(found)}
    targets = [*by_version, *ratings, *scales]
    rows = Event.objects.filter(project_id=project.pk, verb__in=verbs, target_id__in=targets).with_names()
    for event in rows.order_by("created_at", "id"):
        if event.target_id in ratings:
            edition, event.rating = ratings[event.target_id]
            edition.acts.append(event)
        else:
            (by_version.get(event.target_id) or scales[event.target_id]).made = event


def _given(scale: Scale, project: Project) -> dict[UUID, int]:
    rows = Verdict.objects.filter(rating__version__scale=scale, claim__revision__article__project=project)
    counted = rows.order_by().values("rating__version").annotate(n=Count("pk"))
    return {row["rating__version"]: row["n"] for row in counted}


def changes(before: Sequence[Like], after: Sequence[Like]) -> list[Change]:
    """What became of each rating, in the order of the later ones, then what is no longer on offer."""
    was = {row.slug: row for row in before}
    now = {row.slug for row in after if row.slug}
    found: list[Change] = []
    for row in after:
        if row.slug in was:
            found.extend(_differences(was[row.slug], row))
        else:
            found.append(Change(row.label, _("added"), now=row.definition))
    found.extend(Change(row.label, _("no longer on offer")) for row in before if row.slug not in now)
    stayed = [row.slug for row in before if row.slug in now]
    if stayed != [row.slug for row in after if row.slug in was]:
        found.append(Change(_("All"), _("in another order"), now=", ".join(row.label for row in after)))
    return found


def _differences(was: Like, now: Like) -> list[Change]:
    found = []
    if was.label != now.label:
        found.append(Change(now.label, _("has another name"), was.label, now.label))
    if was.definition != now.definition:
        found.append(Change(now.label, _("is defined anew"), was.definition, now.definition))
    if was.value != now.value:
        found.append(Change(now.label, _("has another value"), _value(was.value), _value(now.value)))
    rules = [asked(one.needs_evidence, one.needs_independent) for one in (was, now)]
    if (was.needs_evidence, was.needs_independent) != (now.needs_evidence, now.needs_independent):
        found.append(Change(now.label, _("asks for other evidence"), *rules))
    return found


def asked(pieces: int, alone: int) -> str:
    """What a rating of these needs asks for, in words."""
    return asked_by(pieces, alone) or _("none")


def _value(value: int | None) -> str:
    return _("off the scale") if value is None else str(value)
