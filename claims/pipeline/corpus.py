"""Hand a project's reviewed articles on as a corpus, so that a desk can teach the splitter its own way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from claims.formats.corpus_jsonl import Said, line
from claims.models import Attribution, Claim, Project, Revision, Span, SpanRole


def reviewed_articles(*, project: Project) -> Iterator[bytes]:
    """A line for each article of which every claim has a verdict; the others would teach that gaps are right."""
    for revision in _reviewed(project):
        yield line(str(revision.article_id), revision.text, _said(revision))


def _reviewed(project: Project) -> Iterator[Revision]:
    kept = Claim.objects.kept().filter(revision__article__project=project, revision__article__deleted_at=None)
    waiting = kept.filter(verdicts=None).values("revision")
    rows = Revision.objects.filter(pk__in=kept.values("revision")).exclude(pk__in=waiting).order_by("pk")
    return rows.iterator(chunk_size=50)


def _said(revision: Revision) -> Iterator[Said]:
    """Of each claim its nearest voice; the article's own voice is what is left."""
    places: dict[tuple[object, str], list[tuple[int, int]]] = defaultdict(list)
    for span in Span.objects.filter(claim__revision=revision).order_by("start", "end"):
        owner = span.claim_id if span.role == SpanRole.CONTENT else span.attribution_id
        places[owner, span.role].append((span.start, span.end))
    nearest = Attribution.objects.filter(claim__revision=revision, claim__deleted_at=None, hop=1, place=1)
    for attribution in nearest.order_by("claim__number"):
        yield Said(
            source=tuple(places[attribution.pk, SpanRole.SOURCE]),
            cue=tuple(places[attribution.pk, SpanRole.CUE]),
            content=tuple(places[attribution.claim_id, SpanRole.CONTENT]),
        )
