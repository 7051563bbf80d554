"""What the jobs page says of each kind of work: what it is, and where to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.formats.labels import LABELLED
from claims.models import (
    Capture,
    Collection,
    Delivery,
    Export,
    Import,
    Intake,
    Lookup,
    NamesakeSearch,
    Split,
    WaybackSave,
    Work,
)
from claims.pipeline import bring_in, look_up
from claims.retrieval.jobs import kind_of


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one kind of work.

    ``told`` gives the words for what it is, and the address of its page. ``leads_on``: whoever begins it again
    has something to do on that page next. ``waits`` gives, for a row that waits for a person, the words for
    their next step and its address; "" for any other.
    """

    told: Callable[[Any], tuple[str, str]]
    leads_on: bool = False
    waits: Callable[[Any], tuple[str, str]] | None = None


def _split(row: Split) -> tuple[str, str]:
    return _("Split"), row.revision.article.get_absolute_url()


def _intake(row: Intake) -> tuple[str, str]:
    return _("Reading"), reverse("claims:intake-detail", args=[row.pk])


def _lookup(row: Lookup) -> tuple[str, str]:
    name = look_up.provider_names().get(row.provider, row.provider)
    return _("Look-up: %(provider)s") % {"provider": name}, row.claim.get_absolute_url()


def _collection(row: Collection) -> tuple[str, str]:
    return row.get_kind_display(), reverse("claims:collection-detail", args=[row.pk])


def _capture(row: Capture) -> tuple[str, str]:
    return _("Archived copy"), reverse("claims:document-detail", args=[row.document_id])


def _wayback(row: WaybackSave) -> tuple[str, str]:
    return _("Wayback copy"), reverse("claims:document-detail", args=[row.document_id])


def _namesakes(row: NamesakeSearch) -> tuple[str, str]:
    return _("Wikidata entries"), reverse("claims:source-detail", args=[row.source_id])


def _delivery(row: Delivery) -> tuple[str, str]:
    return _("Webhook: %(what)s") % {"what": row.kind}, reverse("claims:webhook-page", args=[row.webhook_id])


def _export(row: Export) -> tuple[str, str]:
    return _("Export"), reverse("claims:export-detail", args=[row.pk])


def _import(row: Import) -> tuple[str, str]:
    what = _("Dry run of an import") if row.dry_run else _("Import")
    return what, reverse("claims:import-detail", args=[row.pk])


def meanings_page(row: Import) -> str:
    """Where somebody says what the words of a file mean."""
    page = "import-labels" if row.format in LABELLED else "import-columns"
    return reverse(f"claims:{page}", args=[row.pk])


def _meanings(row: Import) -> tuple[str, str]:
    if not bring_in.waits_for_meanings(row=row):
        return "", ""
    words = _("Say what the labels mean") if row.format in LABELLED else _("Say what the columns mean")
    return words, meanings_page(row)


_TOLD: dict[type[Work], Told] = {
    Split: Told(_split),
    Intake: Told(_intake, leads_on=True),
    Lookup: Told(_lookup),
    Collection: Told(_collection),
    Capture: Told(_capture),
    WaybackSave: Told(_wayback),
    NamesakeSearch: Told(_namesakes),
    Export: Told(_export),
    Import: Told(_import, leads_on=True, waits=_meanings),
    Delivery: Told(_delivery),
}


def told_of(row: Work) -> Told:
    """What is said of a row's kind."""
    return _TOLD[kind_of(row).model]
