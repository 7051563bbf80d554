"""What the desk's policy still wants to know about the sources of an article: the list for the reporter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from claims.measures import policy as rules
from claims.models import Article, Claim, Source
from claims.sourcing.grades import Graded, answers_of, grades_of
from claims.sourcing.policies import policy_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One source with what the policy says to the claims that rest on it, worst first.

    ``source`` is None for claims whose source is open or not given. ``outcome`` is one of ``policy.Outcome``;
    ``questions`` have no usable answer yet, ``answers`` are those given, by question; ``claims`` are (number, id,
    grade) of those it says this of, in the order of the text.
    """

    source: Source | None
    outcome: rules.Outcome
    reasons: tuple[str, ...]
    questions: tuple[rules.Question, ...]
    wishes: tuple[str, ...]
    answers: dict[str, str]
    claims: tuple[tuple[int, UUID, str], ...]


def missing_for(article: Article, grades: dict[UUID, Graded] | None = None) -> list[Asked]:
    """The sources that the project's policy does not accept as they are; empty where it has none.

    A source with claims of several grades is asked all that any of them asks for. Refused ones come first.
    ``grades`` are those of the article's claims, where the caller has them at hand.
    """
    policy = policy_of(article.project)
    if policy is None:
        return []
    kept = Claim.objects.kept().filter(revision=article.latest())
    claims = list(kept.order_by("number").values_list("number", "pk"))
    grades = grades_of([pk for _number, pk in claims]) if grades is None else grades
    resting: dict[UUID | None, list[tuple[int, UUID, str]]] = defaultdict(list)
    for number, pk in claims:
        resting[grades[pk].source_id].append((number, pk, grades[pk].letter))
    sources = Source.objects.defer("search").in_bulk([pk for pk in resting if pk])
    answers = answers_of(sources)
    asked = [
        _asked(policy, sources.get(pk) if pk else None, rests, answers.get(pk, {}) if pk else {})
        for pk, rests in resting.items()
    ]
    open_ones = [one for one in asked if one.outcome != rules.Outcome.ACCEPTED]
    return sorted(open_ones, key=lambda one: (one.outcome != rules.Outcome.REFUSED, one.claims[0]))


def _asked(
    policy: rules.Policy, source: Source | None, claims: list[tuple[int, UUID, str]], answers: dict[str, str]
) -> Asked:
    by_letter = {letter: rules.verdict(policy, letter, answers) for letter in sorted({one[2] for one in claims})}
    said = list(by_letter.values())
    outcomes = {one.outcome for one in said}
    order = (rules.Outcome.REFUSED, rules.Outcome.NEEDS_ANSWERS, rules.Outcome.ACCEPTED)
    worst = next(outcome for outcome in order if outcome in outcomes)
    return Asked(
        source=source,
        outcome=worst,
        reasons=tuple(dict.fromkeys(reason for one in said if one.outcome == worst for reason in one.reasons)),
        questions=tuple(dict.fromkeys(question for one in said for question in one.missing)),
        wishes=tuple(dict.fromkeys(wish for one in said for wish in one.wishes)),
        answers=answers,
        claims=tuple(one for one in claims if by_letter[one[2]].outcome == worst),
    )
