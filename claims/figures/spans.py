"""How far the splitter and people agree on what is a claim: sentence by sentence, and place by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from claims.figures.markings import Marking, Place, markings
from claims.measures import agreement as measures
from claims.measures.agreement import Counts, Matched, Measured
from claims.models import Article, Project, User

MOST_ARTICLES = 100
"""The newest of a project; more would take long to read and tell little more."""


@dataclass(frozen=True, slots=True)
class Rater:
    """``person`` is an id, None for the splitter; of ``sentences`` that they spoke about ``claims`` were claims."""

    person: int | None
    sentences: int
    claims: int


@dataclass(frozen=True, slots=True)
class Two:
    """What two of them said of the same sentences; None is the splitter."""

    one: int | None
    other: int | None
    raw: Measured
    kappa: Measured


@dataclass(frozen=True, slots=True)
class Disputed:
    """A sentence that some take for a claim and some do not."""

    marking: Marking
    position: int
    place: Place
    labels: dict[int | None, bool]


@dataclass(frozen=True, slots=True)
class OnSpans:
    """``silent`` are sentences that only the splitter spoke about; they are in no figure of sentences.

    ``exact`` and ``overlapping`` hold the splitter's claims, as it left them, against those that stand now.
    """

    articles: int
    sentences: int
    silent: int
    observed: Measured
    alpha: Measured
    gwet: Measured
    raters: list[Rater]
    pairs: list[Two]
    exact: Matched
    overlapping: Matched
    disputed: list[Disputed]


def on_spans(project: Project, viewer: User, article: Article | None = None) -> OnSpans:
    """Of one article, or of the project's ``MOST_ARTICLES`` newest; in a constant number of queries."""
    articles = Article.objects.filter(project=project, deleted_at=None).order_by("-created_at", "-id")
    return measured_spans(markings([article] if article else list(articles[:MOST_ARTICLES]), viewer))


def measured_spans(texts: list[Marking]) -> OnSpans:
    """The figures of these texts together."""
    labels = [one for text in texts for one in text.labels]
    table = _counts(labels)
    observed, alpha, gwet = measures.measured_all(
        [measures.observed, measures.alpha_nominal, measures.gwet_nominal], table
    )
    found, present = _shifted(texts)
    return OnSpans(
        articles=len(texts),
        sentences=len(labels),
        silent=sum(len(one) < 2 for one in labels),
        observed=observed,
        alpha=alpha,
        gwet=gwet,
        raters=_raters(labels),
        pairs=_pairs(labels),
        exact=measures.matched(found, present, exactly=True),
        overlapping=measures.matched(found, present, exactly=False),
        disputed=_disputed(texts),
    )


def _counts(labels: Iterable[dict[int, bool]]) -> Counts:
    """Sentences that two spoke about; the first category is a claim."""
    kinds = Counter(tuple(sorted(int(not said) for said in one.values())) for one in labels if len(one) >= 2)
    return measures.counts(kinds.items(), 2)


def _shifted(texts: list[Marking]) -> tuple[list[tuple[Place, ...]], list[tuple[Place, ...]]]:
    """The claims of all texts as if these stood one behind the other."""
    found: list[tuple[Place, ...]] = []
    present: list[tuple[Place, ...]] = []
    begin = 0
    for text in texts:
        for claims, target in ((text.found, found), (text.present, present)):
            target += [tuple((start + begin, end + begin) for start, end in places) for places in claims]
        begin += text.revision.length + 1
    return found, present


def _raters(labels: list[dict[int, bool]]) -> list[Rater]:
    spoke, claims = (
        Counter(by for one in labels for by in one),
        Counter(by for one in labels for by in one if one[by]),
    )
    return [Rater(by or None, spoke[by], claims[by]) for by in sorted(spoke)]


def _pairs(labels: list[dict[int, bool]]) -> list[Two]:
    cells: dict[tuple[int, int], Counter[tuple[int, int]]] = {}
    for one in labels:
        for first, second in combinations(sorted(one), 2):
            cells.setdefault((first, second), Counter())[int(not one[first]), int(not one[second])] += 1
    pairs = []
    for (first, second), told in sorted(cells.items()):
        table = measures.cross_table([(a, b, n) for (a, b), n in told.items()], 2)
        raw, kappa = measures.measured_all([measures.raw, measures.cohen], table)
        pairs.append(Two(first or None, second or None, raw, kappa))
    return pairs


def _disputed(texts: list[Marking]) -> list[Disputed]:
    return [
        Disputed(text, at, text.sentences[at], {by or None: said for by, said in sorted(labels.items())})
        for text in texts
        for at, labels in enumerate(text.labels)
        if len(set(labels.values())) > 1
    ]
