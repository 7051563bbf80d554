"""A claim through round one and round two, as tests take it there."""

from __future__ import annotations

from claims.models import Claim, Rating
from claims.pipeline import gather, judge
from claims.pipeline.settle import settle_claim


def again(claim):
    return Claim.objects.select_related("revision__article__project__scale").get(pk=claim.pk)


def passage(claim):
    return claim.evidence.order_by("created_at").first()


def gathered(cast, claim, question="By how much did prices rise?"):
    inquiry = gather.ask(claim=claim, by=cast.reviewer, text=question)
    gather.reply(
        inquiry=inquiry, by=cast.reviewer, kind="extractive", text="rose by 3.9 percent", evidence=passage(claim)
    )
    return inquiry


def closed(cast, claim):
    gathered(cast, claim)
    gather.close_round(claim=claim, by=cast.reviewer)
    return again(claim)


def give(claim, by, rating="false", **fields):
    version = claim.revision.article.project.scale.current()
    verdict = judge.record_verdict(
        claim=claim, by=by, finding="confirmed", rating=Rating.objects.get(version=version, slug=rating),
        rationale="The answers say so.", **fields,
    )  # fmt: skip
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return verdict
