"""How an article presents its sources, and sources that an earlier split found and nothing rests on any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from claims.models import Article, Attribution, Event, Mention, Reading, Source
from claims.splitting import spans

LONGEST = 300

BARE = (
    "attributions", "readings", "mentions", "merged_into", "absorbed", "merges", "merges_in", "answers",
    "namesakes", "namesake_searches", "confidential_identity", "kind_set_by",
)  # fmt: skip
"""What a source that nobody would miss has none of."""


def present(article: Article, sources: Sequence[Source], mentions: Sequence[spans.SourceMention]) -> None:
    """One mention for each source, as this article has it; those that the text no longer has are dropped."""
    shown: dict[UUID, Mention] = {}
    for source, mention in zip(sources, mentions, strict=True):
        row = shown.setdefault(
            source.pk, Mention(source=source, article=article, name=mention.name[:LONGEST], role="", aliases=[])
        )
        row.role = row.role or mention.role[:LONGEST]
        others = dict.fromkeys([*row.aliases, mention.name, *mention.aliases])
        row.aliases = [alias for alias in others if alias and alias != row.name and len(alias) <= LONGEST]
    there = {row.source_id: row for row in Mention.objects.filter(article=article)}
    new = [row for pk, row in shown.items() if pk not in there]
    changed = [_as(there[pk], row) for pk, row in shown.items() if pk in there and _told(there[pk]) != _told(row)]
    Mention.objects.bulk_create(new)
    Mention.objects.bulk_update(changed, ["name", "role", "aliases"])
    gone = [row.pk for pk, row in there.items() if pk not in shown]
    if gone:
        Mention.objects.filter(pk__in=gone).exclude(source__in=speaking_in(article)).delete()


def _told(row: Mention) -> tuple[str, str, list[str]]:
    return row.name, row.role, row.aliases


def _as(row: Mention, new: Mention) -> Mention:
    row.name, row.role, row.aliases = _told(new)
    return row


def speaking_in(article: Article) -> set[UUID]:
    """The sources that claims of the article's texts rest on, or may rest on."""
    of: dict[str, Any] = {"claim__revision__article": article}
    said = Attribution.objects.filter(**of).exclude(source=None).values_list("source_id", flat=True)
    of = {"attribution__claim__revision__article": article}
    read = Reading.objects.filter(**of).values_list("source_id", flat=True)
    return {*said, *read}


def voices_of(article: Article) -> set[UUID]:
    """Those, the article's own, and all that it mentions."""
    own = article.own_sources.values_list("pk", flat=True)
    mentioned = Mention.objects.filter(article=article).values_list("source_id", flat=True)
    return speaking_in(article) | {*own, *mentioned}


def drop_silent(before: set[UUID]) -> None:
    """Drop of the sources that spoke ``before`` those that nothing rests on and no person ever did anything to."""
    if not before:
        return
    touched = Event.objects.filter(target_type="source", target_id__in=before).values_list("target_id", flat=True)
    silent = Source.objects.filter(pk__in=before - set(touched), same_as="", **dict.fromkeys(BARE))
    Source.objects.filter(pk__in=list(silent.values_list("pk", flat=True))).delete()
