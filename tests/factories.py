"""Rows for tests, as plain functions. Where a stage of the pipeline makes the row, the stage is called."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils import timezone

from claims.formats.warc import Page, write_warc
from claims.models import (
    Article,
    Attribution,
    Capture,
    Claim,
    Document,
    DocumentKind,
    Evidence,
    FactCheck,
    Finding,
    Lookup,
    Project,
    Rating,
    Revision,
    Role,
    Sentence,
    Source,
    SourceKind,
    Span,
    SpanRole,
    SpeechKind,
    Split,
    SplitStep,
    User,
    Verdict,
    Waiver,
    WorkState,
)  # fmt: skip
from claims.pipeline.ingest import create_article
from claims.pipeline.prepare import create_project, set_role

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXT = (
    "Prices rise\n"
    "Prices rose by 4 percent in May, the statistics office said. "
    "“We expect a quiet summer,” said Maria Ortega, its director. "
    "The mayor denied that the figures were late. "
    "The café 🍵 on the square has closed."
)
"""Five sentences; the last has an accent and an emoji, so that code points and bytes differ."""

SENTENCES = (
    "Prices rise",
    "Prices rose by 4 percent in May, the statistics office said.",
    "“We expect a quiet summer,” said Maria Ortega, its director.",
    "The mayor denied that the figures were late.",
    "The café 🍵 on the square has closed.",
)

_numbers = count(1)


def make_user(username: str = "", **fields: Any) -> User:
    """A person who signs in with ``force_login``; give ``password`` only where the test types it."""
    name = username or f"person{next(_numbers)}"
    return User.objects.create_user(name, **{"email": f"{name}@example.org", **fields})


def make_project(by: User, slug: str = "", **fields: Any) -> Project:
    """A project on the default scale, owned by ``by``."""
    slug = slug or f"desk-{next(_numbers)}"
    return create_project(slug=slug, name=fields.pop("name", slug.title()), by=by, **fields)


def make_cast() -> dict[str, Any]:
    """One project, a person per role and three more, by name."""
    people: dict[str, Any] = {
        name: make_user(name, display_name=name.replace("_", " ").title())
        for name in ("owner", "editor", "reviewer", "second_reviewer", "viewer", "outsider")
    }
    people["superuser"] = make_user("superuser", is_staff=True, is_superuser=True)
    project = make_project(by=people["owner"], slug="city-desk", name="City desk")
    roles = {"editor": Role.EDITOR, "reviewer": Role.REVIEWER, "second_reviewer": Role.REVIEWER}
    for name, role in {**roles, "viewer": Role.VIEWER}.items():
        set_role(project=project, user=people[name], role=role, by=people["owner"])
    return {"project": project, **people}


def make_article(project: Project, *, by: User | None = None, text: str = TEXT, **fields: Any) -> Article:
    """An article with one frozen revision whose split is done and left no claims."""
    fields.setdefault("title", "Prices rise")
    article = create_article(project=project, by=by, text=text, again=True, **fields)
    Split.objects.filter(revision__article=article).update(
        state=WorkState.SUCCEEDED, step=SplitStep.DONE, version="test-1", finished_at=timezone.now()
    )
    return article


def make_revision(article: Article, *, text: str = TEXT) -> Revision:
    """The article's next revision, as a changed text makes it."""
    return Revision.objects.create(
        article=article,
        number=article.revisions.count() + 1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        extractor="paste",
    )


def make_sentences(revision: Revision, quotes: Iterable[str] = SENTENCES) -> list[Sentence]:
    """One row per quote, in order; each must stand in the text."""
    places = [place(revision.text, quote) for quote in quotes]
    return Sentence.objects.bulk_create(
        Sentence(revision=revision, position=position, start=start, end=end)
        for position, (start, end) in enumerate(places)
    )


def make_waiver(sentence: Sentence, *, reason: str = "headline", by: User | None = None) -> Waiver:
    """A sentence that is not to be checked."""
    return Waiver.objects.create(sentence=sentence, reason=reason, waived_by=by)


def make_claim(revision: Revision, quote: str = "Prices rose by 4 percent in May", **fields: Any) -> Claim:
    """A claim with one content span over ``quote``, which must stand in the text."""
    number = fields.pop("number", None) or revision.claims.count() + 1
    claim = Claim.objects.create(
        revision=revision,
        number=number,
        **{"text": quote, "speech": SpeechKind.INDIRECT, "splitter_version": "test-1", **fields},
    )
    make_span(claim, quote)
    return claim


