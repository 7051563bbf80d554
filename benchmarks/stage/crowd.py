"""A desk with years of work behind it: as many articles, claims, verdicts and rulings as asked for.

Written with COPY and without triggers, a million claims in some minutes; every row is one that the stages could
have made, but for the histories, which are left out.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.utils import timezone

from benchmarks.stage.copying import copy_pairs, copy_rows, defaults_of
from benchmarks.stage.passages import Writer
from claims.models import (
    Article,
    Attribution,
    Claim,
    Document,
    Event,
    Evidence,
    Lookup,
    Rating,
    Revision,
    Ruling,
    Sentence,
    Source,
    Span,
    Split,
    Verdict,
    Waiver,
)
from claims.models.identity import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims.models import Project, User

WORDS, CLAIMS = 750, 20
"""Of an article."""

NAMES = 400
AT_ONCE = 100
"""Articles."""

SETTLED, DISPUTED, BEGUN = 0.5, 0.6, 0.8
"""Shares: settled up to the first, disputed up to the second, judged by one up to the third; the rest by nobody."""


def fill(project: Project, people: list[User], articles: int) -> None:
    """Put ``articles`` articles into the project, with twenty claims each, judged by ``people``."""
    crowd = _Crowd(project, people)
    _triggers("DISABLE")
    for first in range(0, articles, AT_ONCE):
        crowd.write(range(first, min(articles, first + AT_ONCE)), articles)
    _triggers("ENABLE")
    with connection.cursor() as cursor:
        for model in (Sentence, Span):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        cursor.execute("VACUUM ANALYZE")


def _triggers(word: str) -> None:
    """Histories and guards, all but foreign keys; for the one that fills, who has the database for himself."""
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {word} TRIGGER USER')


MODELS: list[type[models.Model]] = [
    Source, Article, Revision, Split, Document, Sentence, Waiver, Claim, Attribution, Span, Lookup, Evidence,
    Verdict, Event, Ruling,
]  # fmt: skip
"""Each after those it points to."""


@dataclass(slots=True)
class _Begun:
    """How far the text at hand is written."""

    revision: Any
    document: Any
    position: int = 0
    start: int = 0


def _done(at: datetime) -> dict[str, Any]:
    return {"queued_at": at, "started_at": at, "finished_at": at, "touched_at": at, "state": "succeeded"}


class _Crowd:
    def __init__(self, project: Project, people: list[User]) -> None:
        self.project, self.people = project, people
        self.writer, self.chance = Writer(), random.Random(2)
        self.ratings = list(Rating.objects.filter(version=project.scale.current()).values_list("pk", flat=True))
        self.began = timezone.now() - timedelta(days=730)
        self.sources: list[tuple[Any, str]] = []
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = defaultdict(list)
        while len(self.sources) < NAMES:
            names = (f"{self.word()} {self.word()} {kind}" for kind in ("Office", "Council", "Board", "Bank"))
            for name in names:
                row = self.add(
                    Source, project_id=project.pk, kind="organisation", name=f"{name} {len(self.sources)}"
                )
                self.sources.append((row["id"], row["name"]))
        self.through: list[tuple[Any, Any]] = []
        self.numbers = count(1)

    def word(self) -> str:
        return self.chance.choice(self.writer.words).capitalize()

    def add(self, model: type[models.Model], **values: Any) -> dict[str, Any]:
        row = {**defaults_of(model), **values}
        if isinstance(model._meta.pk, models.UUIDField):
            row.setdefault("id", new_id())
        self.rows[model].append(row)
        return row

    def write(self, numbers: range, of: int) -> None:
        for number in numbers:
            self.article(number, self.began + timedelta(days=729) * (number / of))
        with connection.cursor() as cursor:
            for model in MODELS:
                copy_rows(cursor, model, self.rows[model])
            copy_pairs(cursor, Ruling.verdicts.through, "ruling_id, verdict_id", self.through)
        self.rows.clear()
        self.through.clear()

    def article(self, number: int, at: datetime) -> None:
        by = self.chance.choice(self.people).pk
        article = self.add(
            Article,
            project_id=self.project.pk,
            title=f"{self.writer.sentence()[:80]} {number}",
            created_at=at,
            created_by_id=by,
        )
        sentences = list(self.sentences())
        text = " ".join(words for words, _source in sentences)
        revision = self.add(
            Revision,
            article_id=article["id"],
            number=1,
            text=text,
            length=len(text),
            fetched_at=at,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            extractor="paste",
        )["id"]
        self.add(Split, revision_id=revision, step="done", version="crowd-1", **_done(at))
        document = self.add(
            Document,
            project_id=self.project.pk,
            kind="library",
            key=f"crowd-{number}",
            title=f"Release {number}",
            text=text[:2000],
            sha256=hashlib.sha256(text[:2000].encode()).hexdigest(),
            retrieved_at=at,
        )["id"]
        begun = _Begun(revision, document)
        for words, source in sentences:
            self.sentence(begun, len(words), source)
            if source is not None:
                self.claim(article["id"], at, begun, words, source)
            begun.position, begun.start = begun.position + 1, begun.start + len(words) + 1

    def sentences(self) -> Iterator[tuple[str, tuple[Any, str] | None]]:
        """Twenty with a source, the rest without, until there are 750 words."""
        told, claims = 0, 0
        while told < WORDS or claims < CLAIMS:
            words = self.writer.sentence()
            source = None
            if claims < CLAIMS and self.chance.random() < 0.6:
                source, claims = self.sources[int(NAMES * self.chance.random() ** 3)], claims + 1
                words = f"{source[1]} said that {words[0].lower()}{words[1:]}"
            told += words.count(" ") + 1
            yield words, source

    def sentence(self, begun: _Begun, length: int, source: Any) -> None:
        number, end = next(self.numbers), begun.start + length
        self.add(
            Sentence, id=number, revision_id=begun.revision, position=begun.position, start=begun.start, end=end
        )
        if source is None:
            self.add(Waiver, sentence_id=number, reason="opinion")

    def claim(self, article: Any, at: datetime, begun: _Begun, words: str, source: tuple[Any, str]) -> None:
        """One sentence's claim with its places, its look-up, its evidence and what people said of it."""
        drawn = self.chance.random()
        state = "settled" if drawn < SETTLED else "disputed" if drawn < DISPUTED else "open"
        count = 2 if drawn < DISPUTED else 1 if drawn < BEGUN else 0
        said = len(source[1]) + len(" said that ")
        claim = self.add(
            Claim, revision_id=begun.revision, number=begun.position + 1, text=words[said:-1], speech="indirect",
            worthiness=round(self.chance.random(), 3), splitter_version="crowd-1", state=state,
            verdicts_counted=count, created_at=at,
        )["id"]  # fmt: skip
        self.places(claim, begun, words, source)
        done = _done(at)
        lookup = self.add(Lookup, claim_id=claim, provider="library", query=words[:200], hit_count=1, **done)["id"]
        if drawn < SETTLED:
            self.add(
                Evidence, claim_id=claim, document_id=begun.document, lookup_id=lookup, quote=words[:40],
                start=begun.start, end=begun.start + 40, stance="supports", created_at=at,
            )  # fmt: skip
        self.judge(article, claim, count, state, at)

    def places(self, claim: Any, begun: _Begun, words: str, source: tuple[Any, str]) -> None:
        attribution = self.add(Attribution, claim_id=claim, source_id=source[0], cue="said", tie="named")["id"]
        start, name = begun.start, begun.start + len(source[1])
        content = (name + len(" said that "), start + len(words) - 1)
        places = [("content", None, *content), ("source", attribution, start, name),
                  ("cue", attribution, name + 1, name + 5)]  # fmt: skip
        for role, tied, begin, end in places:
            self.add(
                Span, id=next(self.numbers), revision_id=begun.revision, claim_id=claim, attribution_id=tied,
                role=role, start=begin, end=end,
            )  # fmt: skip

    def judge(self, article: Any, claim: Any, count: int, state: str, at: datetime) -> None:
        rating = self.chance.choice(self.ratings)
        verdicts = []
        for turn, by in enumerate(self.chance.sample(self.people, count)):
            given = at + timedelta(hours=3 * (turn + 1))
            said = rating if state != "disputed" or not turn else self.ratings[self.ratings.index(rating) - 1]
            verdict = self.add(
                Verdict,
                claim_id=claim,
                by_id=by.pk,
                finding="confirmed",
                rating_id=said,
                rationale=self.writer.sentence(),
                created_at=given,
            )["id"]
            verdicts.append(verdict)
            self.add(
                Event,
                project_id=self.project.pk,
                verb="verdict.given",
                target_type="verdict",
                target_id=verdict,
                claim_id=claim,
                article_id=article,
                by_id=by.pk,
                by_name=by.username,
                created_at=given,
            )
        if state == "settled":
            ruling = self.add(
                Ruling,
                claim_id=claim,
                basis="agreement",
                finding="confirmed",
                rating_id=rating,
                created_at=at + timedelta(hours=9),
            )["id"]
            self.through += [(ruling, verdict) for verdict in verdicts]
