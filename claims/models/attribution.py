"""Who a claim rests on, and where claim, source and cue stand in the text."""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .article import Revision
from .bounds import same_text, within_text
from .claim import Claim
from .identity import Identified
from .source import Source


class Tie(models.TextChoices):
    """How the words of a source were tied to whom they mean."""

    NAMED = "named", _("Named")
    SURNAME = "surname", _("Last name")
    PRONOUN = "pronoun", _("Pronoun")
    NOUN = "noun", _("Noun that stands for it")
    ACRONYM = "acronym", _("Acronym")
    SAME = "same", _("Same description")
    DESCRIBED = "described", _("Described")
    PERSON = "set", _("Set by a person")
    BROKEN = "broken", _("Link broken by a person")


class AttributionQuerySet(models.QuerySet["Attribution"]):
    """Reads of attributions."""

    def set_by_people(self) -> Self:
        """Those that a person tied or untied; a new split leaves them as they are."""
        return self.exclude(set_by=None)


@pghistory.track(append_only=True)
class Attribution(Identified):
    """Ties a claim to a source. Hop 1 is the voice nearest to the claim; a chain counts outward.

    Several who speak together stand at one hop, told apart by ``place``. The tie is a suggestion, with
    ``confidence`` and ``tie_reason``, until a person sets or breaks it (``set_by``). ``source`` is None where
    none is given, where a person broke the tie, and where the text leaves it open (see ``readings``).
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="attributions")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="attributions", null=True)
    hop = models.PositiveSmallIntegerField(_("hop"), default=1)
    place = models.PositiveSmallIntegerField(_("place at its hop"), default=1)
    cue = models.CharField(_("cue"), max_length=300, blank=True)
    tie = models.CharField(_("tie"), max_length=10, choices=Tie, blank=True)
    tie_reason = models.CharField(_("why this source"), max_length=300, blank=True)
    confidence = models.FloatField(_("confidence"), default=1)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="ties_set"
    )
    set_at = models.DateTimeField(_("set at"), null=True, blank=True)

    objects = AttributionQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "hop", "place"]
        constraints = [
            models.UniqueConstraint(name="attribution_once", fields=["claim", "hop", "place"]),
            models.CheckConstraint(name="attribution_counts_from_one", condition=Q(hop__gte=1) & Q(place__gte=1)),
            models.CheckConstraint(name="attribution_tie_known", condition=Q(tie__in=["", *Tie.values])),
            models.CheckConstraint(name="attribution_sure_is_a_share", condition=Q(confidence__range=(0, 1))),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} hop {self.hop}"


@pghistory.track(append_only=True)
class Reading(Identified):
    """One of several sources that the words of an attribution may mean, where the text does not decide."""

    attribution = models.ForeignKey(Attribution, on_delete=models.CASCADE, related_name="readings")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="readings")
    tie = models.CharField(_("tie"), max_length=10, choices=Tie)
    reason = models.CharField(_("why this source"), max_length=300, blank=True)
    confidence = models.FloatField(_("confidence"), default=0)

    class Meta:
        ordering = ["attribution_id", "-confidence", "id"]
        constraints = [
            models.UniqueConstraint(name="reading_once", fields=["attribution", "source"]),
            models.CheckConstraint(name="reading_sure_is_a_share", condition=Q(confidence__range=(0, 1))),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}?"


class SpanRole(models.TextChoices):
    """What the words of a span are."""

    CONTENT = "content", _("Content")
    SOURCE = "source", _("Source")
    CUE = "cue", _("Cue")


class Span(models.Model):
    """Words of a revision: ``text[start:end]`` in code points, end exclusive.

    A content span belongs to its claim alone, a source or cue span to one of the claim's attributions.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="spans")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="spans")
    attribution = models.ForeignKey(
        Attribution, on_delete=models.CASCADE, related_name="spans", null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=8, choices=SpanRole)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        ordering = ["revision_id", "start", "end", "id"]
        constraints = [
            models.CheckConstraint(name="span_not_empty", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="span_role_fits",
                condition=Q(role=SpanRole.CONTENT, attribution=None)
                | Q(role__in=[SpanRole.SOURCE, SpanRole.CUE], attribution__isnull=False),
            ),
        ]
        triggers = [*within_text(), *same_text()]

    def __str__(self) -> str:
        return f"{self.role} [{self.start}, {self.end})"
