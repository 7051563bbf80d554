"""Who marked which sentences as claims, read from what the splitter left and what people did afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from claims.models import (
    Article,
    Claim,
    ClaimState,
    Edit,
    EditVerb,
    Revision,
    Sentence,
    Span,
    SpanRole,
    User,
    Verdict,
    WorkState,
)

Place = tuple[int, int]
SPLITTER = 0
"""In place of a person's id."""
MARKING = (EditVerb.MADE, EditVerb.RESHAPED, EditVerb.SPLIT, EditVerb.MERGED)
TOLD = (*MARKING, EditVerb.RESTORED, EditVerb.TRASHED, EditVerb.WAIVED, EditVerb.UNWAIVED)


@dataclass(slots=True)
class Marking:
    """One text. ``sentences`` are places by position; ``labels[s][rater]`` is whether a rater took sentence ``s``
    for a claim. ``found`` are the splitter's claims as it left them, ``present`` those that stand now."""

    revision: Revision
    sentences: list[Place]
    labels: list[dict[int, bool]]
    found: list[tuple[Place, ...]] = field(default_factory=list)
    present: list[tuple[Place, ...]] = field(default_factory=list)

    def touched(self, places: Iterable[Place]) -> Iterator[int]:
        """Positions of the sentences that share a character with one of the places."""
        for start, end in places:
            at = bisect_right(self.sentences, start, key=lambda place: place[1])
            while at < len(self.sentences) and self.sentences[at][0] < end:
                yield at
                at += 1


@dataclass(slots=True)
class _Text:
    """What is read of one text; ``spans`` are those of content by id, each with its claim."""

    sentences: list[tuple[int, Place]] = field(default_factory=list)
    claims: dict[UUID, Claim] = field(default_factory=dict)
    spans: dict[int, tuple[UUID, Place]] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    verdicts: list[tuple[datetime, int, UUID]] = field(default_factory=list)

    def places(self) -> dict[UUID, list[Place]]:
        """Where each claim stands now."""
        return _by_claim(self.spans.values())


def markings(articles: list[Article], viewer: User) -> list[Marking]:
    """Of the newest text of each article, where it is split; in a constant number of queries.

    Verdicts tell as far as the viewer may see them, and on fully judged claims alone.
    """
    newest = Revision.objects.filter(article__in=articles).order_by("article_id", "-number").distinct("article_id")
    newest = newest.annotate(split_state=F("split__state")).defer("text").select_related("article")
    texts = {row.pk: row for row in newest if row.split_state == WorkState.SUCCEEDED}  # type: ignore[attr-defined]
    read = _read(texts, viewer)
    return [_marking(texts[pk], text) for pk, text in read.items() if text.sentences]


def _read(texts: dict[UUID, Revision], viewer: User) -> dict[UUID, _Text]:
    read: dict[UUID, _Text] = {pk: _Text() for pk in texts}
    ids = list(texts)
    sentences = Sentence.objects.filter(revision__in=ids).order_by("revision_id", "position")
    for of, pk, start, end in sentences.values_list("revision_id", "pk", "start", "end"):
        read[of].sentences.append((pk, (start, end)))
    for claim in Claim.objects.filter(revision__in=ids).only("revision_id", "created_by_id", "deleted_at"):
        read[claim.revision_id].claims[claim.pk] = claim
    spans = Span.objects.filter(revision__in=ids, role=SpanRole.CONTENT)
    for of, pk, claim_id, start, end in spans.values_list("revision_id", "pk", "claim_id", "start", "end"):
        read[of].spans[pk] = (claim_id, (start, end))
    newest = {text.article_id: pk for pk, text in texts.items()}
    done = Edit.objects.filter(article__in=newest, undone_at=None, verb__in=TOLD).order_by("created_at", "place")
    for edit in done:
        read[newest[edit.article_id]].edits.append(edit)
    judged = (
        Verdict.objects.visible_to(viewer).filter(claim__revision__in=ids).exclude(claim__state=ClaimState.OPEN)
    )
    for of, when, by, claim_id in judged.values_list("claim__revision_id", "created_at", "by_id", "claim_id"):
        read[of].verdicts.append((when, by, claim_id))
    return read


