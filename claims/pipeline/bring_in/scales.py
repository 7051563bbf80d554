"""Scales of a file: made where they are missing, and held against those that are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from claims.interchange.shape import Refused, check
from claims.interchange.tables import SCALE
from claims.models import Rating, Ruling, Scale, ScaleVersion, Verdict


def bring_scales(records: Sequence[Mapping[str, Any]]) -> None:
    """Make those that are not here; of one that is, all its ratings must be known. Raises Refused."""
    for record in records:
        check(SCALE, record)
        scale = Scale.objects.filter(slug=record["slug"]).first()
        if scale is None:
            _make(record)
        else:
            _hold_against(scale, record)
    for record in records:
        if record["copy_of"]:
            head = Scale.objects.filter(slug=record["copy_of"]).first()
            if head is None:
                raise Refused(_("There is no scale “%(slug)s”.") % {"slug": record["copy_of"]})
            Scale.objects.filter(slug=record["slug"], copy_of=None).update(copy_of=head)


def _make(record: Mapping[str, Any]) -> None:
    told = {name: record[name] for name in ("slug", "name", "description")}
    scale = Scale.objects.create(**told, project_id=record["project"])
    for edition in record["versions"]:
        version = ScaleVersion.objects.create(
            scale=scale, number=edition["number"], created_at=edition["created_at"]
        )
        Rating.objects.bulk_create(Rating(version=version, **rating) for rating in edition["ratings"])


def _hold_against(scale: Scale, record: Mapping[str, Any]) -> None:
    here = set(Rating.objects.filter(version__scale=scale).values_list("version__number", "slug"))
    for edition in record["versions"]:
        for rating in edition["ratings"]:
            if (edition["number"], rating["slug"]) not in here:
                told = {"scale": scale.slug, "slug": rating["slug"], "number": edition["number"]}
                raise Refused(_("“%(scale)s” has no rating “%(slug)s” in edition %(number)s here.") % told)
        _date(scale, edition)


def _date(scale: Scale, edition: Mapping[str, Any]) -> None:
    """An edition that nobody has judged under here is as old as where it comes from."""
    version = ScaleVersion.objects.filter(scale=scale, number=edition["number"]).first()
    if version is None:
        told = {"scale": scale.slug, "number": edition["number"]}
        raise Refused(_("“%(scale)s” has no edition %(number)s here.") % told)
    used = any(model._default_manager.filter(rating__version=version).exists() for model in (Verdict, Ruling))
    if not used:
        ScaleVersion.objects.filter(pk=version.pk).update(created_at=edition["created_at"])