def make_span(claim: Claim, quote: str, *, attribution: Attribution | None = None, role: str = "content") -> Span:
    """The first place of ``quote`` in the claim's revision, as a span."""
    start, end = place(claim.revision.text, quote)
    return Span.objects.create(
        revision=claim.revision, claim=claim, attribution=attribution, role=role, start=start, end=end
    )


def make_source(project: Project, name: str = "the statistics office", **fields: Any) -> Source:
    """A source; an organisation unless ``kind`` says otherwise. The same name gives the same row."""
    kind = fields.pop("kind", SourceKind.ORGANISATION)
    source, _ = Source.objects.get_or_create(
        project=project, article=fields.pop("article", None), kind=kind, name=name, defaults=fields
    )
    return source


def make_attribution(
    claim: Claim, source: Source | None = None, *, cue: str = "said", hop: int = 1, source_words: str = ""
) -> Attribution:
    """Who said it: a row with a cue span and, where the source's words stand in the text, a source span."""
    source = source or make_source(claim.revision.article.project)
    attribution = Attribution.objects.create(claim=claim, source=source, hop=hop, cue=cue)
    make_span(claim, cue, attribution=attribution, role=SpanRole.CUE)
    words = source_words or source.name
    if words in claim.revision.text:
        make_span(claim, words, attribution=attribution, role=SpanRole.SOURCE)
    return attribution


def make_document(project: Project, title: str = "Consumer prices, May", text: str = "", **fields: Any) -> Document:
    """A document of the desk's library."""
    text = text or "Consumer prices rose by 3.9 percent in May. Food rose faster."
    digest = hashlib.sha256(text.encode()).hexdigest()
    defaults = {"kind": DocumentKind.LIBRARY, "key": f"{digest}-{next(_numbers)}", "sha256": digest}
    return Document.objects.create(project=project, title=title, text=text, **{**defaults, **fields})


def make_fact_check(project: Project, claim: str = "The bridge fell on Friday", **fields: Any) -> FactCheck:
    """A fact-check that others published."""
    defaults = {"key": f"{next(_numbers):064}", "publisher": "Check Desk", "rating_as_given": "Pants on fire"}
    return FactCheck.objects.create(project=project, claim_reviewed=claim, **{**defaults, **fields})


def make_capture(document: Document, body: bytes = b"<p>Words.</p>", content_type: str = "text/html") -> Capture:
    """A copy of the document's page that was kept, with its file in the storage."""
    now = timezone.now()
    page = Page(document.url, 200, (("Content-Type", content_type),), body, now)
    data = write_warc(page, sent={}, asked=document.url, text="Words.", software="test")
    row = Capture(document=document, url=document.url, final_url=document.url, state=WorkState.SUCCEEDED)
    row.file.save("copy.warc.gz", ContentFile(data), save=False)
    row.captured_at, row.http_status, row.content_type, row.text = now, 200, content_type, "Words."
    row.size, row.sha256 = len(data), hashlib.sha256(data).hexdigest()
    row.body_sha256 = hashlib.sha256(body).hexdigest()
    row.save()
    return row


def make_lookup(claim: Claim, provider: str = "library", **fields: Any) -> Lookup:
    """A look-up that succeeded, unless ``state`` says otherwise."""
    now = timezone.now()
    ended = {"state": WorkState.SUCCEEDED, "attempts": 1, "started_at": now, "finished_at": now}
    return Lookup.objects.create(claim=claim, provider=provider, **{"query": claim.text, **ended, **fields})


def make_evidence(claim: Claim, document: Document | None = None, quote: str = "", **fields: Any) -> Evidence:
    """A quotation placed in the document's text; its first sentence unless ``quote`` is given."""
    document = document or make_document(claim.revision.article.project)
    quote = quote or document.text.split(". ")[0]
    start, end = place(document.text, quote)
    return Evidence.objects.create(claim=claim, document=document, quote=quote, start=start, end=end, **fields)


def make_verdict(
    claim: Claim, by: User, rating: str = "true", *, cited: Iterable[Evidence] = (), **fields: Any
) -> Verdict:
    """A verdict under the project's current scale, superseding the person's earlier one."""
    version = claim.revision.article.project.scale.current()
    verdict = Verdict.objects.create(
        claim=claim,
        by=by,
        rating=Rating.objects.get(version=version, slug=rating),
        supersedes=Verdict.objects.current().filter(claim=claim, by=by).first(),
        **{"finding": Finding.CONFIRMED, "rationale": "The release of 12 June says so.", **fields},
    )
    verdict.cited.set(cited)
    return verdict


def place(text: str, quote: str) -> tuple[int, int]:
    """Where ``quote`` first stands in ``text``; ValueError where it does not."""
    start = text.index(quote)
    return start, start + len(quote)
