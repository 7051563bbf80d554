"""The sourcing grade of many claims at once: what was computed, from which inputs, and what a person set instead.

A fixed number of queries, however many the claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Substr

from claims.measures import grade as measure
from claims.measures.describing import told_count
from claims.measures.policy import reading
from claims.models import Attribution, Claim, GradeOverride, Mention, SourcingAnswer, Span, SpanRole, Tie
from claims.models.source import SourceKind
from claims.sourcing.policies import OWN_QUESTIONS

Answers = Mapping[UUID, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Graded:
    """``letter`` is the grade in force; ``computed`` is what the inputs give.

    ``override`` is the person's grade that stands in its place, None where there is none. The claim rests on the
    (head) source whose voice decided: ``source_id`` is None for the article's own voice (``kind`` "article") and
    where it is open (""). ``independent`` is for how many independent sources that voice is known to stand.
    """

    letter: str
    computed: measure.Grade
    override: GradeOverride | None = None
    source_id: UUID | None = None
    name: str = ""
    kind: str = SourceKind.ARTICLE.value
    independent: int = 1


@dataclass(frozen=True, slots=True)
class _Hop:
    """One attribution as the grade needs it; ``head`` is its source, or what that was merged into."""

    row: Attribution
    head: UUID | None
    kind: str
    name: str


def grades_of(claims: Iterable[Claim | UUID], *, said: Iterable[Attribution] | None = None) -> dict[UUID, Graded]:
    """The grade of each claim, by its id.

    ``said`` are all their attributions in order where they were read already, each with its source, what that was
    merged into, and its claim with the revision.
    """
    ids = [claim.pk if isinstance(claim, Claim) else claim for claim in claims]
    hops = _hops(_attributions(ids) if said is None else said)
    words = _words([hop for chain in hops.values() for hop in chain])
    answers = answers_of(hop.head for chain in hops.values() for hop in chain)
    overrides = overrides_of(ids)
    return {pk: _graded(hops.get(pk, []), words, answers, overrides.get(pk)) for pk in ids}


def grade_from(
    said: Iterable[Attribution],
    *,
    mentions: Iterable[Mention],
    printed: Mapping[UUID, list[str]],
    answers: Answers,
    override: GradeOverride | None,
) -> Graded:
    """The grade of one claim from rows that were read already, without a query.

    ``said`` are its attributions in order, each with its source, what that was merged into, and its claim with the
    revision; ``printed`` are the words of each one's source in the text.
    """
    hops = [hop for chain in _hops(said).values() for hop in chain]
    return _graded(hops, _Words(mentions, printed), answers, override)


def overrides_of(claim_ids: Iterable[UUID]) -> dict[UUID, GradeOverride]:
    """The override in force of each claim that has one."""
    rows = GradeOverride.objects.filter(claim__in=list(claim_ids)).select_related("by")
    newest = {row.claim_id: row for row in rows.order_by("created_at", "id")}
    return {pk: row for pk, row in newest.items() if row.grade}


def answers_of(source_ids: Iterable[UUID | None]) -> dict[UUID, dict[str, str]]:
    """What the desk answered about each of these sources, or about one that was merged into it, by question.

    The newest answer to a question counts.
    """
    heads = {pk for pk in source_ids if pk}
    rows = SourcingAnswer.objects.filter(source__in=heads) | SourcingAnswer.objects.filter(
        source__merged_into__in=heads
    )
    answers: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in rows.annotate(into=F("source__merged_into_id")).order_by("answered_at", "id"):
        answers[row.into or row.source_id][row.question] = row.answer
    return answers


def _attributions(claim_ids: list[UUID]) -> Iterable[Attribution]:
    rows = Attribution.objects.filter(claim__in=claim_ids).order_by("claim", "hop", "place")
    return rows.select_related("source__merged_into", "claim__revision").defer(
        "source__search", "source__merged_into__search", "claim__search", "claim__revision__text", "claim__text"
    )


def _hops(rows: Iterable[Attribution]) -> dict[UUID, list[_Hop]]:
    """The attributions of each claim as hops, in order."""
    hops: dict[UUID, list[_Hop]] = defaultdict(list)
    for row in rows:
        head = row.source and (row.source.merged_into or row.source)
        kind, name = (head.kind, head.name) if head else ("", "")
        hops[row.claim_id].append(_Hop(row, head.pk if head else None, kind, name))
    return hops


class _Words:
    """The words of the article for each voice, at their fullest."""

    def __init__(self, mentions: Iterable[Mention], printed: Mapping[UUID, list[str]]) -> None:
        self._mentions = {(row.source_id, row.article_id): row.name for row in mentions}
        self._printed = printed

    def of(self, hop: _Hop) -> str:
        """A name, or how this article describes the voice; whoever renamed it did not change what is printed."""
        if hop.head is None:
            return " ".join(self._printed.get(hop.row.pk, ()))
        if hop.kind in (SourceKind.PERSON, SourceKind.ORGANISATION):
            return hop.name
        article = hop.row.claim.revision.article_id
        told = (self._mentions.get((pk, article)) for pk in (hop.head, hop.row.source_id) if pk)
        return next((words for words in told if words), hop.name)


def _words(hops: list[_Hop]) -> _Words:
    articles = {hop.row.claim.revision.article_id for hop in hops}
    sources = {pk for hop in hops for pk in (hop.head, hop.row.source_id) if pk}
    bare = [hop.row.pk for hop in hops if hop.head is None]
    places = Span.objects.filter(attribution__in=bare, role=SpanRole.SOURCE).order_by("start")
    printed: dict[UUID, list[str]] = defaultdict(list)
    words = Substr("revision__text", F("start") + 1, F("end") - F("start"))
    for pk, part in places.annotate(printed=words).values_list("attribution_id", "printed"):
        printed[pk].append(part)
    return _Words(Mention.objects.filter(source__in=sources, article__in=articles), printed)


def _graded(hops: list[_Hop], words: _Words, answers: Answers, override: GradeOverride | None) -> Graded:
    voices, deciding = [], []
    for _number, group in groupby(hops, key=lambda hop: hop.row.hop):
        together = list({hop.head or hop.row.pk: hop for hop in group}.values())
        heard = [(_voice(hop, words.of(hop), answers, len(together) - 1), hop) for hop in together]
        # Those who speak together vouch for one statement: it is as well sourced as the best of them.
        voice, hop = max(heard, key=lambda one: measure.rank(measure.grade([one[0]]).letter))
        voices.append(voice)
        deciding.append(hop)
    computed = measure.grade(voices)
    letter = override.grade if override else computed.letter
    if computed.hop is None:
        return Graded(letter, computed, override)
    decided = deciding[computed.hop]
    independent = _independent(voices[computed.hop])
    return Graded(letter, computed, override, decided.head, decided.name, decided.kind, independent)


def _independent(voice: measure.Voice) -> int:
    """How many independent sources a voice is known to stand for."""
    told, _words = told_count(voice.words)
    return voice.independent or max(told, 1 + voice.others)


def _voice(hop: _Hop, words: str, answers: Answers, others: int) -> measure.Voice:
    told = answers.get(hop.head, {}) if hop.head else {}
    count = _answer(told, "independent-sources")
    return measure.Voice(
        kind="" if hop.row.tie == Tie.BROKEN else hop.kind,
        words=words,
        cue=hop.row.cue,
        on_record=_yes(told, "on-record"),
        direct_knowledge=_yes(told, "direct-knowledge"),
        independent=int(count) if count else None,
        others=others,
    )


def _yes(told: Mapping[str, str], slug: str) -> bool | None:
    return {"yes": True, "no": False}.get(_answer(told, slug))


def _answer(told: Mapping[str, str], slug: str) -> str:
    return reading(OWN_QUESTIONS[slug], told.get(slug))
