"""Pieces to be checked, and their immutable texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .bounds import unsealed
from .identity import Identified
from .project import Project

if TYPE_CHECKING:
    from .user import User


class ArticleQuerySet(models.QuerySet["Article"]):
    """Reads of articles."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)

    def seen_by(self, user: User) -> Self:
        """Articles of the user's projects, without the trash."""
        return self.filter(project__in=Project.objects.seen_by(user), deleted_at=None)

    def with_progress(self, user: User) -> Self:
        """Each with its split's state and its counts of claims, as the user may know them.

        Each count is a subquery of its own: it is made for the rows of a page, whatever the number of articles.
        """
        claims: Any = Article._meta.get_field("revisions").related_model._meta.get_field("claims").related_model
        verdicts: Any = claims._meta.get_field("verdicts").related_model
        here = claims.objects.kept().filter(revision__article=OuterRef("pk")).order_by()
        since = Q(claim__reshaped_at=None) | Q(created_at__gt=F("claim__reshaped_at"))
        mine = verdicts.objects.current().filter(since, claim=OuterRef("pk"), by=user)

        def count(rows: models.QuerySet[Any]) -> Coalesce:
            counted = rows.values("revision__article").annotate(n=Count("pk")).values("n")
            return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)

        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number").values("split__state")[:1]
        is_open = here.filter(state="open")
        return self.annotate(
            split_state=Subquery(newest),
            claim_count=count(here),
            settled_count=count(here.filter(state="settled")),
            disputed_count=count(here.filter(state="disputed")),
            judged_count=count(is_open.filter(Exists(mine))),
            open_for_me=count(is_open.filter(~Exists(mine))),
        )


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
    origin = models.JSONField(
        _("where it came from"),
        default=dict,
        db_default=models.Value({}, output_field=models.JSONField()),
        blank=True,
        help_text=_("Of an article of a file in another shape: which, its key there, and what has no place here."),
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(name="article_by_project", fields=["project", "-created_at"]),
            GinIndex(name="article_title_trigrams", fields=["title"], opclasses=["gin_trgm_ops"]),
        ]

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
        ordering = ["article_id", "number"]
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
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), unsealed()]

    def __str__(self) -> str:
        return f"{self.article_id} r{self.number}"
