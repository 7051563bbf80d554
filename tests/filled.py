"""An article with at least one row of everything, for doors that show or carry all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.models import Article, Intake, Rating, Ruling, RulingBasis, SourceKind, WorkState
from tests import factories

if TYPE_CHECKING:
    from claims.models import Claim, Verdict
    from tests.conftest import Cast


def filled_article(cast: Cast, *, claims: int = 1, **fields: Any) -> Article:
    """Sentences, a waiver, and ``claims`` claims, each attributed, looked up, weighed, judged twice and settled."""
    article = factories.make_article(cast.project, by=cast.reviewer, **fields)
    revision = article.latest()
    headline, *_ = factories.make_sentences(revision)
    factories.make_waiver(headline, by=cast.editor)
    for _ in range(claims):
        fill_claim(cast, factories.make_claim(revision))
    Intake.objects.create(
        project=cast.project, url="https://example.org/a", created_by=cast.reviewer, article=article, text="…",
        state=WorkState.SUCCEEDED,
    )  # fmt: skip
    return article


def fill_claim(cast: Cast, claim: Claim) -> list[Verdict]:
    """Two hops, a look-up that worked and one that failed, weighed evidence, a changed mind and a ruling."""
    article = claim.revision.article
    factories.make_attribution(claim)
    voice = factories.make_source(article.project, "a source", kind=SourceKind.ANONYMOUS, article=article)
    factories.make_attribution(claim, voice, hop=2, cue="said")
    found = factories.make_lookup(claim, hit_count=1, asked_by=cast.reviewer)
    factories.make_lookup(claim, "factcheck", state=WorkState.FAILED, error="The server answered 503.")
    weighed = factories.make_evidence(claim, lookup=found, stance="refutes", stance_by=cast.reviewer)
    factories.make_evidence(claim, added_by=cast.editor, dismissed_at=timezone.now())
    factories.make_verdict(claim, cast.reviewer, "true")
    verdicts = [
        factories.make_verdict(claim, cast.reviewer, "mostly-true", cited=[weighed], confidence="high"),
        factories.make_verdict(claim, cast.second_reviewer, "unproven"),
    ]
    settle(claim, verdicts, cast)
    return verdicts


def settle(claim: Claim, verdicts: list[Verdict], cast: Cast) -> Ruling:
    """An editor's ruling over the verdicts."""
    claim.state = "settled"
    claim.save()
    ruling = Ruling.objects.create(
        claim=claim, basis=RulingBasis.EDITOR, finding="confirmed", rating=verdicts[0].rating,
        rationale="The detail does not matter.", by=cast.editor,
    )  # fmt: skip
    ruling.verdicts.set(verdicts)
    return ruling


def retire(slug: str) -> Rating:
    """Take a rating of the default scale off the offer."""
    rating = Rating.objects.get(version__scale__slug="truth", slug=slug)
    rating.retired_at = timezone.now()
    rating.save()
    return rating
