"""Rename: a person corrects what a source is called or what kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.measures.names import is_name
from claims.models import Article, ConfidentialIdentity, Event, Source, SourceKind

if TYPE_CHECKING:
    from claims.models import User

LONGEST = 300


class Refused(ValidationError):
    """The source cannot be changed like that; the message says why."""


@transaction.atomic
def rename(*, source: Source, name: str, by: User) -> Source:
    """Call the source ``name``; the old name becomes an alias, so that it is found again. Raises Refused."""
    source = _alone(source)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused({"name": _("Give the source a name of at most 300 characters.")})
    if name == source.name:
        return source
    _free(source, "name", name=name)
    was, source.name = source.name, name
    source.aliases = [alias for alias in dict.fromkeys([*source.aliases, was]) if alias != name]
    source.save(update_fields=["name", "aliases"])
    Event.objects.record("source.renamed", source, project_id=source.project_id, by=by, was=was, name=name)
    return source


@transaction.atomic
def set_kind(*, source: Source, kind: str, by: User, reason: str = "") -> Source:
    """Say what kind of source it is; later splits keep it.

    A source that gets a name readers know becomes the project's, an unnamed one belongs to its one article.
    Raises Refused, also for one that speaks in several articles and is to be unnamed.
    """
    source = _alone(source)
    if kind not in SourceKind.values:
        raise Refused({"kind": _("Choose what kind of source this is.")})
    if kind == source.kind and source.kind_set_by_id:
        return source
    if SourceKind(kind).is_named and ConfidentialIdentity.objects.filter(source=source).exists():
        raise Refused(
            {"kind": _("This source has a confidential identity. Forget that first, if it may be named.")}
        )
    article = _article(source, SourceKind(kind))
    _free(source, "kind", kind=kind, article=article)
    was, source.kind, source.article = source.kind, kind, article
    source.kind_set_by, source.kind_reason = by, " ".join(reason.split())[:300]
    source.save(update_fields=["kind", "article", "kind_set_by", "kind_reason"])
    Event.objects.record("source.kind_set", source, project_id=source.project_id, by=by, was=was, kind=kind)
    return source


def _alone(source: Source) -> Source:
    Source.objects.one_at_a_time(source.project_id)
    return Source.objects.select_related("article").defer("search").get(pk=source.pk)


def _article(source: Source, kind: SourceKind) -> Article | None:
    """Whose source it is from now on: None for the project's."""
    if kind.is_named:
        return None if is_name(source.name) else source.article
    if source.article:
        return source.article
    spoken_in = Article.objects.filter(revisions__claims__attributions__source=source).distinct()
    articles = list(spoken_in[:2])
    if len(articles) > 1:
        message = _("It speaks in several articles, and an unnamed source belongs to one. Tie each place anew.")
        raise Refused({"kind": message})
    return articles[0] if articles else None


def _free(source: Source, field: str, **change: Any) -> None:
    """No other source is what this one is to become."""
    wanted = {"article": source.article, "kind": source.kind, "name": source.name} | change
    taken = Source.objects.filter(project=source.project_id, **wanted).exclude(pk=source.pk)
    if taken.exists():
        message = _("There is a source “%(name)s” of this kind already. Merge the two instead.")
        raise Refused({field: message % {"name": wanted["name"]}})
