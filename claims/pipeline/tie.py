"""Tie: a person says whom the words of a source mean, or that they do not mean whom the machine took them for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Attribution, EditVerb, Event, Reading, Source, Span, SpanRole, Tie
from claims.sourcing.choosing import Refused, mention, named, own_of
from claims.undoing import mark_reshaped, recorded

if TYPE_CHECKING:
    from claims.models import Revision, User


class Changed(Exception):
    """Somebody tied the same words otherwise meanwhile: ``current``. Nothing was written."""

    def __init__(self, current: Attribution) -> None:
        who = current.set_by.label if current.set_by else _("Somebody")
        whom = current.source.name if current.source else _("nobody")
        told = {"who": who, "whom": whom}
        super().__init__(_("%(who)s tied these words to %(whom)s meanwhile. Look at it, then decide.") % told)
        self.current = current


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a tie is to become."""

    source: Source | None
    tie: str
    reason: str = ""
    confidence: float = 1.0
    by: User | None = None

    def holds(self, row: Attribution) -> bool:
        """Whether the row says so already, whoever said it."""
        source_id = self.source.pk if self.source else None
        return (row.source_id, row.tie, row.set_at is None) == (source_id, self.tie, self.by is None)


def basis_of(*, attribution: Attribution) -> str:
    """What a form hands back as ``basis``: which decision its reader saw, "" for none by a person."""
    return attribution.set_at.isoformat() if attribution.set_at else ""


@transaction.atomic
def set_tie(
    *,
    attribution: Attribution,
    by: User,
    source: Source | None = None,
    name: str = "",
    kind: str = "",
    everywhere: bool = False,
    basis: str | None = None,
) -> list[Attribution]:
    """Tie the words to ``source``, or to a source of that ``name`` and ``kind``, made where there is none.

    ``everywhere`` does the same to all places of the text with the same words that no person has decided on.
    ``basis`` (see ``basis_of``) is the decision that the person saw; another one made meanwhile raises Changed,
    None asks for no such check. Answers the attributions in question; the same again (a double click) changes
    nothing. Raises Refused.
    """
    row = _alone(attribution)
    article = row.claim.revision.article
    chosen = own_of(article, source) if source else named(article, name, kind, by=by)
    rows = _decide(row, _Wish(chosen, Tie.PERSON, by=by), "tie.set", by, everywhere=everywhere, basis=basis)
    mention(article, chosen)
    return rows


@transaction.atomic
def break_tie(
    *, attribution: Attribution, by: User, everywhere: bool = False, basis: str | None = None
) -> list[Attribution]:
    """Say that the words do not mean that source; who it is stays open. Otherwise like ``set_tie``."""
    row = _alone(attribution)
    return _decide(row, _Wish(None, Tie.BROKEN, by=by), "tie.broken", by, everywhere=everywhere, basis=basis)


def choose_reading(
    *, attribution: Attribution, source: Source, by: User, everywhere: bool = False, basis: str | None = None
) -> list[Attribution]:
    """Decide for one of the sources that the text leaves open; others raise Refused. Otherwise like ``set_tie``."""
    open_to = Reading.objects.filter(attribution=attribution).values_list("source_id", "source__merged_into_id")
    if source.pk not in {pk for pair in open_to for pk in pair}:
        raise Refused({"source": _("This is none of the readings. Tie the words to it instead.")})
    return set_tie(attribution=attribution, by=by, source=source, everywhere=everywhere, basis=basis)


@transaction.atomic
def restore_suggestion(*, attribution: Attribution, by: User, everywhere: bool = False) -> list[Attribution]:
    """Take the person's decision back: the newest suggestion of the splitter stands again, its readings too."""
    row = _alone(attribution)
    if row.set_at is None:
        return [row]
    rows = [row, *(_same_words(row, decided=True) if everywhere else [])]
    _write([(one, _suggested(one)) for one in rows], "tie.restored", by)
    return rows


def _alone(attribution: Attribution) -> Attribution:
    """The row as it is now, with nobody else changing ties or sources of its project."""
    revision = "claim__revision__article"
    project_id = Attribution.objects.values_list(f"{revision}__project_id", flat=True).get(pk=attribution.pk)
    Source.objects.one_at_a_time(project_id)
    rows = Attribution.objects.select_related(revision, "source", "set_by").defer("claim__search", "source__search")
    return rows.get(pk=attribution.pk)


