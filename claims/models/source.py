"""Whoever claims rest on."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .identity import Identified
from .project import Project


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


@pghistory.track(append_only=True)
class Source(Identified):
    """One row per entity and project. Unnamed voices belong to one article: two "sources" are not one person."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sources")
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, blank=True, related_name="own_sources"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=SourceKind)
    name = models.CharField(_("name"), max_length=300)
    role = models.CharField(_("role or title"), max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=300), verbose_name=_("aliases"), default=list, blank=True)
    same_as = models.URLField(_("same as"), blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="source_kind_known", condition=Q(kind__in=SourceKind.values)),
            models.CheckConstraint(name="source_has_name", condition=~Q(name="")),
            models.UniqueConstraint(
                name="source_once", fields=["project", "article", "kind", "name"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_named(self) -> bool:
        """Whether readers can tell who speaks."""
        return SourceKind(self.kind).is_named
