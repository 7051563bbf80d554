"""What was published, and what was corrected since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, TextField
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .bounds import unsealed
from .claim import Claim
from .event import Event
from .identity import Identified
from .ruling import Ruling, RulingBasis

if TYPE_CHECKING:
    from .project import Project
    from .user import User


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Reads of publications."""

    def standing(self) -> Self:
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        """Without those whose ruling blind review still keeps from a reviewer."""
        return self.filter(ruling__in=Ruling.objects.visible_to(user).values("pk"))


class Publication(Identified):
    """A claim's outcome is public from ``published_at`` on, with ``ruling`` as the first that was."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="publications")
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="publications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="published_once", fields=["claim"], condition=Q(withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} published"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Reads of corrections."""

    def of(self, project: Project) -> Self:
        """The project's, without those of claims and articles in the trash."""
        article = {"claim__revision__article__project": project, "claim__revision__article__deleted_at": None}
        return self.filter(claim__deleted_at=None, **article)

    def public(self) -> Self:
        """Those that anybody may read: the claim is published still, in a project that publishes."""
        standing = Publication.objects.standing().values("claim")
        project = "claim__revision__article__project"
        return self.filter(claim__in=standing, **{f"{project}__publishes": True, f"{project}__deleted_at": None})

    def visible_to(self, user: User) -> Self:
        """Without those that would tell a reviewer, in blind review, how others judged before they do."""
        seen = Ruling.objects.visible_to(user).values("pk")
        return self.filter(before__in=seen, after__in=seen)

    def told(self) -> Self:
        """With all that a reader is told of; ``words_then`` and ``words_now`` are the claim's at each ruling."""
        rows = self.select_related(
            "claim__revision__article", "before__rating", "before__supersedes__rating", "after__rating", "by"
        )
        rows = rows.defer("claim__search", "claim__revision__text")
        return rows.annotate(words_then=_worded("before__created_at"), words_now=_worded("after__created_at"))


def _worded(moment: str) -> Subquery:
    """The claim's wording at a moment, from its history."""
    history: Any = Claim._meta.get_field("events").related_model
    rows = history.objects.filter(pgh_obj=OuterRef("claim"), pgh_created_at__lte=OuterRef(moment))
    return Subquery(rows.order_by("-pgh_created_at", "-pgh_id").values("text")[:1], output_field=TextField())


class CorrectionManager(models.Manager.from_queryset(CorrectionQuerySet)):  # type: ignore[misc]
    """Appends corrections."""

    def follow(self, ruling: Ruling) -> Correction | None:
        """Write down that a published outcome changed; None where nothing public did.

        Called by whoever appends a ruling, a reopening too, in the same transaction. The same finding, rating and
        rationale again is no correction. One after a reopening is, even where it says what was ruled before: that
        the outcome was taken back is public, so that it stands again is, too.
        """
        before = ruling.supersedes
        if before is None or _says(before) == _says(ruling):
            return None
        if not Publication.objects.standing().filter(claim=ruling.claim_id).exists():
            return None
        row: Correction = self.create(
            claim_id=ruling.claim_id, before=before, after=ruling, why=_why(ruling), by=ruling.by
        )
        article = ruling.claim.revision.article
        where = {"project_id": article.project_id, "article_id": article.pk, "claim": str(ruling.claim_id)}
        # Told of the ruling, so that blind review keeps this event from whom it keeps the ruling.
        Event.objects.record("claim.corrected", ruling, by=ruling.by, correction=str(row.pk), **where)
        return row


def _says(ruling: Ruling) -> tuple[Any, ...]:
    return ruling.basis == RulingBasis.REOPENED, ruling.finding, ruling.rating_id, ruling.rationale


def _why(ruling: Ruling) -> str:
    return ruling.rationale.strip() or _now("The reviewers agree on this outcome now.")


class Correction(Identified):
    """A published outcome that changed: what it was, what it is, and why. Append-only.

    ``after`` may be a reopening: then the outcome was taken back, and none stands yet.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    before = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="corrected_by")
    after = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="corrects")
    why = models.TextField(_("why"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    words_then: str
    words_now: str

    objects = CorrectionManager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(name="correction_says_why", condition=Q(why__regex=r"\S"))]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete), unsealed()]

    @property
    def is_taken_back(self) -> bool:
        """Whether the outcome was taken back, so that none stands for now."""
        return self.after.basis == RulingBasis.REOPENED

    @property
    def public_why(self) -> str:
        """The reason for everybody: a person's words; what is put together of documents and votes stays inside."""
        if self.by_id is not None:
            return self.why
        if self.is_taken_back:
            return _now("It is being checked again.")
        return _now("It was checked again.")

    @property
    def stood(self) -> Ruling:
        """The last outcome before it; before a ruling on a reopened claim, that which was reopened."""
        before = self.before
        return before.supersedes if before.basis == RulingBasis.REOPENED and before.supersedes else before

    def __str__(self) -> str:
        return f"{self.claim_id} corrected"