def _decide(
    row: Attribution, wish: _Wish, verb: str, by: User, *, everywhere: bool, basis: str | None
) -> list[Attribution]:
    """Make the wish come true where no person decided, and at ``row`` in any case."""
    rows = [row, *(_same_words(row, decided=False) if everywhere else [])]
    if basis is not None and basis != basis_of(attribution=row) and not wish.holds(row):
        raise Changed(row)
    if changed := [one for one in rows if not wish.holds(one)]:
        _write([(one, wish) for one in changed], verb, by)
    return rows


def _write(wishes: list[tuple[Attribution, _Wish]], verb: str, by: User) -> None:
    """Make the wishes come true as one edit; the first is the place in question."""
    rows = [row for row, _wish in wishes]
    first = rows[0].claim
    alone = first if len(rows) == 1 else None
    with recorded(article=first.revision.article, by=by, verb=EditVerb.TIED, claim=alone) as step:
        step.watch(claims=[row.claim for row in rows])
        others = [row.claim_id for row, wish in wishes if _is_other(row, wish)]
        now = timezone.now()
        for row, wish in wishes:
            row.source, row.tie, row.tie_reason = wish.source, wish.tie, wish.reason
            row.confidence, row.set_by, row.set_at = wish.confidence, wish.by, now if wish.by else None
        fields = ["source", "tie", "tie_reason", "confidence", "set_by", "set_at"]
        Attribution.objects.bulk_update(rows, fields)
        mark_reshaped(others, by=by)
        _record(verb, rows[0], rows, by)


def _is_other(row: Attribution, wish: _Wish) -> bool:
    """Whether a claim that was somebody's is to be somebody else's, or nobody's: another thing to judge."""
    if row.source is None:
        return False
    head = row.source.merged_into_id or row.source_id
    return wish.source is None or head != (wish.source.merged_into_id or wish.source.pk)


def _record(verb: str, row: Attribution, changed: list[Attribution], by: User | None) -> None:
    source = str(row.source_id) if row.source_id else None
    article = row.claim.revision.article
    told = {"claim": str(row.claim_id), "claims": sorted({str(one.claim_id) for one in changed})}
    places = [str(one.pk) for one in changed]
    ids = {"project_id": article.project_id, "article_id": article.pk}
    Event.objects.record(verb, row, **ids, by=by, source=source, places=places, **told)


def _suggested(row: Attribution) -> _Wish:
    """The splitter's newest suggestion, from the row's history; open where its source is gone."""
    history: Any = row.events  # type: ignore[attr-defined]
    last = history.filter(set_by=None, set_at=None).order_by("-pgh_id").first()
    if last is None:  # made by a person from the first
        return _Wish(None, "", confidence=0)
    source = Source.objects.filter(pk=last.source_id).first() if last.source_id else None
    return _Wish(source, last.tie, last.tie_reason, last.confidence)


def _same_words(row: Attribution, *, decided: bool) -> list[Attribution]:
    """Other places of the text with the same source words, those that a person decided on or the others."""
    revision = row.claim.revision
    words = _source_words(revision)
    mine = words.get(row.pk, "")
    alike = [pk for pk, said in words.items() if mine and said == mine and pk != row.pk]
    rows = Attribution.objects.filter(pk__in=alike, place=row.place, claim__deleted_at=None)
    rows = rows.exclude(set_at=None) if decided else rows.filter(set_at=None)
    return list(rows.select_related("claim__revision__article", "source").defer("claim__revision__text"))


def _source_words(revision: Revision) -> dict[UUID, str]:
    """The words of the source of each attribution of a text, without regard to capitals and white space."""
    words: dict[UUID, list[str]] = defaultdict(list)
    spans = Span.objects.filter(revision=revision, role=SpanRole.SOURCE).order_by("start", "end")
    for pk, start, end in spans.values_list("attribution_id", "start", "end"):
        words[pk].append(revision.text[start:end])
    return {pk: " ".join(" ".join(said).casefold().split()) for pk, said in words.items()}
