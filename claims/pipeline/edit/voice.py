"""Mark words of the text as whoever says a claim, or as how it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from claims.measures.names import called, is_acronym, is_name
from claims.models import Attribution, Claim, EditVerb, Source, SourceKind, Span, SpanRole, Tie
from claims.pipeline.edit.acting import Hand, at_hand
from claims.pipeline.edit.places import Refused, checked
from claims.pipeline.edit.source import TIED, attribute
from claims.sourcing.choosing import LONGEST_NAME, mention, named
from claims.splitting.wording import words
from claims.undoing import clock

if TYPE_CHECKING:
    from claims.models import Article, User

PRONOUNS = ("he", "she", "it", "they", "relative")


def mark_voice(*, claim: Claim, role: str, start: int, end: int, by: User, hop: int = 1) -> Attribution:
    """The words [start, end) are the ``role`` ("source" or "cue") of the claim's attribution at ``hop``.

    The attribution is made where there is none, and loses the words that it had in that role. Words of a source are
    tied by name to one that is known, or to a new one; a pronoun leaves the source as it is. Earlier verdicts no
    longer count.
    """
    if role not in (SpanRole.SOURCE, SpanRole.CUE):
        raise Refused(_("Say whether these words are the source or the cue."))
    with at_hand(EditVerb.VOICED, [claim], by=by, sources=True) as hand:
        [place] = checked(hand.revision.text, [(start, end)])
        said = " ".join(hand.revision.text[slice(*place)].split())
        if len(said) > LONGEST_NAME:
            raise Refused(_("Select at most 300 characters."))
        row = _voice(hand, hop)
        if _mark(row, role, place):
            _take(hand, row, role, said)
            hand.reshaped(hand.claims[0])
            hand.tell("claim.voiced", hand.claims, role=role, words=said)
    claim.refresh_from_db(fields=["speech", "state", "reshaped_at", "reshaped_by"])
    return row


def _voice(hand: Hand, hop: int) -> Attribution:
    """The attribution at the hop, made where it is the next."""
    claim = hand.claims[0]
    rows = Attribution.objects.filter(claim=claim)
    if there := rows.select_related("source").filter(hop=hop).order_by("place").first():
        return there
    last = rows.aggregate(last=Max("hop"))["last"] or 0
    if hop != last + 1:
        raise Refused(_("Mark the voices from the nearest outward: voice %(n)d comes next.") % {"n": last + 1})
    row = Attribution.objects.create(claim=claim, source=None, hop=hop, place=1, set_by=hand.by, set_at=clock())
    if hop == 1:
        attribute([claim])
    return row


def _mark(row: Attribution, role: str, place: tuple[int, int]) -> bool:
    """Put the role's words there and nowhere else; False where they were there already."""
    there = Span.objects.filter(attribution=row, role=role)
    if list(there.values_list("start", "end")) == [place]:
        return False
    there.delete()
    revision_id = row.claim.revision_id
    Span.objects.create(
        revision_id=revision_id, claim=row.claim, attribution=row, role=role, start=place[0], end=place[1]
    )
    return True


def _take(hand: Hand, row: Attribution, role: str, said: str) -> None:
    """What follows from the words."""
    if role == SpanRole.CUE:
        row.cue = said
        row.save(update_fields=["cue"])
    elif source := _meant(hand.article, called(said), hand.by):
        row.source, row.tie, row.tie_reason, row.confidence = source, Tie.PERSON, "", 1.0
        row.set_by, row.set_at = hand.by, clock()
        row.save(update_fields=TIED)
        mention(hand.article, source)


def _meant(article: Article, said: str, by: User) -> Source | None:
    """Whom the words name; None for a pronoun."""
    if said.casefold() in {word for key in PRONOUNS for word in words("voices", key)}:
        return None
    rows = Source.objects.filter(project=article.project_id).filter(Q(article=None) | Q(article=article))
    alike = Q(name__iexact=said) | Q(aliases__contains=[said]) | Q(mentions__article=article, mentions__name=said)
    found = rows.filter(alike).select_related("merged_into").order_by("article", "pk").distinct()
    heads = {(row.merged_into or row).pk: row.merged_into or row for row in found}
    if len(heads) == 1:
        return next(iter(heads.values()))
    exact = [row for row in heads.values() if row.name.casefold() == said.casefold()]
    return exact[0] if exact else named(article, said, _kind(said), by=by, sure=False)


def _kind(said: str) -> SourceKind:
    """What kind of source the words seem to name; a person corrects it on the source's page."""
    if not is_name(said):
        plural = said.casefold().split()[-1].endswith("s")
        return SourceKind.UNNAMED_GROUP if plural else SourceKind.UNNAMED_PERSON
    capitals = [word for word in said.split() if is_name(word)]
    is_person = 2 <= len(capitals) == len(said.split()) <= 4 and not any(is_acronym(word) for word in capitals)
    return SourceKind.PERSON if is_person else SourceKind.ORGANISATION
