"""Articles of other tools as rows: made in memory, then written at once, whatever their number."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from claims.extraction import Unreadable
from claims.extraction.text import clean, moved
from claims.formats import incoming as shape
from claims.formats.incoming import Incoming, Place, Stated
from claims.interchange.copying import copy_rows
from claims.interchange.writing import Refused
from claims.models import (
    Answer,
    Article,
    Attribution,
    Claim,
    Document,
    Evidence,
    Gathering,
    Inquiry,
    Mention,
    Project,
    Revision,
    Sentence,
    Source,
    Span,
    SpanRole,
    SpeechKind,
    Split,
    SplitStep,
    Tie,
    User,
    Verdict,
)
from claims.models.work import WorkState
from claims.pipeline.bring_in.judgements import Judgements
from claims.pipeline.bring_in.voices import LONGEST_NAME, People, Sources
from claims.splitting.language import passages
from claims.splitting.sentences import sentences, sentences_of

TITLE = 300
SHORT = 2000
"""In code points. Longer texts are cut one by one, with a sign of life between them."""

CITED: Any = Verdict.cited.through
ORDER: tuple[type[Model], ...] = (
    Article, Revision, Split, Sentence, Source, Mention, Document, Claim, Attribution, Span, Evidence, Gathering,
    Inquiry, Answer, Verdict, CITED,
)  # fmt: skip
"""Whoever is pointed at comes before who points."""


def article_id(project: Project, fmt: str, key: str) -> UUID:
    """The same for the same article of a file, each time it comes."""
    return uuid5(project.pk, f"{fmt}\n{key}")


def digest(one: Incoming) -> str:
    """Names what a file says of an article, wherever in it that stands."""
    told = {name: getattr(one, name) for name in Incoming.__dataclass_fields__ if name not in ("line", "place")}
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Rows:
    """Gathers the rows of articles of one file, then writes them. ``ratings`` are ids by slug."""

    def __init__(
        self,
        *,
        project: Project,
        fmt: str,
        by: User | None,
        moment: datetime,
        ratings: Mapping[str, Any],
        people: People,
        sources: Sources,
    ) -> None:
        self.project, self.fmt, self.by, self.moment, self.sources = project, fmt, by, moment, sources
        self.rows: dict[type[Model], dict[Any, Model]] = {model: {} for model in ORDER}
        self.judgements = Judgements(self.rows, project, fmt, by, moment, ratings, people)
        self._cut: dict[str, list[Any]] = {}

    def look_ahead(self, incoming: Iterable[Incoming]) -> None:
        """Cut the short texts of these into sentences together, which is faster than one after the other."""
        texts = set()
        for one in incoming:
            if len(one.text) <= SHORT:
                with suppress(Refused):
                    texts.add(_frozen(one)[0])
        ordered = sorted(texts)
        self._cut = dict(zip(ordered, sentences_of(ordered), strict=True))

    def add(self, one: Incoming) -> Article:
        """Make the rows of one article. Raises Refused for what cannot be kept."""
        text, move = _frozen(one)
        article = self._article(one)
        revision = self._revision(article, text)
        for place, claim in enumerate(one.claims):
            self._claim(article, revision, claim, place, move)
        return article

    def write(self) -> Counter[str]:
        """Write what was gathered; answers how many rows of each kind. Raises DatabaseError."""
        counts: Counter[str] = Counter()
        documents = self.rows[Document]
        for key in Document.objects.filter(pk__in=list(documents)).values_list("pk", flat=True):
            del documents[key]
        for model, rows in self.rows.items():
            copy_rows(rows.values())
            if rows and model is not CITED:
                counts[str(model._meta.model_name)] = len(rows)
        return counts

    def _keep(self, row: Model, key: Any = None) -> None:
        self.rows[type(row)][key or row.pk] = row

    def _article(self, one: Incoming) -> Article:
        row = Article(
            pk=article_id(self.project, self.fmt, one.key),
            project=self.project,
            title=" ".join(one.title.split())[:TITLE] or one.key[:TITLE],
            url=one.url,
            publisher=one.publisher,
            byline=one.byline,
            published_at=one.published,
            language=one.language,
            created_at=self.moment,
            created_by=self.by,
            origin={
                "format": self.fmt,
                "key": one.key,
                "place": one.place,
                "sha256": digest(one),
                "rest": dict(one.rest),
            },
        )
        self._keep(row)
        return row

    def _revision(self, article: Article, text: str) -> Revision:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        row = Revision(
            pk=uuid5(article.pk, "revision"),
            article=article,
            number=1,
            text=text,
            sha256=sha256,
            length=len(text),
            fetched_at=self.moment,
            extractor=self.fmt,
        )
        self._keep(row)
        ended = {"queued_at": self.moment, "started_at": self.moment, "finished_at": self.moment}
        done = {"state": WorkState.SUCCEEDED, "step": SplitStep.DONE, "version": self._version}
        self._keep(Split(pk=uuid5(article.pk, "split"), revision=row, **done, **ended))
        cut = self._cut.get(text)
        for position, span in enumerate(sentences(text, passages(text)) if cut is None else cut):
            sentence = Sentence(revision=row, position=position, start=span.start, end=span.end)
            self._keep(sentence, (article.pk, position))
        return row

    @property
    def _version(self) -> str:
        """Stands where else the splitter's version stands: what cut the text into claims."""
        return f"file {self.fmt}"

    def _claim(self, article: Article, revision: Revision, told: Stated, place: int, move: Any) -> None:
        places = _within(sorted(map(move, told.places)), revision.text)
        words = " ".join(revision.text[start:end] for start, end in places)
        if not words.strip():
            raise Refused(_("Claim %(number)s has no words.") % {"number": place + 1})
        claim = Claim(
            pk=UUID(shape.claim_id(str(article.pk), place)),
            revision=revision,
            number=place + 1,
            text=words,
            speech=SpeechKind.INDIRECT if told.voices else SpeechKind.NARRATED,
            splitter_version=self._version,
            created_at=self.moment,
            created_by=self.by,
        )
        self._keep(claim)
        self._spans(claim, None, SpanRole.CONTENT, places)
        for number, voice in enumerate(told.voices, start=1):
            self._voice(article, claim, voice, number, move)
        self.judgements.add(article, claim, told)

    def _spans(self, claim: Claim, tie: Attribution | None, role: str, places: Iterable[Place]) -> None:
        for start, end in places:
            span = Span(revision=claim.revision, claim=claim, attribution=tie, role=role, start=start, end=end)
            self._keep(span, (claim.pk, tie.pk if tie else None, role, start, end))

    def _voice(self, article: Article, claim: Claim, voice: shape.Voice, number: int, move: Any) -> None:
        text = claim.revision.text
        source, new = self.sources.of(voice.name[:LONGEST_NAME], article.pk)
        if new:
            self._keep(source)
        key = uuid5(article.pk, f"mention {source.pk}")
        self._keep(Mention(pk=key, article=article, source=source, name=source.name))
        cues = _within(sorted(map(move, voice.cues)), text)
        tie = Attribution(
            pk=uuid5(claim.pk, f"attribution {number}"),
            claim=claim,
            source=source,
            place=number,
            cue=" … ".join(text[start:end] for start, end in cues)[:300],
            tie=Tie.NAMED if source.is_named else Tie.DESCRIBED,
            tie_reason=_("The file says so."),
        )
        self._keep(tie)
        self._spans(claim, tie, SpanRole.SOURCE, _within(sorted(map(move, voice.places)), text))
        self._spans(claim, tie, SpanRole.CUE, cues)


def _frozen(one: Incoming) -> tuple[str, Any]:
    """The text as it will be kept, and what moves a place of the file's text into it. Raises Refused."""
    if len(one.text.encode("utf-8", "replace")) > settings.ARTICLE_MAX_BYTES:
        megabytes = settings.ARTICLE_MAX_BYTES // (1024 * 1024)
        raise Refused(_("Its text is larger than %(limit)d MB.") % {"limit": megabytes})
    if one.exact:
        return one.text, lambda place: place
    try:
        text = clean(one.text).text
    except Unreadable as error:
        raise Refused(str(error) or _("It has no text.")) from None
    if text == one.text:
        return text, lambda place: place
    return text, lambda place: tuple(moved(one.text, place))


def _within(places: list[Place], text: str) -> list[Place]:
    for start, end in places:
        if not 0 <= start < end <= len(text):
            told = {"start": start, "end": end, "length": len(text)}
            raise Refused(_("[%(start)s, %(end)s) lies outside the text, which has %(length)s characters.") % told)
    return places
