"""Articles to measure with: as long and as full of claims as asked for, the same every time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from claims.models import SourceKind, SpanRole
from tests import factories

if TYPE_CHECKING:
    from claims.models import Article, Claim, Project, Revision, User

WORDS = (
    *("harbour", "bridge", "council", "mayor", "report", "figure", "budget", "winter", "market", "school"),
    *("hospital", "river", "tower", "paper", "ferry", "street", "plan", "vote", "letter", "worker", "price"),
    *("month", "number", "office", "company", "museum", "garden", "station", "court"),
)
NAMES = ("Maria Ortega", "Jon Ek", "the council", "the ministry", "Ana Ruiz", "the company", "a person familiar")


def long_article(project: Project, *, by: User, words: int, claims: int) -> Article:
    """``words`` words in sentences of forty; the first ``claims`` of them claimed, the rest waived."""
    chance = random.Random(1)
    sentences = [_sentence(chance, number) for number in range(words // 40)]
    text = "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
    title = f"{words} words, {claims} claims"
    article = factories.make_article(project, by=by, text=text, title=title)
    revision = article.latest()
    rows = factories.make_sentences(revision, sentences)
    for number, (row, sentence) in enumerate(zip(rows, sentences, strict=True)):
        if number < claims:
            _claim(article, revision, sentence, number, by)
        else:
            factories.make_waiver(row, reason="opinion")
    return article


def _sentence(chance: random.Random, number: int) -> str:
    said = " ".join(chance.choices(WORDS, k=33))
    name = NAMES[number % len(NAMES)]
    return f"In case {number} {name} said that {said}."


def _claim(article: Article, revision: Revision, sentence: str, number: int, by: User) -> Claim:
    content = sentence.split(" said ", 1)[1].removesuffix(".")
    kind = SourceKind.ANONYMOUS if "familiar" in sentence else SourceKind.ORGANISATION
    name = sentence.split(" said ", 1)[0].split(" ", 3)[3]
    claim = factories.make_claim(revision, content, number=number + 1, reasons=["a figure", "a named actor"])
    own = article if kind == SourceKind.ANONYMOUS else None
    source = factories.make_source(article.project, name, kind=kind, article=own)
    attribution = claim.attributions.create(source=source, hop=1, cue="said")
    start = revision.text.index(sentence)
    for role, words in ((SpanRole.SOURCE, name), (SpanRole.CUE, "said")):
        at = start + sentence.index(words)
        claim.spans.create(revision=revision, attribution=attribution, role=role, start=at, end=at + len(words))
    if number % 4 == 0:
        factories.make_verdict(claim, by)
    return claim
