"""Pieces to be checked, and their immutable texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .identity import Identified
from .project import Project

if TYPE_CHECKING:
    from .user import User


class ArticleQuerySet(models.QuerySet["Article"]):
    """Reads of articles."""

    def seen_by(self, user: User) -> Self:
        """Articles of the user's projects, without the trash."""
        return self.filter(project__in=Project.objects.seen_by(user), deleted_at=None)

    def with_progress(self, user: User) -> Self:
        """Each with its split's state and its counts of claims, as the user may know them."""
        claims = Q(revisions__claims__deleted_at=None)
        mine = Q(revisions__claims__verdicts__by=user, revisions__claims__verdicts__superseded_by=None)
        mine &= Q(revisions__claims__reshaped_at=None) | Q(
            revisions__claims__verdicts__created_at__gt=F("revisions__claims__reshaped_at")
        )
        is_open = Q(revisions__claims__state="open")

        def count(condition: Q) -> Count:
            return Count("revisions__claims", filter=claims & condition, distinct=True)

        return self.annotate(
            split_state=Subquery(
                Revision.objects.filter(article=OuterRef("pk")).order_by("-number").values("split__state")[:1]
            ),
            claim_count=count(Q()),
            settled_count=count(Q(revisions__claims__state="settled")),
            disputed_count=count(Q(revisions__claims__state="disputed")),
            judged_count=count(is_open & mine),
            open_count=count(is_open),
        ).annotate(open_for_me=F("open_count") - F("judged_count"))


@pghistory.track(append_only=True)
class Article(Identified):
    """A piece to be checked. Its words live in revisions."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="articles")
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    published_at = models.DateField(_("published"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles_written",
        verbose_name=_("written by"),
        help_text=_("A member of the desk who wrote it; the queue never gives it to them."),
    )
    tags = ArrayField(
        models.SlugField(max_length=40, allow_unicode=True),
        verbose_name=_("skills it takes"),
        default=list,
        blank=True,
        help_text=_("The queue gives its claims to members with one of these skills."),
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(name="article_by_project", fields=["project", "-created_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The article's workbench."""
        return reverse("claims:article-detail", args=[self.pk])

    def latest(self) -> Revision:
        """The newest revision; raises Revision.DoesNotExist for an article without text."""
        return self.revisions.latest("number")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Reads of revisions."""

    def without_text(self) -> Self:
        """For lists: leaves the text in the database."""
        return self.defer("text")


class Revision(Identified):
    """One immutable text of an article. ``length`` counts code points; spans are checked against it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"))
    sha256 = models.CharField("SHA-256", max_length=64, help_text=_("Of the text in UTF-8, in hexadecimal."))
    length = models.PositiveIntegerField(_("length"))
    fetched_at = models.DateTimeField(_("fetched at"), db_default=Now())
    extractor = models.CharField(_("extractor"), max_length=40)
    extractor_version = models.CharField(_("extractor version"), max_length=40, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(name="revision_once", fields=["article", "number"]),
            models.CheckConstraint(
                name="revision_length_true",
                condition=models.expressions.RawSQL(
                    "char_length(text) = length", (), output_field=models.BooleanField()
                ),
            ),
            models.CheckConstraint(
                name="revision_sha256_true",
                condition=models.expressions.RawSQL(
                    "encode(sha256(convert_to(text, 'UTF8')), 'hex') = sha256",
                    (),
                    output_field=models.BooleanField(),
                ),
            ),
        ]
        indexes = [models.Index(name="revision_by_sha256", fields=["sha256"])]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.article_id} r{self.number}"
