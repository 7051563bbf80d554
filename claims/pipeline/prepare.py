"""Before the first article: the preset scales, and a project with its owner."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims import plugins
from claims.models import Event, Guideline, Membership, Project, Rating, Role, Scale, ScaleVersion, User
from claims.models.rounds import count_anew

PRESETS = Path(__file__).resolve().parent.parent / "presets" / "scales"
DEFAULT_SCALE = "truth"


@transaction.atomic
def install_scales() -> None:
    """Add the preset scales that are missing; those that exist are left as their editors made them."""
    ours = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PRESETS.glob("*.toml"))}
    plugged = plugins.plugged(plugins.SCALES, lambda slug, value: preset_of(slug=slug, value=value), list(ours))
    for slug, preset in (ours | dict(plugged.values)).items():
        if not Scale.objects.filter(slug=slug).exists():
            _install(slug, preset)


def preset_of(*, slug: str, value: Any) -> dict[str, Any]:
    """A scale preset of a package as the files under presets/scales have it; ValidationError says what is wrong.

    ``value`` is such a mapping, or the path of such a file.
    """
    found = value if isinstance(value, dict) else tomllib.loads(Path(value).read_text(encoding="utf-8"))
    Scale(slug=slug, name=found["name"], description=found["description"]).clean_fields()
    if not found["ratings"]:
        raise ValidationError(_("A scale needs ratings."))
    for position, rating in enumerate(found["ratings"], start=1):
        Rating(position=position, **rating).clean_fields(exclude=["version"])
    return found


def _install(slug: str, preset: dict[str, Any]) -> None:
    scale = Scale.objects.create(slug=slug, name=preset["name"], description=preset["description"])
    version = ScaleVersion.objects.create(scale=scale, number=1)
    Rating.objects.bulk_create(
        Rating(version=version, position=position, **rating)
        for position, rating in enumerate(preset["ratings"], start=1)
    )


@transaction.atomic
def create_project(*, slug: str, name: str, by: User, **fields: Any) -> Project:
    """A project on the default scale, owned by the person who makes it."""
    scale = fields.pop("scale", None) or Scale.objects.get(slug=DEFAULT_SCALE)
    project = Project.objects.create(slug=slug, name=name, scale=scale, **fields)
    set_role(project=project, user=by, role=Role.OWNER, by=by)
    Event.objects.record("project.created", project, project_id=project.pk, by=by, name=name)
    if project.guidelines:
        Guideline.objects.write(project=project, by=by, text=project.guidelines)
    return project


@transaction.atomic
def set_role(*, project: Project, user: User, role: Role, by: User | None) -> Membership:
    """Give a person a role in a project, in place of the one they had."""
    membership, _made = Membership.objects.update_or_create(project=project, user=user, defaults={"role": role})
    Event.objects.record("member.set", membership, project_id=project.pk, by=by, user=user.username, role=str(role))
    return membership


SETTINGS = (
    "name", "guidelines", "reviewers_per_claim", "blind", "sourcing_policy", "identities_read_by",
    "secondaries_needed",
    "shared_by", "seat_minutes", "assignment_hours", "settle_rule", "settle_distance", "panel_size", "panel_needed",
    "two_rounds", "review_after_days", "ranks_people", "publishes", "publisher", "publisher_url",
)  # fmt: skip
"""What the owner of a project sets."""

LIMITS: dict[str, tuple[int, int]] = {
    "reviewers_per_claim": (1, 50),
    "seat_minutes": (1, 7 * 24 * 60),
    "assignment_hours": (1, 365 * 24),
    "settle_distance": (0, 20),
    "review_after_days": (1, 3650),
    "panel_size": (1, 50),
    "panel_needed": (1, 50),
    "secondaries_needed": (0, 50),
}
"""Least and most of what is counted."""


@transaction.atomic
def change_project(*, project: Project, by: User, **changes: Any) -> Project:
    """Set some of ``SETTINGS``; what differs goes on record with its old value. ValidationError by field.

    Other guidelines are their next version, which is on record as such.
    """
    row = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    changed = {name: value for name, value in changes.items() if name in SETTINGS and getattr(row, name) != value}
    guidelines = changed.pop("guidelines", None)
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if row.panel_needed > row.panel_size:
        raise ValidationError({"panel_needed": _("More votes are asked for than there are voters.")})
    row.full_clean(exclude=[field.name for field in Project._meta.fields if field.name not in changed])
    if changed:
        row.save(update_fields=list(changed))
        if "two_rounds" in changed:
            count_anew(row)
        told = {name: {"from": before[name], "to": changed[name]} for name in changed}
        Event.objects.record("project.changed", row, project_id=row.pk, by=by, **told)
    if guidelines is not None:
        Guideline.objects.write(project=row, by=by, text=guidelines)
    return row
