"""Claims that several people judged, made from a few signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.figures.selection import Selection, asked
from claims.models import Claim, User, Verdict
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast


def judge(cast: Cast, *ratings: str, by: list[User] | None = None, state: str = "disputed", **fields: Any) -> Claim:
    """A claim of a new article with one verdict after the other, by reviewer, second reviewer, editor."""
    article = fields.pop("article", None) or factories.make_article(cast.project)
    claim = factories.make_claim(article.latest(), state=state)
    people = by or [cast.reviewer, cast.second_reviewer, cast.editor]
    for rating, person in zip(ratings, people, strict=False):
        factories.make_verdict(claim, person, rating, **fields)
    return claim


def again(claim: Claim, by: User, rating: str) -> Verdict:
    """A changed mind."""
    return factories.make_verdict(claim, by, rating)


def selected(cast: Cast, **given: Any) -> Selection:
    """What an address with these parameters asks for."""
    selection, wrong = asked(cast.project, {name: str(value) for name, value in given.items()})
    assert wrong == {}
    return selection
