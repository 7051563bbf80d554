"""Tie: a person says whom the words of a source mean, or that they do not mean whom the machine took them for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.measures.names import is_name
from claims.models import Attribution, Event, Mention, Reading, Source, SourceKind, Span, SpanRole, Tie

if TYPE_CHECKING:
    from claims.models import Revision, User


LONGEST_NAME = 300


class Changed(Exception):
    """Somebody tied the same words otherwise meanwhile: ``current``. Nothing was written."""

    def __init__(self, current: Attribution) -> None:
        who = current.set_by.label if current.set_by else _("Somebody")
        whom = current.source.name if current.source else _("nobody")
        told = {"who": who, "whom": whom}
        super().__init__(_("%(who)s tied these words to %(whom)s meanwhile. Look at it, then decide.") % told)
        self.current = current


class Refused(ValidationError):
    """The words cannot be tied like that; the message says why and what to do."""


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
    project_id = row.claim.revision.article.project_id
    chosen = _own_of(row, source) if source else _made(row, name, kind, by)
    if chosen.project_id != project_id:
        raise Refused({"source": _("This source belongs to another project.")})
    rows = _decide(row, _Wish(chosen, Tie.PERSON, by=by), "tie.set", everywhere=everywhere, basis=basis)
    article_id = row.claim.revision.article_id
    Mention.objects.get_or_create(source=chosen, article_id=article_id, defaults={"name": chosen.name})
    return rows


@transaction.atomic
def break_tie(
    *, attribution: Attribution, by: User, everywhere: bool = False, basis: str | None = None
) -> list[Attribution]:
    """Say that the words do not mean that source; who it is stays open. Otherwise like ``set_tie``."""
    row = _alone(attribution)
    return _decide(row, _Wish(None, Tie.BROKEN, by=by), "tie.broken", everywhere=everywhere, basis=basis)


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
    _write([(one, _suggested(one)) for one in rows])
    _record("tie.restored", row, rows, by)
    return rows


def _alone(attribution: Attribution) -> Attribution:
    """The row as it is now, with nobody else changing ties or sources of its project."""
    revision = "claim__revision__article"
    project_id = Attribution.objects.values_list(f"{revision}__project_id", flat=True).get(pk=attribution.pk)
    Source.objects.one_at_a_time(project_id)
    rows = Attribution.objects.select_related(revision, "source", "set_by").defer("claim__search", "source__search")
    return rows.get(pk=attribution.pk)


def _own_of(row: Attribution, source: Source) -> Source:
    """The source to write down: what it was merged into; never another article's unnamed voice."""
    source = Source.objects.select_related("merged_into").get(pk=source.pk)
    head = source.merged_into or source
    if head.article_id not in (None, row.claim.revision.article_id):
        raise Refused({"source": _("This voice belongs to another article: an unnamed source speaks in one.")})
    return head


def _made(row: Attribution, name: str, kind: str, by: User) -> Source:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused({"name": _("Give the source a name of at most 300 characters.")})
    if kind not in SourceKind.values:
        raise Refused({"kind": _("Choose what kind of source this is.")})
    article = row.claim.revision.article
    source, made = Source.objects.select_related("merged_into").get_or_create(
        project_id=article.project_id,
        article=None if SourceKind(kind).is_named and is_name(name) else article,
        kind=kind,
        name=name,
        defaults={"kind_set_by": by},
    )
    if made:
        Event.objects.record("source.added", source, project_id=article.project_id, by=by, name=name, kind=kind)
    return source.merged_into or source


def _decide(row: Attribution, wish: _Wish, verb: str, *, everywhere: bool, basis: str | None) -> list[Attribution]:
    """Make the wish come true where no person decided, and at ``row`` in any case."""
    rows = [row, *(_same_words(row, decided=False) if everywhere else [])]
    if basis is not None and basis != basis_of(attribution=row) and not wish.holds(row):
        raise Changed(row)
    if changed := [one for one in rows if not wish.holds(one)]:
        _write([(one, wish) for one in changed])
        _record(verb, row, changed, wish.by)
    return rows


def _write(wishes: list[tuple[Attribution, _Wish]]) -> None:
    now = timezone.now()
    for row, wish in wishes:
        row.source, row.tie, row.tie_reason = wish.source, wish.tie, wish.reason
        row.confidence, row.set_by, row.set_at = wish.confidence, wish.by, now if wish.by else None
    fields = ["source", "tie", "tie_reason", "confidence", "set_by", "set_at"]
    Attribution.objects.bulk_update([row for row, _wish in wishes], fields)


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
