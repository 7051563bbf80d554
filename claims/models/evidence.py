"""Passages set against claims."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .document import Document
from .identity import Identified
from .lookup import Lookup


class Stance(models.TextChoices):
    """What a passage does to a claim; a person says so, a machine may suggest."""

    SUPPORTS = "supports", _("Supports")
    REFUTES = "refutes", _("Refutes")
    CONTEXT = "context", _("Context")


class Directness(models.TextChoices):
    """Whether a document is the origin of what it says."""

    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Reads of evidence."""

    def kept(self) -> Self:
        """Without what a reviewer set aside."""
        return self.filter(dismissed_at=None)

    def turned_since(self, moment: datetime) -> Self:
        """What supports or refutes its claim now and did not do so at a moment, with its document.

        Read from the rows' histories, so that a stance that was taken back counts for nothing; one that was there
        before the histories begin is not new.
        """
        past: Any = Evidence.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            pgh_obj=OuterRef("pk"), pgh_created_at__lte=moment
        )
        counted = Case(When(dismissed_at=None, then=F("stance")), default=Value(""))
        then = Subquery(past.order_by("-pgh_id").annotate(counted=counted).values("counted")[:1])
        rows = self.kept().filter(stance__in=[Stance.SUPPORTS, Stance.REFUTES], document__deleted_at=None)
        turned = (Q(then=None) & Q(created_at__gt=moment)) | (Q(then__isnull=False) & ~Q(then=F("stance")))
        rows = rows.annotate(then=then).filter(turned).select_related("document")
        return rows.defer("document__text").order_by("created_at", "id")


@pghistory.track(append_only=True)
class Evidence(Identified):
    """A quotation from a document set against a claim; a candidate until a person gives it a stance.

    ``start`` and ``end`` place the quotation in the document's text (code points, end exclusive) where known.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="evidence")
    lookup = models.ForeignKey(Lookup, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence")
    quote = models.TextField(_("quotation"))
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("rank"), default=0)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, blank=True)
    directness = models.CharField(_("primary or secondary"), max_length=10, choices=Directness, blank=True)
    stance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="stances"
    )
    locator = models.CharField(
        _("where in it"), max_length=100, blank=True, help_text=_("Page, paragraph or time, for people.")
    )
    suggested_stance = models.CharField(_("suggested stance"), max_length=10, choices=Stance, blank=True)
    suggested_why = models.CharField(_("why it is suggested"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    dismissed_at = models.DateTimeField(_("set aside at"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "rank", "created_at", "id"]
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(name="evidence_has_quote", condition=~Q(quote="")),
            models.CheckConstraint(
                name="evidence_place_whole",
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__isnull=False, end__gt=F("start")),
            ),
            models.CheckConstraint(name="evidence_stance_known", condition=Q(stance__in=["", *Stance.values])),
            models.CheckConstraint(
                name="evidence_suggestion_known", condition=Q(suggested_stance__in=["", *Stance.values])
            ),
            models.UniqueConstraint(
                name="evidence_once", fields=["claim", "document", "start", "end"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:80]
