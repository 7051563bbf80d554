"""Say that sentences are not to be checked, and take that back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import Claim, EditVerb, Event, Sentence, Span, SpanRole, Waiver, WaiverReason
from claims.pipeline.edit.acting import Hand, in_text, refuse_settled
from claims.pipeline.edit.places import Refused
from claims.pipeline.edit.trash import put_away

if TYPE_CHECKING:
    from claims.models import Revision, User


def waive(
    *, revision: Revision, positions: Iterable[int], reason: str, by: User, trash_claims: bool = False
) -> list[Waiver]:
    """Waive the sentences at these positions for a reason; one waived otherwise gets the new one.

    ``trash_claims`` puts the claims that stand on them into the trash; without it such a sentence is Refused.
    """
    if reason not in WaiverReason.values:
        raise Refused(_("Choose why the sentence is not to be checked."))
    with in_text(EditVerb.WAIVED, revision, by=by) as hand:
        sentences = _sentences(revision, positions)
        _make_room(hand, sentences, trash_claims=trash_claims)
        hand.step.watch(sentences=sentences)
        there = {row.sentence_id: row for row in Waiver.objects.filter(sentence__in=sentences)}
        other = [row for row in there.values() if row.reason != reason]
        Waiver.objects.filter(pk__in=[row.pk for row in other]).update(reason=reason, waived_by=by)
        new = [row for row in sentences if row.pk not in there]
        made = Waiver.objects.bulk_create(Waiver(sentence=row, reason=reason, waived_by=by) for row in new)
        changed = {row.pk for row in new} | {row.sentence_id for row in other}
        _tell(hand, "sentence.waived", [row for row in sentences if row.pk in changed], reason=reason)
    return [*there.values(), *made]


def unwaive(*, revision: Revision, positions: Iterable[int], by: User) -> int:
    """Lift the waivers of the sentences at these positions, also those of the splitter; answers how many."""
    with in_text(EditVerb.UNWAIVED, revision, by=by) as hand:
        sentences = _sentences(revision, positions)
        hand.step.watch(sentences=sentences)
        waivers = Waiver.objects.filter(sentence__in=sentences)
        lifted = set(waivers.values_list("sentence", flat=True))
        waivers.delete()
        _tell(hand, "sentence.unwaived", [row for row in sentences if row.pk in lifted])
    return len(lifted)


def _sentences(revision: Revision, positions: Iterable[int]) -> list[Sentence]:
    wanted = set(positions)
    found = list(Sentence.objects.filter(revision=revision, position__in=wanted).order_by("position"))
    if not wanted or len(found) != len(wanted):
        raise Refused(_("This sentence is no longer there: the text was split again. Reload the page."))
    return found


def _make_room(hand: Hand, sentences: list[Sentence], *, trash_claims: bool) -> None:
    """What becomes of the claims on these sentences."""
    first, last = min(row.start for row in sentences), max(row.end for row in sentences)
    content = Span.objects.filter(revision=hand.revision, role=SpanRole.CONTENT, claim__deleted_at=None)
    near = content.filter(start__lt=last, end__gt=first).values_list("claim", "start", "end")
    standing = {pk for pk, start, end in near if any(start < row.end and row.start < end for row in sentences)}
    if not standing:
        return
    rows = list(Claim.objects.select_for_update().filter(pk__in=standing).defer("search").order_by("pk"))
    if not trash_claims:
        words = _("Claim %(n)d stands on this sentence. Put it into the trash, or leave the sentence to it.")
        raise Refused(words % {"n": min(row.number for row in rows)})
    refuse_settled(hand.article, rows, hand.by)
    hand.step.watch(claims=rows, whole=False)
    put_away(rows)
    hand.tell("claim.trashed", rows)


def _tell(hand: Hand, verb: str, sentences: list[Sentence], **data: str) -> None:
    """One event for all of them."""
    if sentences:
        article = hand.article
        told = {"positions": [row.position for row in sentences], **data}
        Event.objects.record(verb, article, project_id=article.project_id, by=hand.by, **told)
