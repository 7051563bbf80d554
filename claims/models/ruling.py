"""The settled outcome of a claim."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from .bounds import own_chain, unsealed
from .claim import Claim
from .gathering import Gathering
from .identity import Identified
from .project import Membership, Role
from .scale import Rating
from .verdict import Finding, Verdict

if TYPE_CHECKING:
    from .user import User


class RulingBasis(models.TextChoices):
    """How a claim was settled."""

    AGREEMENT = "agreement", _("Agreement")
    VOTE = "vote", _("Vote")
    EDITOR = "editor", _("Editor")
    REOPENED = "reopened", _("Reopened")


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Reads of rulings."""

    def in_force(self) -> Self:
        """Outcomes that stand: not replaced and not reopened."""
        return self.filter(superseded_by=None).exclude(basis=RulingBasis.REOPENED)

    def stale(self, today: date) -> Self:
        """Outcomes that stand and whose day to be looked at again has passed."""
        return self.in_force().filter(review_by__lt=today)

    def visible_to(self, user: User) -> Self:
        """Without those that would tell a reviewer, in blind review, how others judged before they do."""
        project = OuterRef("claim__revision__article__project")
        judges = Membership.objects.filter(project=project, user=user, role=Role.REVIEWER)
        judged = Verdict.objects.filter(claim=OuterRef("claim"), by=user)
        return self.filter(Q(claim__revision__article__project__blind=False) | Exists(judged) | ~Exists(judges))

    def with_dissent(self) -> Self:
        """Each with ``dissent``: how many of the verdicts that counted when it was made say something else."""
        stood = Q(superseded_by=None) | Q(superseded_by__created_at__gt=OuterRef("created_at"))
        carries = Ruling.verdicts.through.objects.filter(ruling=OuterRef(OuterRef("pk")), verdict=OuterRef("pk"))
        since = Q(claim__reshaped_at=None) | Q(created_at__gt=OuterRef("claim__reshaped_at"))
        passed = Gathering.objects.in_use().filter(
            claim=OuterRef("claim"),
            closed_at__gte=OuterRef("created_at"),
            closed_at__lt=OuterRef(OuterRef("created_at")),
        )
        others = Verdict.objects.filter(
            stood, since, ~Exists(passed), claim=OuterRef("claim"), created_at__lte=OuterRef("created_at")
        )
        counted = others.exclude(Exists(carries)).order_by().values("claim").annotate(n=Count("pk")).values("n")
        return self.annotate(dissent=Coalesce(Subquery(counted), 0))

    def for_claims(self, ids: Iterable[Any]) -> Self:
        """Of these claims, oldest first, with their ratings."""
        return self.filter(claim__in=list(ids)).select_related("rating").order_by("created_at", "id")


class Ruling(Identified):
    """An outcome, the verdicts it rests on and the dissent. Append-only; a reopened claim says so in a new row."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rulings")
    basis = models.CharField(_("basis"), max_length=12, choices=RulingBasis)
    finding = models.CharField(_("attribution finding"), max_length=16, choices=Finding, blank=True)
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings")
    rationale = models.TextField(_("rationale"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings"
    )
    verdicts = models.ManyToManyField(Verdict, related_name="rulings", blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    review_by = models.DateField(
        _("to be looked at again by"), null=True, blank=True, help_text=_("After that day it counts as stale.")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="ruling_outcome_whole",
                condition=Q(basis=RulingBasis.REOPENED, rating=None, finding="")
                | (~Q(basis=RulingBasis.REOPENED) & Q(rating__isnull=False) & ~Q(finding="")),
            ),
            models.UniqueConstraint(name="ruling_first_once", fields=["claim"], condition=Q(supersedes=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
            unsealed(),
            own_chain("claims_ruling", "claim_id"),
        ]

    @property
    def is_by_people(self) -> bool:
        """Whether people made it, who can take it back; one by agreement stands as long as its verdicts do."""
        return self.basis in (RulingBasis.VOTE, RulingBasis.EDITOR)

    def is_due(self, today: date) -> bool:
        """Whether its day to be looked at again has passed."""
        return self.review_by is not None and self.review_by < today

    @property
    def is_outdated(self) -> bool:
        """Whether the claim's words or voice were changed since."""
        changed_at = self.claim.reshaped_at
        return changed_at is not None and self.created_at <= changed_at

    def __str__(self) -> str:
        return f"{self.basis} on {self.claim_id}"


class Ground(Ruling.verdicts.through):  # type: ignore[name-defined, misc]
    """The verdicts a ruling rests on stand as long as the ruling."""

    class Meta:
        proxy = True
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete), unsealed()]
