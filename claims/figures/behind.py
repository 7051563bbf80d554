"""The claims behind a figure: those that agree, those that do not, one cell of a table, what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from claims.figures import verdicts
from claims.figures.agreement import Why
from claims.figures.selection import Selection
from claims.figures.verdicts import Category
from claims.models import Claim, ClaimState, User, Verdict


class Show(StrEnum):
    """Which of them."""

    ALL = "all"
    AGREEING = "agreeing"
    DISAGREEING = "disagreeing"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Part:
    """Narrows a selection's claims: to those where one person chose the first of ``said`` and another the second,
    to those that ``people`` (ids) judged both, and then the first of them chose the first."""

    show: Show = Show.ALL
    why: Why | None = None
    said: tuple[Category, ...] = ()
    people: tuple[int, ...] = ()


def part_of(given: Mapping[str, str], categories: list[Category]) -> Part:
    """What an address asks for; what is unknown is left out."""
    show, why = given.get("show", ""), given.get("why", "")
    by_key = {one.key: one for one in categories}
    said = tuple(by_key[key] for key in (given.get("a", ""), given.get("b", "")) if key in by_key)
    people = tuple(int(pk) for pk in (given.get("one", ""), given.get("other", "")) if _is_id(pk))
    return Part(
        show=Show(show) if show in list(Show) else Show.ALL,
        why=Why(why) if why in list(Why) else None,
        said=said,
        people=people if len(set(people)) == 2 else (),
    )


def _is_id(given: str) -> bool:
    return given.isascii() and given.isdecimal() and len(given) < 16


def claims_behind(selection: Selection, viewer: User, part: Part) -> QuerySet[Claim]:
    """In the order of the articles, the newest first."""
    if part.show == Show.EXCLUDED:
        found = _excluded(selection, viewer, part.why or Why.ALONE)
    else:
        found = _in_figures(selection, viewer, part)
    return found.order_by("-revision__article__created_at", "revision__article_id", "number", "id")


def shown_verdicts(selection: Selection, viewer: User, part: Part) -> QuerySet[Verdict]:
    """The verdicts that are shown beside those claims: the ones in question, or those that count."""
    if part.show != Show.EXCLUDED:
        return verdicts.counted(selection, viewer)
    given = verdicts.given(selection, viewer)
    if part.why in (Why.OLD_WORDS, Why.ANOTHER_WORD, Why.OTHER_EDITION):
        return given.filter(_left_out(selection, part.why))
    return verdicts.counted(selection, viewer)


def _in_figures(selection: Selection, viewer: User, part: Part) -> QuerySet[Claim]:
    counted = verdicts.counted(selection, viewer)
    if part.people:
        both = Claim.objects.all()
        for person in part.people:
            both = both.filter(Exists(counted.filter(claim=OuterRef("pk"), by=person)))
        return _compared(selection, counted.filter(by__in=part.people), part).filter(pk__in=both.values("pk"))
    return _compared(selection, counted, part)


def _compared(selection: Selection, counted: QuerySet[Verdict], part: Part) -> QuerySet[Claim]:
    says = "finding" if selection.dimension == selection.dimension.FINDING else "rating_id"
    each = counted.values("claim_id").annotate(n=Count("pk"), kinds=Count(F(says), distinct=True)).filter(n__gte=2)
    if part.show == Show.AGREEING:
        each = each.filter(kinds=1)
    elif part.show == Show.DISAGREEING:
        each = each.filter(kinds__gt=1)
    found = Claim.objects.filter(pk__in=each.values("claim_id"))
    return _saying(selection, found, counted, part) if part.said else found


def _saying(
    selection: Selection, found: QuerySet[Claim], counted: QuerySet[Verdict], part: Part
) -> QuerySet[Claim]:
    """One cell of a table, or all in which somebody chose the only category."""
    here = counted.filter(claim=OuterRef("pk"))
    wanted = [verdicts.of_category(selection, one) for one in part.said]
    if part.people:
        for person, says in zip(part.people, wanted, strict=False):
            found = found.filter(Exists(here.filter(says, by=person)))
        return found
    if len(part.said) == 2 and part.said[0] == part.said[1]:
        twice = counted.filter(wanted[0]).values("claim_id").annotate(n=Count("pk")).filter(n__gte=2)
        return found.filter(pk__in=twice.values("claim_id"))
    for says in wanted:
        found = found.filter(Exists(here.filter(says)))
    return found


def _excluded(selection: Selection, viewer: User, why: Why) -> QuerySet[Claim]:
    if why == Why.OPEN:
        return verdicts.claims(selection).filter(state=ClaimState.OPEN)
    if why == Why.ALONE:
        alone = verdicts.counted(selection, viewer).values("claim_id").annotate(n=Count("pk")).filter(n=1)
        return Claim.objects.filter(pk__in=alone.values("claim_id"))
    if why == Why.OFF_SCALE:
        off = verdicts.counted(selection, viewer).filter(rating__value=None)
        inside = _in_figures(selection, viewer, Part())
        return inside.filter(pk__in=off.values("claim_id"))
    rows = verdicts.given(selection, viewer).filter(_left_out(selection, why))
    return Claim.objects.filter(pk__in=rows.values("claim_id"))


def _left_out(selection: Selection, why: Why) -> Q:
    another = verdicts.ANOTHER_WORD[selection.which]
    if why == Why.OLD_WORDS:
        return verdicts.OLD_WORDS
    if why == Why.ANOTHER_WORD:
        return another & verdicts.FRESH
    return verdicts.FRESH & verdicts.THE_WORD[selection.which] & ~Q(rating__version=selection.edition)
