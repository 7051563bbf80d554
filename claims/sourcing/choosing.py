"""The source that a person means: one that is there, or one of a name and kind, made where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.measures.names import is_name
from claims.models import Event, Mention, Source, SourceKind

if TYPE_CHECKING:
    from claims.models import Article, User

LONGEST_NAME = 300


class Refused(ValidationError):
    """The words cannot be tied like that; the message says why and what to do."""


def own_of(article: Article, source: Source) -> Source:
    """The source to write down: what it was merged into. Never another article's unnamed voice: raises Refused."""
    source = Source.objects.select_related("merged_into").get(pk=source.pk)
    head = source.merged_into or source
    if head.project_id != article.project_id:
        raise Refused({"source": _("This source belongs to another project.")})
    if head.article_id not in (None, article.pk):
        raise Refused({"source": _("This voice belongs to another article: an unnamed source speaks in one.")})
    return head


def named(article: Article, name: str, kind: str, *, by: User, sure: bool = True) -> Source:
    """The source of that name and kind, made where there is none; one without a name is the article's own.

    ``sure`` says that the person chose the kind. Raises Refused.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused({"name": _("Give the source a name of at most 300 characters.")})
    if kind not in SourceKind.values:
        raise Refused({"kind": _("Choose what kind of source this is.")})
    source, made = Source.objects.select_related("merged_into").get_or_create(
        project_id=article.project_id,
        article=None if SourceKind(kind).is_named and is_name(name) else article,
        kind=kind,
        name=name,
        defaults={"kind_set_by": by if sure else None},
    )
    if made:
        told = {"project_id": article.project_id, "article_id": article.pk, "name": name, "kind": kind}
        Event.objects.record("source.added", source, by=by, **told)
    return source.merged_into or source


def mention(article: Article, source: Source) -> None:
    """Note that the article has the source, where that is not known. One in the trash comes out of it."""
    if source.deleted_at:
        Source.objects.filter(pk=source.pk).update(deleted_at=None)
    Mention.objects.get_or_create(source=source, article_id=article.pk, defaults={"name": source.name})
