"""Versioned sets of ratings. Options are retired, never deleted."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .identity import Identified


@pghistory.track(append_only=True)
class Scale(Identified):
    """A named scale; what can be chosen stands in its newest version."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    project = models.ForeignKey(
        "claims.Project",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="own_scales",
        help_text=_("Whose own it is; a preset belongs to all and is changed by none."),
    )
    copy_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        help_text=_("The preset that it began as; its ratings of the same slug say the same."),
    )

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def current(self) -> ScaleVersion:
        """The version new verdicts are given under; raises ScaleVersion.DoesNotExist for an empty scale."""
        return self.versions.latest("number")


@pghistory.track(append_only=True)
class ScaleVersion(Identified):
    """One frozen edition of a scale; verdicts keep the edition they were given under."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["scale_id", "number"]
        constraints = [models.UniqueConstraint(name="scale_version_once", fields=["scale", "number"])]

    def __str__(self) -> str:
        return f"{self.scale} {self.number}"


class RatingQuerySet(models.QuerySet["Rating"]):
    """Reads of ratings."""

    def on_offer(self) -> Self:
        """Ratings that a new verdict may use."""
        return self.filter(retired_at=None)

    def newest_of(self, scale: Scale) -> Self:
        """Ratings of the scale's newest version."""
        newest = ScaleVersion.objects.filter(scale=scale).order_by("-number").values("pk")[:1]
        return self.filter(version__in=newest)


@pghistory.track(append_only=True)
class Rating(Identified):
    """One option of a scale version. ``value`` places it on the scale; None means off the scale."""

    version = models.ForeignKey(ScaleVersion, on_delete=models.PROTECT, related_name="ratings")
    slug = models.SlugField(_("slug"), max_length=60)
    label = models.CharField(_("label"), max_length=60)
    definition = models.TextField(_("definition"))
    value = models.SmallIntegerField(_("value"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    needs_evidence = models.PositiveSmallIntegerField(
        _("pieces of evidence it needs"), default=0, help_text=_("That a verdict must cite.")
    )
    needs_independent = models.PositiveSmallIntegerField(
        _("of them independent"), default=0, help_text=_("Copies of one text count once.")
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "position", "id"]
        constraints = [models.UniqueConstraint(name="rating_once", fields=["version", "slug"])]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    @property
    def same_as(self) -> str:
        """What two ratings share that say the same: the scale, or the preset it began as, and the slug.

        An edition that words a rating anew, or moves it, keeps its slug: a verdict under an older one agrees with
        one under a newer. Costs no query where ``version__scale`` was read.
        """
        scale = self.version.scale
        return f"{scale.copy_of_id or scale.pk}:{self.slug}"

    @property
    def asks_for_evidence(self) -> bool:
        """Whether a verdict of this rating must cite something."""
        return bool(self.needs_evidence or self.needs_independent)

    def why_not_offered(self, scale: Scale) -> str:
        """Why nothing new can be judged with it under ``scale``, in words; empty where it can."""
        if self.version.scale_id != scale.pk:
            return gettext("This rating belongs to another scale than the project's.")
        if self.retired_at:
            return gettext("“%(label)s” is no longer on offer. Choose another rating.") % {"label": self.label}
        if self.version.number != scale.current().number:
            return gettext("The scale has a newer version. Reload the page; your text is kept.")
        return ""

    def __str__(self) -> str:
        return self.label
