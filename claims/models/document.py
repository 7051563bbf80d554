"""What evidence can come from, and its passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pgvector.django import HnswIndex, VectorField

from .identity import Identified
from .project import Project
from .search import VECTOR_SIZE, any_of, indexed

if TYPE_CHECKING:
    from .user import User


class DocumentKind(models.TextChoices):
    """Where a document came from."""

    LIBRARY = "library", _("Library")
    RULING = "ruling", _("Earlier ruling of this workbench")
    FACT_CHECK = "fact_check", _("Imported fact-check")
    OUTSIDE = "outside", _("Outside service")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of documents."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)

    def library(self) -> Self:
        """What people put into the desk's own library."""
        return self.filter(kind=DocumentKind.LIBRARY, deleted_at=None)

    def seen_by(self, user: User) -> Self:
        """Documents of the user's projects."""
        return self.filter(project__in=Project.objects.seen_by(user), deleted_at=None)


@pghistory.track(append_only=True, exclude=["text"])
class Document(Identified):
    """A text that evidence is quoted from. ``key`` names the same thing found again by one provider."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind, default=DocumentKind.LIBRARY)
    key = models.CharField(_("key"), max_length=2100)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published_at = models.DateField(_("published"), null=True, blank=True)
    retrieved_at = models.DateTimeField(_("retrieved at"), db_default=Now())
    text = models.TextField(_("text"))
    sha256 = models.CharField("SHA-256", max_length=64)
    rating_as_given = models.CharField(_("rating as given"), max_length=200, blank=True)
    page_starts = ArrayField(
        models.PositiveIntegerField(),
        verbose_name=_("where its pages begin"),
        default=list,
        blank=True,
        help_text=_("Code points into the text; for a PDF."),
    )
    same_story_as = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        help_text=_("The document that this one is a copy of, as of a wire story; the two count once."),
    )
    same_story_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="stories_joined"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-retrieved_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="document_once", fields=["project", "kind", "key"]),
            models.CheckConstraint(name="document_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="document_no_copy_of_itself", condition=~Q(same_story_as=F("id"))),
        ]
        indexes = [GinIndex(name="document_title_trigrams", fields=["title"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.title


class PassageQuerySet(models.QuerySet["Passage"]):
    """Reads of passages."""

    def matching(self, words: list[str]) -> Self:
        """Passages with any of ``words``, best first, with ``rank``."""
        query = any_of(words)
        return (
            self.filter(search=query)
            .annotate(rank=SearchRank(F("search"), query, cover_density=True))
            .order_by("-rank", "id")
        )


class Passage(models.Model):
    """A stretch of a library document, small enough to quote: ``document.text[start:end]``."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"))
    search = models.GeneratedField(expression=indexed("text"), output_field=SearchVectorField(), db_persist=True)
    embedding = VectorField(_("meaning"), dimensions=VECTOR_SIZE, null=True, editable=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["document_id", "start"]
        constraints = [
            models.UniqueConstraint(name="passage_once", fields=["document", "start"]),
            models.CheckConstraint(name="passage_not_empty", condition=Q(end__gt=F("start"))),
        ]
        indexes = [
            GinIndex(name="passage_search", fields=["search"]),
            HnswIndex(name="passage_meaning", fields=["embedding"], opclasses=["vector_cosine_ops"]),
            models.Index(name="passage_without_meaning", fields=["id"], condition=Q(embedding=None)),
        ]

    def __str__(self) -> str:
        return f"[{self.start}, {self.end})"
