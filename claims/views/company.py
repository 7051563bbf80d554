"""Who else is at an article, in words: for the page as it is loaded, and for the pulse that keeps it fresh."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.pipeline import presence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claims.models import Article, Claim
    from claims.pipeline.presence import Present
    from claims.views.requests import Request


def company(request: Request, article: Article, in_hand: Claim | None) -> dict[str, Any]:
    """Context for _live.html and _presence.html: who has the same claim in hand, and since when to ask for news."""
    pk = str(in_hand.pk) if in_hand else ""
    there = presence.arrive(article_id=article.pk, by=request.user, claim_id=pk)
    return {"pulse_since": int(time.time() * 1000), "company": in_words(there, pk)}


def in_words(there: Iterable[Present], in_hand: str) -> dict[str, Any]:
    """``says`` who has the claim in hand too, "" for nobody; ``there`` badges each claim that others have."""
    there = list(there)
    same = [one.name for one in there if in_hand and one.claim == in_hand]
    return {
        "claim": in_hand,
        "says": _on_it_too(same) if same else "",
        "there": [_badge(one) for one in there if one.claim],
    }


def _on_it_too(names: list[str]) -> str:
    words = ngettext("%(names)s is on this claim too", "%(names)s are on this claim too", len(names))
    return words % {"names": get_text_list(names, _("and"))}


def _badge(one: Present) -> dict[str, str]:
    initials = "".join(word[0] for word in one.name.split()[:2])
    return {"claim": one.claim, "short": initials, "says": _("%(name)s is on this claim") % {"name": one.name}}
