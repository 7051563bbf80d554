"""A passage set against a claim: its stance, its place, and the copy that is kept of its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.extraction.pages import locator
from claims.formats.web_annotation import find
from claims.models import Capture, Claim, Directness, Document, EditVerb, Event, Evidence, Stance, WorkState
from claims.undoing import recorded

if TYPE_CHECKING:
    from claims.models import User

LOCATOR_LENGTH = 100


@transaction.atomic
def set_stance(*, evidence: Evidence, by: User, stance: str, directness: str | None = None) -> Evidence:
    """Say what the passage does to the claim; an empty stance makes it a candidate again.

    ``directness`` None leaves it as it is. A stance queues a copy of the document's page, where there is none yet.
    Raises ValidationError for an unknown word.
    """
    stance = _known(Stance, "stance", stance)
    directness = evidence.directness if directness is None else _known(Directness, "directness", directness)
    with _weighing(evidence, by):
        evidence.stance, evidence.directness = stance, directness
        evidence.stance_by = by if stance else None
        evidence.save(update_fields=["stance", "directness", "stance_by"])
        if stance:
            _keep_copy(evidence.document, by)
        _record("evidence.weighed", evidence, by, stance=stance, directness=directness)
    return evidence


@transaction.atomic
def add_evidence(
    *,
    claim: Claim,
    document: Document,
    quote: str,
    by: User,
    stance: str = "",
    directness: str = "",
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
) -> Evidence:
    """Set a passage against a claim by hand; the quotation must stand in the document, word for word.

    Where it stands there more than once, ``start`` (its offset) or ``prefix`` and ``suffix`` (the words around it)
    say which place is meant. Queues a copy of the document's page. Raises ValidationError.
    """
    place = _place(document, quote, prefix, suffix, start)
    if document.project_id != claim.revision.article.project_id:
        raise ValidationError({"document": _("This document belongs to another project.")})
    stance, directness = _known(Stance, "stance", stance), _known(Directness, "directness", directness)
    evidence, created = Evidence.objects.get_or_create(
        claim=claim,
        document=document,
        start=place[0],
        end=place[1],
        defaults={
            "quote": document.text[slice(*place)],
            "added_by": by,
            "stance": stance,
            "directness": directness,
            "stance_by": by if stance else None,
            "locator": locator(document.page_starts, *place),
        },
    )
    if not created:
        return _brought_back(evidence, by, stance)
    return _added(evidence, by)


@transaction.atomic
def set_locator(*, evidence: Evidence, by: User, words: str) -> Evidence:
    """Say for people where in the document the passage stands; an empty one is computed again from the pages."""
    words = " ".join(words.replace("\0", "").split())
    if len(words) > LOCATOR_LENGTH:
        raise ValidationError({"locator": _("At most %(limit)d characters.") % {"limit": LOCATOR_LENGTH}})
    if not words and evidence.start is not None and evidence.end is not None:
        words = locator(evidence.document.page_starts, evidence.start, evidence.end)
    evidence.locator = words
    evidence.save(update_fields=["locator"])
    _record("evidence.located", evidence, by, locator=words)
    return evidence


@transaction.atomic
def set_aside(*, evidence: Evidence, by: User) -> Evidence:
    """Take a passage off the claim's list; it can be restored."""
    with _weighing(evidence, by):
        evidence.dismissed_at = timezone.now()
        evidence.save(update_fields=["dismissed_at"])
        _record("evidence.set_aside", evidence, by)
    return evidence


@transaction.atomic
def restore(*, evidence: Evidence, by: User) -> Evidence:
    """Put a passage back on the claim's list."""
    with _weighing(evidence, by):
        evidence.dismissed_at = None
        evidence.save(update_fields=["dismissed_at"])
        _record("evidence.restored", evidence, by)
    return evidence


@contextmanager
def _weighing(evidence: Evidence, by: User) -> Iterator[None]:
    """Weigh the passage as one edit, which can be undone; what was ruled on its claim is looked at anew."""
    claim = evidence.claim
    with recorded(article=claim.revision.article, by=by, verb=EditVerb.WEIGHED, claim=claim) as step:
        step.watch(evidence=[evidence])
        yield
    Claim.objects.filter(pk=claim.pk).count_again()


def _place(document: Document, quote: str, prefix: str, suffix: str, start: int | None) -> tuple[int, int]:
    try:
        return find(document.text, quote, prefix=prefix, suffix=suffix, start=start)
    except LookupError as error:
        missing = _("These words do not stand in the document. Copy them from it.")
        raise ValidationError({"quote": missing}) from error


def _added(evidence: Evidence, by: User) -> Evidence:
    """A new passage: a copy of its page is kept, and what was ruled on its claim is looked at anew."""
    _keep_copy(evidence.document, by)
    Claim.objects.filter(pk=evidence.claim_id).count_again()
    _record("evidence.added", evidence, by, stance=evidence.stance)
    return evidence


def _brought_back(evidence: Evidence, by: User, stance: str) -> Evidence:
    """A passage that was there already: back on the list, and with the stance that is given now."""
    if evidence.dismissed_at:
        restore(evidence=evidence, by=by)
    if stance and stance != evidence.stance:
        set_stance(evidence=evidence, by=by, stance=stance)
    return evidence


def _keep_copy(document: Document, by: User) -> None:
    """What the judgement rests on may be gone tomorrow: one copy of its page is kept, where it has one."""
    ended_badly = (WorkState.FAILED, WorkState.CANCELLED)
    there = Capture.objects.filter(document=document).exclude(state__in=ended_badly).exists()
    if document.url.startswith(("http://", "https://")) and not there:
        Capture.objects.create(document=document, url=document.url, asked_by=by)


def _known(choices: type[Stance | Directness], field: str, value: str) -> str:
    if value and value not in choices.values:
        raise ValidationError({field: _("“%(value)s” is not one of the choices.") % {"value": value}})
    return value


def _record(verb: str, evidence: Evidence, by: User, **data: str) -> None:
    article = evidence.claim.revision.article
    ids = {"project_id": article.project_id, "article_id": article.pk, "claim": str(evidence.claim_id)}
    Event.objects.record(verb, evidence, by=by, **ids, **data)
