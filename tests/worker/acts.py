"""What tests do with a desk that has workers."""

from __future__ import annotations

from claims import tasks
from claims.models import Article, Lookup, Project, Split
from claims.pipeline.ingest import create_article

STORY = "The mayor said that the bridge closes for two years. The council denied that the ferry is free."
"""Two claims, each with a passage in the desk's document."""


def put_in(project: Project, text: str = STORY) -> Article:
    """Take an article in and hand its split to a worker."""
    article = create_article(project=project, by=None, text=text, title="The bridge", again=True)
    tasks.start_split(article.latest().split.pk)
    return article


def lookups_of(article: Article, provider: str = "") -> list[Lookup]:
    """An article's look-ups, of one provider or of all."""
    rows = Lookup.objects.filter(claim__revision__article=article).order_by("claim__number", "provider")
    return list(rows.filter(provider=provider) if provider else rows)


def all_ended(article: Article) -> bool:
    """Whether the split and every look-up of an article have ended."""
    if Split.objects.get(revision__article=article).is_unfinished:
        return False
    lookups = lookups_of(article)
    return bool(lookups) and not any(lookup.is_unfinished for lookup in lookups)


def states_of(article: Article) -> set[str]:
    """The states of an article's look-ups."""
    return {lookup.state for lookup in lookups_of(article)}
