"""The sourcing profile of an article: on whom it rests, at a glance and as tables."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.measures.denials import Denial
from claims.measures.sourcing import Profile
from claims.models import Act, Claim
from claims.sourcing.missing import missing_for
from claims.sourcing.policies import policy_of
from claims.sourcing.profile import Sourcing, sourcing_of
from claims.views.access import article_for, powers
from claims.views.requests import Request
from claims.views.shell import desk_of


@require_safe
@login_required
def article_sourcing(request: Request, pk: UUID) -> HttpResponse:
    """Shares by grade and kind, the voices, unnamed ones and where they stand, denials, what the policy asks."""
    article = article_for(request, pk, Act.READ)
    found = sourcing_of(article)
    profile = found.profile
    context = {
        "nav": "articles",
        "article": article,
        "profile": profile,
        "most_words": max((voice.share.words for voice in profile.voices), default=0),
        "thirds": profile.thirds,
        "denials": _denials(profile, found),
        "policy": policy_of(article.project),
        "asked": missing_for(article, found.grades),
        "sentence_share": _percent(profile.unnamed_sentences, profile.sentences),
        **powers(desk_of(request).role),
    }
    return render(request, "claims/article_sourcing.html", context)


def _denials(profile: Profile, found: Sourcing) -> list[dict[str, Any]]:
    """Each denial with the claim that it answers, as they are worded; two that say the same stand once."""
    keys = {key for pair in profile.denials for key in (pair.denial, pair.accusation) if key}
    claims = {str(row.pk): row for row in Claim.objects.filter(pk__in=keys).defer("search")}

    def told(pair: Denial) -> dict[str, Any]:
        return {
            "denial": claims[pair.denial],
            "accusation": claims.get(pair.accusation),
            "reason": pair.reason,
            "grade": found.grades[claims[pair.denial].pk].letter,
        }

    return [told(pair) for pair in profile.denials]


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
