"""Statements that can be checked, who made them, and where they stand in the text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .article import Article, Revision
from .identity import Identified
from .search import any_of, indexed

if TYPE_CHECKING:
    from .user import User


class SpeechKind(models.TextChoices):
    """How the words of a claim reach the reader."""

    DIRECT = "direct", _("Direct")
    INDIRECT = "indirect", _("Indirect")
    MIXED = "mixed", _("Mixed")
    NARRATED = "narrated", _("Narrated")


class Polarity(models.TextChoices):
    """What the source does with the content."""

    ASSERTS = "asserts", _("Asserts")
    DENIES = "denies", _("Denies")
    DECLINES = "declines", _("Declines to comment")
    DOUBTS = "doubts", _("Doubts")


class ClaimState(models.TextChoices):
    """How far a claim has come."""

    OPEN = "open", _("Open")
    DISPUTED = "disputed", _("Disputed")
    SETTLED = "settled", _("Settled")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Reads of claims."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)

    def seen_by(self, user: User) -> Self:
        """Claims of articles the user may read."""
        return self.kept().filter(revision__article__in=Article.objects.seen_by(user))

    def matching(self, words: list[str]) -> Self:
        """Claims with any of ``words`` in their wording, best first."""
        query = any_of(words)
        rank = SearchRank(F("search"), query, cover_density=True)
        return self.filter(search=query).annotate(rank=rank).order_by("-rank", "-id")

    def unjudged_by(self, user: User) -> Self:
        """Claims the user has given no verdict on, or none that counts; see ``Verdict.objects.counting``."""
        verdicts: Any = Claim._meta.get_field("verdicts").related_model
        return self.exclude(pk__in=verdicts.objects.counting().filter(by=user).values("claim"))

    def uncounted(self, since: datetime) -> Self:
        """Claims whose state does not take all verdicts into account yet: one was given after ``since``, or a
        person changed the words, which counts them anew."""
        due = Q(verdicts__created_at__gte=since) | Q(verdicts_counted=0, verdicts__isnull=False)
        recent = self.filter(due).values("pk")
        counted = self.filter(pk__in=recent).annotate(given=Count("verdicts"))
        return counted.exclude(given=F("verdicts_counted"))

    def held_still(self, pk: Any) -> Claim:
        """The claim as it is now, with its project and scale; whoever else locks it waits for this transaction."""
        rows = self.select_for_update(of=("self",), no_key=True).select_related("revision__article__project__scale")
        return rows.defer("revision__text", "search").get(pk=pk)

    def count_again(self) -> int:
        """Have those with a ruling looked at anew by settling, even if its message is lost; they stay as they are
        until then."""
        ruled = self.filter(rulings__isnull=False).values("pk")
        return self.model._default_manager.filter(pk__in=ruled).update(verdicts_counted=0)

    def in_work(self) -> Self:
        """Claims that wait for verdicts or for an editor."""
        return self.exclude(state=ClaimState.SETTLED)


@pghistory.track(append_only=True, exclude=["search"])
class Claim(Identified):
    """A statement anchored in a revision by its content spans; ``text`` is its wording, which follows from them.

    ``number`` stays with a claim until the text is split again; lists go by place in the text. ``created_by`` is
    None where the splitter found it.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField(_("number"), help_text=_("What people call it by; from 1 in each text."))
    text = models.TextField(_("wording"))
    speech = models.CharField(_("kind of speech"), max_length=12, choices=SpeechKind)
    polarity = models.CharField(_("polarity"), max_length=12, choices=Polarity, default=Polarity.ASSERTS)
    worthiness = models.FloatField(_("check-worthiness"), default=0)
    reasons = ArrayField(models.CharField(max_length=60), verbose_name=_("reasons"), default=list, blank=True)
    hedges = ArrayField(models.CharField(max_length=60), verbose_name=_("hedges"), default=list, blank=True)
    negated = models.BooleanField(_("negated"), default=False)
    splitter_version = models.CharField(_("splitter version"), max_length=40, blank=True)
    confidence = models.FloatField(_("confidence"), default=1)
    state = models.CharField(_("state"), max_length=12, choices=ClaimState, default=ClaimState.OPEN)
    verdicts_counted = models.PositiveIntegerField(
        _("verdicts counted"), default=0, help_text=_("How many verdicts its state and ruling take into account.")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    reshaped_at = models.DateTimeField(
        _("reshaped at"),
        null=True,
        blank=True,
        help_text=_("When a person last changed its words or its voice; verdicts before it no longer count."),
    )
    reshaped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims_reshaped"
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)
    search = models.GeneratedField(expression=indexed("text"), output_field=SearchVectorField(), db_persist=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["revision_id", "number"]
        constraints = [
            models.UniqueConstraint(name="claim_once", fields=["revision", "number"]),
            models.CheckConstraint(name="claim_has_wording", condition=~Q(text="")),
            models.CheckConstraint(name="claim_state_known", condition=Q(state__in=ClaimState.values)),
            models.CheckConstraint(
                name="claim_shares_are_shares",
                condition=Q(worthiness__range=(0, 1)) & Q(confidence__range=(0, 1)),
            ),
        ]
        indexes = [
            GinIndex(name="claim_search", fields=["search"]),
            models.Index(name="claim_by_rank", fields=["revision", "state", "-worthiness"]),
            models.Index(
                name="claim_open_by_rank", fields=["-worthiness", "id"], condition=Q(state="open", deleted_at=None)
            ),
            models.Index(
                name="claim_disputed_by_rank",
                fields=["-worthiness", "id"],
                condition=Q(state="disputed", deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:80]}"

    @property
    def as_seen(self) -> str:
        """Which words and voice a reader sees, for a form to hand back: "" for those of the splitter."""
        return self.reshaped_at.isoformat() if self.reshaped_at else ""

    def worded_at(self, moment: datetime) -> str:
        """What the claim said at a moment, from its history; empty where that does not reach back so far."""
        history: Any = self.events.filter(pgh_created_at__lte=moment)  # type: ignore[attr-defined]
        return history.order_by("-pgh_id").values_list("text", flat=True).first() or ""

    def get_absolute_url(self) -> str:
        """The claim's lasting address, which leads into its article."""
        return reverse("claims:claim", args=[self.pk])
