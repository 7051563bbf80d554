"""Whoever claims rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .article import Article
from .identity import Identified
from .project import Project
from .search import indexed

if TYPE_CHECKING:
    from .user import User


class SourceKind(models.TextChoices):
    """Who or what a source is."""

    PERSON = "person", _("Named person")
    ORGANISATION = "organisation", _("Named organisation")
    DOCUMENT = "document", _("Document")
    ANONYMOUS = "anonymous", _("Anonymous")
    UNNAMED_PERSON = "unnamed_person", _("Unnamed person")
    UNNAMED_GROUP = "unnamed_group", _("Unnamed group")
    ARTICLE = "article", _("The article itself")

    @property
    def is_named(self) -> bool:
        """Whether readers can tell who speaks: a name or a document that can be looked up."""
        return self in (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.DOCUMENT)


class SourceQuerySet(models.QuerySet["Source"]):
    """Reads of sources."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)

    def heads(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def seen_by(self, user: User) -> Self:
        """Sources of the user's projects."""
        return self.filter(project__in=Project.objects.seen_by(user))

    def with_head(self) -> Self:
        """Each with ``head_id``: the source it was merged into, or itself."""
        return self.annotate(head_id=Coalesce(F("merged_into_id"), F("id")))

    def one_at_a_time(self, project_id: Any) -> None:
        """Hold off everybody else who changes the project's sources or ties until this transaction has ended.

        Always the first lock that is taken, so that nobody waits for somebody who waits for them.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"sources {project_id}"])


@pghistory.track(append_only=True, exclude=["search"])
class Source(Identified):
    """One row per entity and project. Unnamed voices belong to one article: two "sources" are not one person.

    ``merged_into`` is the source that this one turned out to be; it is never itself a merged one. Attributions
    keep the row they were given, so that a merge can be taken back.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sources")
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, blank=True, related_name="own_sources"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=SourceKind)
    name = models.CharField(_("name"), max_length=300)
    role = models.CharField(_("role or title"), max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=300), verbose_name=_("aliases"), default=list, blank=True)
    same_as = models.URLField(_("same as"), blank=True, help_text=_("Wikidata link, confirmed by a person."))
    kind_reason = models.CharField(_("why this kind"), max_length=300, blank=True)
    kind_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="source_kinds"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)
    search = models.GeneratedField(expression=indexed("name"), output_field=SearchVectorField(), db_persist=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="source_kind_known", condition=Q(kind__in=SourceKind.values)),
            models.CheckConstraint(name="source_has_name", condition=~Q(name="")),
            models.UniqueConstraint(
                name="source_once", fields=["project", "article", "kind", "name"], nulls_distinct=False
            ),
            models.CheckConstraint(name="source_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
        ]
        indexes = [
            GinIndex(name="source_search", fields=["search"]),
            GinIndex(name="source_name_trigrams", fields=["name"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the source."""
        return reverse("claims:source-detail", args=[self.pk])

    @property
    def is_named(self) -> bool:
        """Whether readers can tell who speaks."""
        return SourceKind(self.kind).is_named

    @property
    def may_be_confided(self) -> bool:
        """Whether somebody speaks whose name readers are not told, so that the desk may keep it sealed."""
        return not self.is_named and self.kind != SourceKind.ARTICLE


@pghistory.track(append_only=True)
class Mention(Identified):
    """How one article presents a source: its role or title there, and the names it goes by."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="mentions")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    name = models.CharField(_("name"), max_length=300)
    role = models.CharField(_("role or title"), max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=300), verbose_name=_("aliases"), default=list, blank=True)

    class Meta:
        ordering = ["article_id", "name", "id"]
        constraints = [models.UniqueConstraint(name="mention_once", fields=["source", "article"])]

    def __str__(self) -> str:
        return self.name


class Merge(Identified):
    """One source taken for another: who said so and when, and who took it back. ``carried`` went along."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="merges_in")
    carried = ArrayField(models.UUIDField(), verbose_name=_("carried along"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merges")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="merges_undone"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="merge_in_force_once", fields=["source"], condition=Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.into_id}"
