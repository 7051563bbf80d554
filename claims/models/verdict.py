"""One reviewer's judgement of one claim. Append-only: a changed mind is a new verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .bounds import none_of_new_rows, own_chain, unsealed
from .claim import Claim
from .evidence import Evidence
from .gathering import Gathering
from .identity import Identified
from .scale import Rating
from .search import indexed

if TYPE_CHECKING:
    from .user import User


class Finding(models.TextChoices):
    """Did they say it?"""

    CONFIRMED = "confirmed", _("Confirmed")
    ALTERED = "altered", _("Altered")
    OUT_OF_CONTEXT = "out_of_context", _("Out of context")
    MISATTRIBUTED = "misattributed", _("Misattributed")
    NOT_FOUND = "not_found", _("Not found")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Confidence(models.TextChoices):
    """How sure the reviewer is."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Reads of verdicts."""

    def current(self) -> Self:
        """Each reviewer's latest word."""
        return self.filter(superseded_by=None)

    def counting(self) -> Self:
        """Each reviewer's latest word on the claim as it is: given since its words or voice last changed, and on
        the answers that there are now, where the project works in two rounds."""
        since = Q(claim__reshaped_at=None) | Q(created_at__gt=F("claim__reshaped_at"))
        return self.current().of_this_round().filter(since)

    def of_this_round(self) -> Self:
        """Without those given before the last gathering of questions was closed, where there are two rounds."""
        gatherings = Gathering.objects.in_use().filter(claim=OuterRef("claim"))
        later = Q(closed_at=None) | Q(closed_at__gte=OuterRef("created_at"))
        return self.filter(~Exists(gatherings.filter(later)))

    def for_claims(self, ids: Iterable[Any]) -> Self:
        """Of these claims, oldest first, with their ratings."""
        rows = self.filter(claim__in=list(ids)).select_related("rating__version__scale")
        return rows.order_by("created_at", "id")

    def visible_to(self, user: User) -> Self:
        """The rule of blind review, for every door.

        One's own always; others' where review is open, where the user has judged the claim, and, for
        editors and owners who must settle it, once as many reviewers judged it as the project asks for.
        """
        own = Verdict.objects.filter(claim=OuterRef("claim"), by=user)
        opened = Q(by=user) | Q(claim__revision__article__project__blind=False) | Exists(own)
        return self.filter(opened | is_fully_judged(user))


def fully_judged(user: User) -> models.QuerySet[Claim]:
    """Claims with enough verdicts, in projects where the user settles: their verdicts are open to the user."""
    return Claim.objects.filter(
        revision__article__project__memberships__user=user,
        revision__article__project__memberships__role__in=["editor", "owner"],
    ).exclude(state="open")


def is_fully_judged(user: User, claim: str = "claim") -> Exists:
    """The same of a row's claim; asked of that claim alone, so that nobody reads all there are."""
    return Exists(fully_judged(user).filter(pk=OuterRef(claim)))


class Verdict(Identified):
    """Did they say it (``finding``), is it true (``rating``), why, and on what evidence."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts")
    finding = models.CharField(_("attribution finding"), max_length=16, choices=Finding)
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="verdicts")
    rationale = models.TextField(_("rationale"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence, blank=True)
    cited = models.ManyToManyField(Evidence, related_name="verdicts", blank=True, verbose_name=_("cited"))
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    began_at = models.DateTimeField(
        _("begun at"), null=True, blank=True, help_text=_("When the person took or began it, where that is known.")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    search = models.GeneratedField(
        expression=indexed("rationale"), output_field=SearchVectorField(), db_persist=True
    )

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "created_at", "id"]
        constraints = [
            models.CheckConstraint(name="verdict_finding_known", condition=Q(finding__in=Finding.values)),
            models.CheckConstraint(name="verdict_has_rationale", condition=Q(rationale__regex=r"\S")),
            # With "supersedes" unique this leaves every person one chain, so one current verdict, per claim.
            models.UniqueConstraint(
                name="verdict_first_once", fields=["claim", "by"], condition=Q(supersedes=None)
            ),
        ]
        indexes = [
            models.Index(name="verdict_by_time", fields=["created_at"]),
            GinIndex(name="verdict_search", fields=["search"]),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
            unsealed(),
            none_of_new_rows(
                "rating_on_offer",
                """
                SELECT format('rating %s is retired', rating_id)
                FROM new_rows JOIN claims_rating ON claims_rating.id = rating_id
                WHERE retired_at IS NOT NULL
                """,
                "insert",
            ),
            own_chain("claims_verdict", "claim_id", "by_id"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.claim_id}"


class Citation(Verdict.cited.through):  # type: ignore[name-defined, misc]
    """What a verdict rests on stands as long as the verdict."""

    class Meta:
        proxy = True
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete), unsealed()]
