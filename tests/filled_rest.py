"""One row of everything that hangs beside an article: sourcing, archives, collections, meanings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from claims.models import (
    Capture,
    ClaimMeaning,
    Collection,
    CollectionKind,
    Comment,
    ConfidentialIdentity,
    Draft,
    Edit,
    EditVerb,
    FactCheck,
    GradeOverride,
    KeyBinding,
    LookupRun,
    Mention,
    Merge,
    Namesake,
    NamesakeSearch,
    Reading,
    Source,
    SourceKind,
    SourcingAnswer,
    Subscription,
    Tie,
    WaybackSave,
    WorkState,
)
from claims.models.search import VECTOR_SIZE
from tests import factories

if TYPE_CHECKING:
    from claims.models import Claim, Document
    from tests.conftest import Cast

MOMENT = datetime(2026, 5, 12, 10, tzinfo=UTC)
FEED = "https://example.org/feed.xml"


def fill_working(cast: Cast, claim: Claim) -> None:
    """An edit, a draft, a comment and a key."""
    article, by = claim.revision.article, cast.editor
    place = Edit.objects.of(article, by).count() + 1
    Edit.objects.create(
        article=article, by=by, place=place, verb=EditVerb.TRASHED, claim=claim, number=claim.number
    )
    Draft.objects.create(claim=claim, by=by, fields={"rationale": "Half a"}, saved_at=MOMENT)
    Comment.objects.create(claim=claim, by=by, text="Is this the same figure?")
    KeyBinding.objects.get_or_create(user=by, act="next", defaults={"key": "i"})


def fill_sourcing(cast: Cast, claim: Claim) -> Source:
    """The claim's unnamed voice with a role, an open reading, a merge, answers, a sealed identity; an override."""
    article, by = claim.revision.article, cast.editor
    voice = Source.objects.get(article=article, kind=SourceKind.ANONYMOUS)
    other = factories.make_source(cast.project, "the statistics bureau")
    Mention.objects.get_or_create(
        source=voice, article=article, defaults={"name": voice.name, "role": "an official"}
    )
    attribution = claim.attributions.get(hop=2)
    Reading.objects.create(attribution=attribution, source=voice, tie=Tie.NOUN, reason="“it”", confidence=0.5)
    Merge.objects.get_or_create(source=other, into=factories.make_source(cast.project), defaults={"by": by})
    GradeOverride.objects.create(claim=claim, grade="C", reason="I know the voice.", by=by)
    SourcingAnswer.objects.get_or_create(
        source=voice, question="why-unnamed", defaults={"answer": "Fear of reprisal.", "by": by}
    )
    ConfidentialIdentity.objects.get_or_create(source=voice, defaults={"sealed": b"\x80sealed", "entered_by": by})
    NamesakeSearch.objects.get_or_create(source=other, query=other.name)
    Namesake.objects.get_or_create(
        source=other, url="https://www.wikidata.org/wiki/Q11205", defaults={"label": "statistics office"}
    )
    return voice


def fill_archives(cast: Cast, claim: Claim, document: Document) -> None:
    """Copies of the document, a collection, a feed, a fact-check, a run of a look-up and the claim's meaning."""
    Capture.objects.create(document=document, url=document.url or "https://example.org/a", text="Prices rose.")
    WaybackSave.objects.create(document=document, url="https://example.org/a")
    feed = {"project": cast.project, "kind": CollectionKind.FACT_CHECKS_FEED, "url": FEED}
    Collection.objects.create(**feed, state=WorkState.FAILED, error="The server answered 503.")
    Subscription.objects.get_or_create(**feed)
    FactCheck.objects.get_or_create(
        project=cast.project, key="1" * 64, defaults={"claim_reviewed": "Prices doubled.", "publisher": "Checkers"}
    )
    lookup = claim.lookups.filter(state=WorkState.SUCCEEDED).first()
    assert lookup is not None
    LookupRun.objects.create(lookup=lookup, number=1, query=lookup.query, retrieved_at=MOMENT)
    ClaimMeaning.objects.create(claim=claim, embedding=[1.0] + [0.0] * (VECTOR_SIZE - 1))