def _marking(revision: Revision, text: _Text) -> Marking:
    marking = Marking(revision, [place for _, place in text.sentences], [{} for _ in text.sentences])
    first = _by_claim(_before_people(text).values())
    own = {pk for pk, claim in text.claims.items() if claim.created_by_id is None}
    marking.found = [tuple(sorted(places)) for pk, places in first.items() if pk in own]
    now = text.places()
    kept = {pk for pk, claim in text.claims.items() if claim.deleted_at is None}
    marking.present = [tuple(sorted(places)) for pk, places in now.items() if pk in kept]
    claimed = set(marking.touched(place for places in marking.found for place in places))
    for at, labels in enumerate(marking.labels):
        labels[SPLITTER] = at in claimed
    _label(marking, text, now, kept)
    return marking


def _before_people(text: _Text) -> dict[int, tuple[UUID, Place]]:
    """The spans as they were before the first edit that stands: edits taken back from the last to the first."""
    spans = dict(text.spans)
    for edit in reversed(text.edits):
        for change in edit.changes:
            row = change["before"]
            if change["table"] != "span":
                continue
            if row is None:
                spans.pop(int(change["id"]), None)
            elif row["role"] == SpanRole.CONTENT:
                spans[int(change["id"])] = (UUID(row["claim_id"]), (row["start"], row["end"]))
    return spans


def _by_claim(spans: Iterable[tuple[UUID, Place]]) -> dict[UUID, list[Place]]:
    found: dict[UUID, list[Place]] = defaultdict(list)
    for claim_id, place in spans:
        found[claim_id].append(place)
    return found


def _label(marking: Marking, text: _Text, now: dict[UUID, list[Place]], kept: set[UUID]) -> None:
    """What people said of sentences, in the order of time: a person's last word stands."""
    standing = set(marking.touched(place for pk in kept for place in now.get(pk, ())))
    by_id = {pk: at for at, (pk, _) in enumerate(text.sentences)}
    acts: list[tuple[datetime, int, list[int], bool | None]] = [
        (when, by, list(marking.touched(now.get(claim_id, ()))), True) for when, by, claim_id in text.verdicts
    ]
    for edit in text.edits:
        for told, said in _said(edit, marking, now, by_id):
            if edit.verb == EditVerb.TRASHED:  # says little of a sentence where another claim stands
                acts.append((edit.created_at, edit.by_id, [at for at in told if at not in standing], said))
            else:
                acts.append((edit.created_at, edit.by_id, told, said))
    for _, by, sentences, said in sorted(acts, key=lambda act: act[0]):
        for at in sentences:
            if said is None:
                marking.labels[at].pop(by, None)
            else:
                marking.labels[at][by] = said


def _said(
    edit: Edit, marking: Marking, now: dict[UUID, list[Place]], by_id: dict[int, int]
) -> Iterator[tuple[list[int], bool | None]]:
    """Sentences and what the edit says of them: a claim, none, or None for a word taken back."""
    changes: list[dict[str, Any]] = edit.changes
    if edit.verb in MARKING:
        after = [row["after"] for row in changes if row["table"] == "span" and row["after"]]
        places = [(row["start"], row["end"]) for row in after if row["role"] == SpanRole.CONTENT]
        yield list(marking.touched(places)), True
    elif edit.verb in (EditVerb.RESTORED, EditVerb.TRASHED):
        claims = [UUID(row["id"]) for row in changes if row["table"] == "claim"]
        places = [place for pk in claims for place in now.get(pk, ())]
        yield list(marking.touched(places)), edit.verb == EditVerb.RESTORED
    for row in changes:
        side = row["after"] or row["before"]
        if row["table"] == "waiver" and side["sentence_id"] in by_id:
            yield [by_id[side["sentence_id"]]], False if row["after"] else None
